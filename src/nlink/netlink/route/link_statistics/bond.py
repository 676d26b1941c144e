"""The counters of a bond, and of a port of one."""

from __future__ import annotations

from ...schema.field import attr
from ...schema.integers import u64
from ...schema.message import Attributes
from ...schema.nesting import nested
from ...uapi.if_bonding import BOND_3AD_STAT, BOND_XSTATS


class LacpStatistics(Attributes, padding=(BOND_3AD_STAT.PAD,)):
    """Frames of LACP and of the marker protocol (IEEE 802.3ad)."""

    lacpdu_rx: int | None = attr(BOND_3AD_STAT.LACPDU_RX, u64)
    lacpdu_tx: int | None = attr(BOND_3AD_STAT.LACPDU_TX, u64)
    lacpdu_unknown_rx: int | None = attr(BOND_3AD_STAT.LACPDU_UNKNOWN_RX, u64)
    lacpdu_illegal_rx: int | None = attr(BOND_3AD_STAT.LACPDU_ILLEGAL_RX, u64)
    marker_rx: int | None = attr(BOND_3AD_STAT.MARKER_RX, u64)
    marker_tx: int | None = attr(BOND_3AD_STAT.MARKER_TX, u64)
    marker_response_rx: int | None = attr(BOND_3AD_STAT.MARKER_RESP_RX, u64)
    marker_response_tx: int | None = attr(BOND_3AD_STAT.MARKER_RESP_TX, u64)
    marker_unknown_rx: int | None = attr(BOND_3AD_STAT.MARKER_UNKNOWN_RX, u64)


class BondStatistics(Attributes):
    """The counters of a bond of the mode 802.3ad."""

    lacp: LacpStatistics | None = attr(BOND_XSTATS.XSTATS_3AD, nested(LacpStatistics))
