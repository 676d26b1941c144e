"""Pairs of virtual Ethernet links."""

from __future__ import annotations

from ..peer import PairOptions


class Veth(PairOptions, kind="veth"):
    """One end of a pair; what is sent into one end comes out of the other."""
