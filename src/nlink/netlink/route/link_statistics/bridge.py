"""The counters of a bridge, and those that it keeps of each of its ports."""

from __future__ import annotations

from ...schema.enums import flags as flag_set
from ...schema.field import attr, member
from ...schema.integers import u16, u64
from ...schema.message import Attributes, CStruct
from ...schema.nesting import array, multi, structure
from ...uapi.if_bridge import BRIDGE_VLAN_INFO, BRIDGE_XSTATS

both_ways = array(u64, 2)
"""Received, and sent."""
NOTHING = (0, 0)


class BridgeVlanStatistics(CStruct):
    """``struct bridge_vlan_xstats``: the traffic of a VLAN."""

    rx_bytes: int = member(u64, default=0)
    rx_packets: int = member(u64, default=0)
    tx_bytes: int = member(u64, default=0)
    tx_packets: int = member(u64, default=0)
    vid: int = member(u16, default=0)
    flags: BRIDGE_VLAN_INFO = member(flag_set(BRIDGE_VLAN_INFO, u16), default=BRIDGE_VLAN_INFO(0), pad=4)


class BridgeMulticastStatistics(CStruct):
    """``struct br_mcast_stats``: IGMP and MLD; of pairs the first is received, the second sent."""

    igmp_v1queries: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_v2queries: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_v3queries: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_leaves: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_v1reports: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_v2reports: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_v3reports: tuple[int, ...] = member(both_ways, default=NOTHING)
    igmp_parse_errors: int = member(u64, default=0)
    mld_v1queries: tuple[int, ...] = member(both_ways, default=NOTHING)
    mld_v2queries: tuple[int, ...] = member(both_ways, default=NOTHING)
    mld_leaves: tuple[int, ...] = member(both_ways, default=NOTHING)
    mld_v1reports: tuple[int, ...] = member(both_ways, default=NOTHING)
    mld_v2reports: tuple[int, ...] = member(both_ways, default=NOTHING)
    mld_parse_errors: int = member(u64, default=0)
    mcast_bytes: tuple[int, ...] = member(both_ways, default=NOTHING)
    mcast_packets: tuple[int, ...] = member(both_ways, default=NOTHING)


class SpanningTreeStatistics(CStruct):
    """``struct bridge_stp_xstats``: the spanning tree protocol at a port."""

    transition_blk: int = member(u64, default=0)
    transition_fwd: int = member(u64, default=0)
    rx_bpdu: int = member(u64, default=0)
    tx_bpdu: int = member(u64, default=0)
    rx_tcn: int = member(u64, default=0)
    tx_tcn: int = member(u64, default=0)


class BridgeStatistics(Attributes, padding=(BRIDGE_XSTATS.PAD,)):
    """The counters of a bridge or a port of one."""

    vlans: tuple[BridgeVlanStatistics, ...] = attr(
        BRIDGE_XSTATS.VLAN, multi(structure(BridgeVlanStatistics)), default=()
    )
    """A bridge tells them, and a port whose bridge counts them for each (``vlan_stats_per_port``)."""
    multicast: BridgeMulticastStatistics | None = attr(BRIDGE_XSTATS.MCAST, structure(BridgeMulticastStatistics))
    spanning_tree: SpanningTreeStatistics | None = attr(BRIDGE_XSTATS.STP, structure(SpanningTreeStatistics))
