"""Counters that are C structs, whatever kind of link has them."""

from __future__ import annotations

from ...schema.field import member
from ...schema.integers import u64
from ...schema.message import CStruct


class HardwareStatistics(CStruct):
    """``struct rtnl_hw_stats64``: what the hardware has forwarded by itself."""

    rx_packets: int = member(u64, default=0)
    tx_packets: int = member(u64, default=0)
    rx_bytes: int = member(u64, default=0)
    tx_bytes: int = member(u64, default=0)
    rx_errors: int = member(u64, default=0)
    tx_errors: int = member(u64, default=0)
    rx_dropped: int = member(u64, default=0)
    tx_dropped: int = member(u64, default=0)
    multicast: int = member(u64, default=0)


class MplsStatistics(CStruct):
    """``struct mpls_link_stats``."""

    rx_packets: int = member(u64, default=0)
    tx_packets: int = member(u64, default=0)
    rx_bytes: int = member(u64, default=0)
    tx_bytes: int = member(u64, default=0)
    rx_errors: int = member(u64, default=0)
    tx_errors: int = member(u64, default=0)
    rx_dropped: int = member(u64, default=0)
    tx_dropped: int = member(u64, default=0)
    rx_noroute: int = member(u64, default=0)
