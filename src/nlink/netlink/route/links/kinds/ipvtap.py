"""Ipvtaps: ipvlans whose traffic is read and written at a character device."""

from __future__ import annotations

from .ipvlan import IpvlanOptions


class Ipvtap(IpvlanOptions, kind="ipvtap"):
    """An ipvtap; the link below it is given as ``link`` of ``add_link``."""
