"""Bridges and their ports."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from ....schema.addresses import IPAddress, ipv4, ipv6
from ....schema.decode import Buffer
from ....schema.durations import clock_ticks, clock_ticks64
from ....schema.enums import enum
from ....schema.field import attr, member
from ....schema.integers import be16, boolean, flag, u8, u16, u32
from ....schema.message import Attributes, CStruct
from ....schema.nesting import nested, structure
from ....schema.options import option, reported, switch
from ....schema.settings import Bool, Choice, Duration, Int, Reported, String
from ....schema.text import mac
from ....uapi.if_bridge import BR_BOOLOPT, BR_STATE, BRIDGE_QUERIER, MDB_RTR_TYPE
from ....uapi.if_ether import ETH_P
from ....uapi.if_link import BR_STP_MODE, IFLA_BR, IFLA_BRPORT
from ..options import LinkOptions, PortOptions
from ..vlan_protocol import vlan_protocol


class BridgeId(CStruct):
    """``struct ifla_bridge_id``: as in the spanning tree protocol."""

    priority: int = member(be16)
    address: str = member(mac)


class MulticastQuerier(Attributes, padding=(BRIDGE_QUERIER.PAD,)):
    """Who sends the multicast queries: address, ifindex of the port, time until it counts as gone."""

    address: IPAddress | None = attr(BRIDGE_QUERIER.IP_ADDRESS, ipv4)
    port: int | None = attr(BRIDGE_QUERIER.IP_PORT, u32)
    other_timer: timedelta | None = attr(BRIDGE_QUERIER.IP_OTHER_TIMER, clock_ticks64)
    address6: IPAddress | None = attr(BRIDGE_QUERIER.IPV6_ADDRESS, ipv6)
    port6: int | None = attr(BRIDGE_QUERIER.IPV6_PORT, u32)
    other_timer6: timedelta | None = attr(BRIDGE_QUERIER.IPV6_OTHER_TIMER, clock_ticks64)


class Bridge(LinkOptions, kind="bridge", padding=(IFLA_BR.PAD,)):
    """A bridge. Durations are kept to 10 ms."""

    forward_delay: Duration = option(IFLA_BR.FORWARD_DELAY, clock_ticks)
    """How long a port listens, and then learns, before it forwards; 2 to 30 seconds with STP."""
    hello_time: Duration = option(IFLA_BR.HELLO_TIME, clock_ticks)
    """How often STP says hello; 1 to 10 seconds."""
    max_age: Duration = option(IFLA_BR.MAX_AGE, clock_ticks)
    """How long STP believes what it was told; 6 to 40 seconds."""
    ageing_time: Duration = option(IFLA_BR.AGEING_TIME, clock_ticks)
    """How long a learnt address is kept after its last frame."""
    stp: Bool = option(IFLA_BR.STP_STATE, boolean(u32))
    """Spanning tree protocol."""
    stp_mode: Choice[BR_STP_MODE] = option(IFLA_BR.STP_MODE, enum(BR_STP_MODE, u32))
    """Who runs it: "auto", "user" or "kernel" (since Linux 7.1)."""
    priority: Int = option(IFLA_BR.PRIORITY, u16)
    """STP's priority of the bridge; the lowest becomes the root."""
    vlan_filtering: Bool = option(IFLA_BR.VLAN_FILTERING, boolean(u8))
    """None where the kernel has no VLAN filtering."""
    vlan_protocol: Choice[ETH_P] = option(IFLA_BR.VLAN_PROTOCOL, vlan_protocol)
    """"802.1q" or "802.1ad"."""
    vlan_default_pvid: Int = option(IFLA_BR.VLAN_DEFAULT_PVID, u16, le=4094)
    """The VLAN of frames without a tag at new ports; 0 is none."""
    vlan_stats: Bool = option(IFLA_BR.VLAN_STATS_ENABLED, boolean(u8))
    """Count for each VLAN."""
    vlan_stats_per_port: Bool = option(IFLA_BR.VLAN_STATS_PER_PORT, boolean(u8))
    """Count for each VLAN at each port; can be changed only while no port has VLANs."""
    group_fwd_mask: Int = option(IFLA_BR.GROUP_FWD_MASK, u16)
    """The link-local groups 01:80:c2:00:00:0X to forward all the same, bit X for each."""
    group_address: String = option(IFLA_BR.GROUP_ADDR, mac)
    """The address that STP speaks to."""
    no_linklocal_learn: Bool = switch(IFLA_BR.MULTI_BOOLOPT, 1 << BR_BOOLOPT.NO_LL_LEARN)
    """Do not learn from link-local frames."""
    mst: Bool = switch(IFLA_BR.MULTI_BOOLOPT, 1 << BR_BOOLOPT.MST_ENABLE)
    """Multiple spanning trees; can be changed only while there are no VLANs."""
    fdb_local_vlan_0: Bool = switch(IFLA_BR.MULTI_BOOLOPT, 1 << BR_BOOLOPT.FDB_LOCAL_VLAN_0)
    """Keep the bridge's own addresses for VLAN 0 alone instead of for each."""
    mdb_offload_fail_notification: Bool = switch(IFLA_BR.MULTI_BOOLOPT, 1 << BR_BOOLOPT.MDB_OFFLOAD_FAIL_NOTIFICATION)
    """Notify when the hardware did not take a multicast group."""
    fdb_max_learned: Int = option(IFLA_BR.FDB_MAX_LEARNED, u32)
    """How many addresses may be learnt; 0 is any number."""
    flush_fdb: Bool = option(IFLA_BR.FDB_FLUSH, flag, told=False)
    """Forget all that was learnt."""
    nf_call_iptables: Bool = option(IFLA_BR.NF_CALL_IPTABLES, boolean(u8))
    """Show bridged packets to iptables, and below to ip6tables and arptables (with the module br_netfilter)."""
    nf_call_ip6tables: Bool = option(IFLA_BR.NF_CALL_IP6TABLES, boolean(u8))
    nf_call_arptables: Bool = option(IFLA_BR.NF_CALL_ARPTABLES, boolean(u8))

    mcast_snooping: Bool = option(IFLA_BR.MCAST_SNOOPING, boolean(u8))
    """Listen to IGMP and MLD to know which ports want a group."""
    mcast_vlan_snooping: Bool = switch(IFLA_BR.MULTI_BOOLOPT, 1 << BR_BOOLOPT.MCAST_VLAN_SNOOPING)
    """The same for each VLAN."""
    mcast_router: Choice[MDB_RTR_TYPE] = option(IFLA_BR.MCAST_ROUTER, enum(MDB_RTR_TYPE, u8))
    """Whether the bridge itself wants all groups: "disabled", "temp_query" (as it finds out) or "perm"."""
    mcast_querier: Bool = option(IFLA_BR.MCAST_QUERIER, boolean(u8))
    """Send queries."""
    mcast_query_use_ifaddr: Bool = option(IFLA_BR.MCAST_QUERY_USE_IFADDR, boolean(u8))
    """Send them from the bridge's own address."""
    mcast_hash_elasticity: Int = option(IFLA_BR.MCAST_HASH_ELASTICITY, u32)
    """Without effect since Linux 5.3: always 16."""
    mcast_hash_max: Int = option(IFLA_BR.MCAST_HASH_MAX, u32)
    """How many groups there may be."""
    mcast_last_member_count: Int = option(IFLA_BR.MCAST_LAST_MEMBER_CNT, u32)
    """How many queries follow when a member has left; 2 is the kernel's choice."""
    mcast_last_member_interval: Duration = option(IFLA_BR.MCAST_LAST_MEMBER_INTVL, clock_ticks64)
    """Time between those; 1 second."""
    mcast_startup_query_count: Int = option(IFLA_BR.MCAST_STARTUP_QUERY_CNT, u32)
    """How many queries are sent at first; 2."""
    mcast_startup_query_interval: Duration = option(IFLA_BR.MCAST_STARTUP_QUERY_INTVL, clock_ticks64)
    """Time between those; 31.25 seconds, and since Linux 5.16 at least 1 second."""
    mcast_membership_interval: Duration = option(IFLA_BR.MCAST_MEMBERSHIP_INTVL, clock_ticks64)
    """After so long without a report a member has left; 260 seconds."""
    mcast_querier_interval: Duration = option(IFLA_BR.MCAST_QUERIER_INTVL, clock_ticks64)
    """After so long without a query another querier is gone; 255 seconds."""
    mcast_query_interval: Duration = option(IFLA_BR.MCAST_QUERY_INTVL, clock_ticks64)
    """Time between queries; 125 seconds, and since Linux 5.16 at least 1 second."""
    mcast_query_response_interval: Duration = option(IFLA_BR.MCAST_QUERY_RESPONSE_INTVL, clock_ticks64)
    """How long members may take to answer; 10 seconds."""
    mcast_stats: Bool = option(IFLA_BR.MCAST_STATS_ENABLED, boolean(u8))
    """Count IGMP and MLD messages."""
    mcast_igmp_version: Int = option(IFLA_BR.MCAST_IGMP_VERSION, u8)
    """2 or 3."""
    mcast_mld_version: Int = option(IFLA_BR.MCAST_MLD_VERSION, u8)
    """1 or 2."""

    root_id: Reported[BridgeId] = reported(IFLA_BR.ROOT_ID, structure(BridgeId))
    bridge_id: Reported[BridgeId] = reported(IFLA_BR.BRIDGE_ID, structure(BridgeId))
    root_port: Reported[int] = reported(IFLA_BR.ROOT_PORT, u16)
    """STP's number of the port that leads to the root; 0: this is the root."""
    root_path_cost: Reported[int] = reported(IFLA_BR.ROOT_PATH_COST, u32)
    topology_change: Reported[bool] = reported(IFLA_BR.TOPOLOGY_CHANGE, boolean(u8))
    topology_change_detected: Reported[bool] = reported(IFLA_BR.TOPOLOGY_CHANGE_DETECTED, boolean(u8))
    hello_timer: Reported[timedelta] = reported(IFLA_BR.HELLO_TIMER, clock_ticks64)
    """The time left, here and below."""
    tcn_timer: Reported[timedelta] = reported(IFLA_BR.TCN_TIMER, clock_ticks64)
    topology_change_timer: Reported[timedelta] = reported(IFLA_BR.TOPOLOGY_CHANGE_TIMER, clock_ticks64)
    gc_timer: Reported[timedelta] = reported(IFLA_BR.GC_TIMER, clock_ticks64)
    mcast_querier_state: Reported[MulticastQuerier] = reported(IFLA_BR.MCAST_QUERIER_STATE, nested(MulticastQuerier))
    fdb_n_learned: Reported[int] = reported(IFLA_BR.FDB_N_LEARNED, u32)
    """How many addresses are learnt at present."""

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        read = super().from_bytes(data, owner=owner)
        if read.bridge_id is not None and read.vlan_protocol is None:
            # A kernel without VLAN filtering (CONFIG_BRIDGE_VLAN_FILTERING) tells that these are off, and refuses to be
            # told so itself (tried: 6.18). What was read could not be written again.
            return read.model_copy(update={"vlan_filtering": None, "mst": None})
        return read


class BridgePort(PortOptions, kind="bridge", padding=(IFLA_BRPORT.PAD,)):
    """What a bridge keeps of a port."""

    state: Choice[BR_STATE] = option(IFLA_BRPORT.STATE, enum(BR_STATE, u8))
    """STP's: can be set only of a port that is up, and while the kernel does not run STP. If nobody does, "blocking"
    and "disabled" become "forwarding" at once (tried: 6.18)."""
    priority: Int = option(IFLA_BRPORT.PRIORITY, u16, le=63)
    """STP's, 0 to 63."""
    cost: Int = option(IFLA_BRPORT.COST, u32)
    """STP's, 1 to 65535."""
    hairpin: Bool = option(IFLA_BRPORT.MODE, boolean(u8))
    """A frame may leave by the port that it came in by."""
    guard: Bool = option(IFLA_BRPORT.GUARD, boolean(u8))
    """Shut the port when STP is spoken there."""
    root_block: Bool = option(IFLA_BRPORT.PROTECT, boolean(u8))
    """The port never leads to the root."""
    fast_leave: Bool = option(IFLA_BRPORT.FAST_LEAVE, boolean(u8))
    """Stop sending a group at once when one member leaves."""
    learning: Bool = option(IFLA_BRPORT.LEARNING, boolean(u8))
    """Learn addresses from what comes in."""
    learning_sync: Bool = option(IFLA_BRPORT.LEARNING_SYNC, boolean(u8))
    """Take over what the hardware learnt."""
    flood: Bool = option(IFLA_BRPORT.UNICAST_FLOOD, boolean(u8))
    """Send frames for unknown addresses here."""
    mcast_flood: Bool = option(IFLA_BRPORT.MCAST_FLOOD, boolean(u8))
    """Send frames to unknown groups here."""
    bcast_flood: Bool = option(IFLA_BRPORT.BCAST_FLOOD, boolean(u8))
    """Send broadcasts here."""
    mcast_to_unicast: Bool = option(IFLA_BRPORT.MCAST_TO_UCAST, boolean(u8))
    """Send multicast as a unicast copy to each member."""
    mcast_router: Choice[MDB_RTR_TYPE] = option(IFLA_BRPORT.MULTICAST_ROUTER, enum(MDB_RTR_TYPE, u8))
    """Whether a router is there, which wants all groups: "disabled", "temp_query", "perm" or "temp"."""
    mcast_max_groups: Int = option(IFLA_BRPORT.MCAST_MAX_GROUPS, u32)
    """0 is any number."""
    mcast_eht_hosts_limit: Int = option(IFLA_BRPORT.MCAST_EHT_HOSTS_LIMIT, u32)
    """How many hosts are tracked, each on its own."""
    proxy_arp: Bool = option(IFLA_BRPORT.PROXYARP, boolean(u8))
    """Answer ARP requests that would be sent here for the hosts here."""
    proxy_arp_wifi: Bool = option(IFLA_BRPORT.PROXYARP_WIFI, boolean(u8))
    """The same as an access point does it (IEEE 802.11)."""
    neigh_suppress: Bool = option(IFLA_BRPORT.NEIGH_SUPPRESS, boolean(u8))
    """Answer ARP and neighbour solicitations for hosts that are known, instead of sending them here."""
    neigh_vlan_suppress: Bool = option(IFLA_BRPORT.NEIGH_VLAN_SUPPRESS, boolean(u8))
    """Do that in the VLANs that have it switched on, whatever ``neigh_suppress`` says."""
    neigh_forward_grat: Bool = option(IFLA_BRPORT.NEIGH_FORWARD_GRAT, boolean(u8))
    """Send gratuitous ARP and unsolicited advertisements here all the same (since Linux 7.2)."""
    vlan_tunnel: Bool = option(IFLA_BRPORT.VLAN_TUNNEL, boolean(u8))
    """Map VLANs to tunnels."""
    group_fwd_mask: Int = option(IFLA_BRPORT.GROUP_FWD_MASK, u16)
    """The link-local groups 01:80:c2:00:00:0X to forward all the same, bit X for each; not 1 (pause frames)."""
    isolated: Bool = option(IFLA_BRPORT.ISOLATED, boolean(u8))
    """No traffic to other isolated ports."""
    locked: Bool = option(IFLA_BRPORT.LOCKED, boolean(u8))
    """Only known source addresses are let in."""
    mab: Bool = option(IFLA_BRPORT.MAB, boolean(u8))
    """MAC authentication bypass, at a locked port."""
    backup_port: Int = option(IFLA_BRPORT.BACKUP_PORT, u32)
    """The ifindex of the port to use while this one has no carrier; 0 is none."""
    backup_nexthop: Int = option(IFLA_BRPORT.BACKUP_NHID, u32)
    """The id of the nexthop to use then, through the backup port."""
    flush: Bool = option(IFLA_BRPORT.FLUSH, flag, told=False)
    """Forget what was learnt at this port."""

    root_id: Reported[BridgeId] = reported(IFLA_BRPORT.ROOT_ID, structure(BridgeId))
    bridge_id: Reported[BridgeId] = reported(IFLA_BRPORT.BRIDGE_ID, structure(BridgeId))
    designated_port: Reported[int] = reported(IFLA_BRPORT.DESIGNATED_PORT, u16)
    designated_cost: Reported[int] = reported(IFLA_BRPORT.DESIGNATED_COST, u16)
    id: Reported[int] = reported(IFLA_BRPORT.ID, u16)
    number: Reported[int] = reported(IFLA_BRPORT.NO, u16)
    topology_change_ack: Reported[bool] = reported(IFLA_BRPORT.TOPOLOGY_CHANGE_ACK, boolean(u8))
    config_pending: Reported[bool] = reported(IFLA_BRPORT.CONFIG_PENDING, boolean(u8))
    message_age_timer: Reported[timedelta] = reported(IFLA_BRPORT.MESSAGE_AGE_TIMER, clock_ticks64)
    """The time left, here and below."""
    forward_delay_timer: Reported[timedelta] = reported(IFLA_BRPORT.FORWARD_DELAY_TIMER, clock_ticks64)
    hold_timer: Reported[timedelta] = reported(IFLA_BRPORT.HOLD_TIMER, clock_ticks64)
    mrp_ring_open: Reported[bool] = reported(IFLA_BRPORT.MRP_RING_OPEN, boolean(u8))
    mrp_in_open: Reported[bool] = reported(IFLA_BRPORT.MRP_IN_OPEN, boolean(u8))
    mcast_n_groups: Reported[int] = reported(IFLA_BRPORT.MCAST_N_GROUPS, u32)
    mcast_eht_hosts_count: Reported[int] = reported(IFLA_BRPORT.MCAST_EHT_HOSTS_CNT, u32)
