"""The constants that nlink wants: which names of which kernel header become which class."""

from __future__ import annotations

from . import bridges, links, netlink, routes, tunnels

HEADERS = (*netlink.HEADERS, *links.HEADERS, *bridges.HEADERS, *routes.HEADERS, *tunnels.HEADERS)
