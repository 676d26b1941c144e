"""GRETAP: Ethernet frames in GRE over IPv6."""

from __future__ import annotations

from .ip6gre import GreOverIpv6Options


class Ip6gretap(GreOverIpv6Options, kind="ip6gretap", below="link"):
    """A GRE tunnel over IPv6, for Ethernet frames."""
