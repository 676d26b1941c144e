"""Macvtaps: macvlans whose traffic is read and written at a character device."""

from __future__ import annotations

from .macvlan import MacvlanOptions


class Macvtap(MacvlanOptions, kind="macvtap"):
    """A macvtap; the link below it is given as ``link`` of ``add_link``."""
