"""Pairs of virtual CAN links."""

from __future__ import annotations

from ..peer import PairOptions


class Vxcan(PairOptions, kind="vxcan"):
    """One end of a pair; the CAN frames that are sent into one end come out of the other."""
