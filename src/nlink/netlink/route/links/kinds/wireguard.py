"""WireGuard: encrypted tunnels over UDP."""

from __future__ import annotations

from ..options import LinkOptions


class Wireguard(LinkOptions, kind="wireguard"):
    """A WireGuard link. Keys, port and peers belong to the generic-netlink family "wireguard", not to the link."""
