"""The VLANs of bridges and their ports, with their options: ``struct br_vlan_msg`` and ``BRIDGE_VLANDB_*``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ...schema.durations import clock_ticks64
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header
from ...schema.integers import boolean, u8, u16, u32, u64
from ...schema.message import Attributes, Message
from ...schema.nesting import multi, nested, recursive, structure
from ...uapi.if_bridge import (
    BR_STATE,
    BRIDGE_VLAN_INFO,
    BRIDGE_VLANDB,
    BRIDGE_VLANDB_DUMP,
    BRIDGE_VLANDB_DUMPF,
    BRIDGE_VLANDB_ENTRY,
    BRIDGE_VLANDB_GOPTS,
    BRIDGE_VLANDB_STATS,
    BRIDGE_VLANDB_TINFO,
    MDB_RTR_TYPE,
)
from ...uapi.rtnetlink import RTM
from ..links.bridge_family import BridgeVlanInfo
from ..router_ports import RouterPort, router_ports

if TYPE_CHECKING:
    from ..links.kinds.bridge import MulticastQuerier


def _querier() -> type[MulticastQuerier]:
    # When one is read: the options of links take long to import.
    from ..links.kinds.bridge import MulticastQuerier

    return MulticastQuerier


class VlanTunnel(Attributes):
    """The tunnel id that a VLAN is mapped to; of a range, that of the first."""

    id: int | None = attr(BRIDGE_VLANDB_TINFO.ID, u32)
    command: RTM | int | None = attr(BRIDGE_VLANDB_TINFO.CMD, enum(RTM, u32))
    """In a request: add or delete it."""


class VlanStatistics(Attributes, padding=(BRIDGE_VLANDB_STATS.PAD,)):
    """What passed in a VLAN; of a range, in all of them together."""

    rx_bytes: int | None = attr(BRIDGE_VLANDB_STATS.RX_BYTES, u64)
    rx_packets: int | None = attr(BRIDGE_VLANDB_STATS.RX_PACKETS, u64)
    tx_bytes: int | None = attr(BRIDGE_VLANDB_STATS.TX_BYTES, u64)
    tx_packets: int | None = attr(BRIDGE_VLANDB_STATS.TX_PACKETS, u64)


class VlanEntry(Attributes):
    """A VLAN of a bridge or port, or a range of them that are alike."""

    info: BridgeVlanInfo | None = attr(BRIDGE_VLANDB_ENTRY.INFO, structure(BridgeVlanInfo))
    range: int | None = attr(BRIDGE_VLANDB_ENTRY.RANGE, u16)
    """The last VLAN of a range."""
    state: BR_STATE | int | None = attr(BRIDGE_VLANDB_ENTRY.STATE, enum(BR_STATE, u8))
    """The spanning tree's."""
    tunnel: VlanTunnel | None = attr(BRIDGE_VLANDB_ENTRY.TUNNEL_INFO, nested(VlanTunnel))
    statistics: VlanStatistics | None = attr(BRIDGE_VLANDB_ENTRY.STATS, nested(VlanStatistics))
    mcast_router: MDB_RTR_TYPE | int | None = attr(BRIDGE_VLANDB_ENTRY.MCAST_ROUTER, enum(MDB_RTR_TYPE, u8))
    mcast_n_groups: int | None = attr(BRIDGE_VLANDB_ENTRY.MCAST_N_GROUPS, u32)
    mcast_max_groups: int | None = attr(BRIDGE_VLANDB_ENTRY.MCAST_MAX_GROUPS, u32)
    neigh_suppress: bool | None = attr(BRIDGE_VLANDB_ENTRY.NEIGH_SUPPRESS, boolean(u8))
    """The bridge answers ARP and NDP itself."""
    neigh_forward_grat: bool | None = attr(BRIDGE_VLANDB_ENTRY.NEIGH_FORWARD_GRAT, boolean(u8))

    @property
    def vid(self) -> int:
        """The VLAN, or the first of a range."""
        return 0 if self.info is None else self.info.vid

    @property
    def last(self) -> int:
        """The VLAN, or the last of a range."""
        return self.range or self.vid

    @property
    def is_pvid(self) -> bool:
        """Packets without a tag are of this VLAN."""
        return self.info is not None and BRIDGE_VLAN_INFO.PVID in self.info.flags

    @property
    def is_untagged(self) -> bool:
        """Its packets leave without a tag."""
        return self.info is not None and BRIDGE_VLAN_INFO.UNTAGGED in self.info.flags

    def __str__(self) -> str:
        parts = [str(self.vid) if self.last == self.vid else f"{self.vid}-{self.last}"]
        parts += [word for word, told in (("pvid", self.is_pvid), ("untagged", self.is_untagged)) if told]
        if self.tunnel is not None:
            parts.append(f"tunnel {self.tunnel.id}")
        if self.state is not None:
            parts.append(f"state {self.state}")
        return " ".join(parts)


class VlanGlobals(Attributes, padding=(BRIDGE_VLANDB_GOPTS.PAD,)):
    """The options of a VLAN, or of a range of them that are alike, in the whole bridge."""

    id: int | None = attr(BRIDGE_VLANDB_GOPTS.ID, u16)
    range: int | None = attr(BRIDGE_VLANDB_GOPTS.RANGE, u16)
    """The last VLAN of a range."""
    mcast_snooping: bool | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_SNOOPING, boolean(u8))
    mcast_igmp_version: int | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_IGMP_VERSION, u8)
    mcast_mld_version: int | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_MLD_VERSION, u8)
    mcast_last_member_count: int | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_LAST_MEMBER_CNT, u32)
    mcast_startup_query_count: int | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_STARTUP_QUERY_CNT, u32)
    mcast_last_member_interval: timedelta | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_LAST_MEMBER_INTVL, clock_ticks64)
    mcast_membership_interval: timedelta | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_MEMBERSHIP_INTVL, clock_ticks64)
    mcast_querier_interval: timedelta | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_QUERIER_INTVL, clock_ticks64)
    mcast_query_interval: timedelta | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_QUERY_INTVL, clock_ticks64)
    mcast_query_response_interval: timedelta | None = attr(
        BRIDGE_VLANDB_GOPTS.MCAST_QUERY_RESPONSE_INTVL, clock_ticks64
    )
    mcast_startup_query_interval: timedelta | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_STARTUP_QUERY_INTVL, clock_ticks64)
    mcast_querier: bool | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_QUERIER, boolean(u8))
    mcast_router_ports: tuple[RouterPort, ...] | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_ROUTER_PORTS, router_ports)
    mcast_querier_state: MulticastQuerier | None = attr(BRIDGE_VLANDB_GOPTS.MCAST_QUERIER_STATE, recursive(_querier))
    msti: int | None = attr(BRIDGE_VLANDB_GOPTS.MSTI, u16)
    """The multiple spanning tree instance that the VLAN belongs to."""

    @property
    def vid(self) -> int:
        """The VLAN, or the first of a range."""
        return self.id or 0

    @property
    def last(self) -> int:
        """The VLAN, or the last of a range."""
        return self.range or self.vid

    def __str__(self) -> str:
        return str(self.vid) if self.last == self.vid else f"{self.vid}-{self.last}"


class VlanMessage(Message, types={"new": RTM.NEWVLAN, "delete": RTM.DELVLAN, "get": RTM.GETVLAN}):
    """The VLANs of one bridge or port; or what a bridge keeps of its VLANs for all ports together."""

    family: int = header("family", u8, default=0, pad=3)
    """``AF_BRIDGE``."""
    ifindex: int = header("ifindex", u32, default=0)
    entries: tuple[VlanEntry, ...] = attr(BRIDGE_VLANDB.ENTRY, multi(nested(VlanEntry)), default=())
    globals: tuple[VlanGlobals, ...] = attr(BRIDGE_VLANDB.GLOBAL_OPTIONS, multi(nested(VlanGlobals)), default=())

    @property
    def vids(self) -> frozenset[int]:
        """All VLANs that it is about."""
        members = {vid for one in self.entries for vid in range(one.vid, one.last + 1)}
        return frozenset(members | {vid for one in self.globals for vid in range(one.vid, one.last + 1)})

    def __str__(self) -> str:
        """One line in the manner of ``bridge vlan``: "dev 3 vlan 1 pvid untagged state forwarding, 5-9"."""
        parts = [f"dev {self.ifindex}"]
        if self.entries:
            parts.append("vlan " + ", ".join(map(str, self.entries)))
        if self.globals:
            parts.append("global vlan " + ", ".join(map(str, self.globals)))
        return " ".join(parts)


class VlanListing(Message):
    """The request for a list of VLANs; its attributes have numbers of their own."""

    family: int = header("family", u8, default=0, pad=3)
    ifindex: int = header("ifindex", u32, default=0)
    flags: BRIDGE_VLANDB_DUMPF | None = attr(BRIDGE_VLANDB_DUMP.FLAGS, flag_set(BRIDGE_VLANDB_DUMPF, u32))
