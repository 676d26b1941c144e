"""Netlink monitors: what is sent over netlink sockets, to be captured."""

from __future__ import annotations

from ..options import LinkOptions


class Nlmon(LinkOptions, kind="nlmon"):
    """A monitor of the netlink messages in its network namespace, for tcpdump and its like. It has no options."""
