"""GRETAP: Ethernet frames in GRE over IPv4."""

from __future__ import annotations

from .gre import GreOverIpv4Options


class Gretap(GreOverIpv4Options, kind="gretap", below="link"):
    """A GRE tunnel over IPv4, for Ethernet frames."""
