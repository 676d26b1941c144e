"""What a VLAN of a bridge may have, in a user's words."""

from __future__ import annotations

from typing_extensions import TypedDict

from ...schema.durations import DurationLike
from ...uapi.if_bridge import BR_STATE, MDB_RTR_TYPE


class VlanSettings(TypedDict, total=False):
    """What a VLAN of a bridge or of a port may have, for ``set_bridge_vlan``."""

    state: BR_STATE | int | str
    """The spanning tree's: "disabled", "listening", "learning", "forwarding" or "blocking"."""
    mcast_router: MDB_RTR_TYPE | int | str
    """"disabled", "temp_query" (where one is heard; the default) or "perm"; also "temp" of a port."""
    mcast_max_groups: int
    """Ports: how many multicast groups may be joined; 0 is any number (since Linux 6.3)."""
    neigh_suppress: bool
    """Ports: the bridge answers ARP and NDP itself (since Linux 6.4)."""


class VlanGlobalSettings(TypedDict, total=False):
    """What a VLAN may have in the whole bridge, for ``set_bridge_vlan_globals`` (since Linux 5.15)."""

    mcast_snooping: bool
    mcast_querier: bool
    """The bridge sends queries itself."""
    mcast_igmp_version: int
    """2 or 3."""
    mcast_mld_version: int
    """1 or 2."""
    mcast_last_member_count: int
    mcast_startup_query_count: int
    mcast_last_member_interval: DurationLike
    mcast_membership_interval: DurationLike
    mcast_querier_interval: DurationLike
    mcast_query_interval: DurationLike
    mcast_query_response_interval: DurationLike
    mcast_startup_query_interval: DurationLike
    msti: int
    """The multiple spanning tree instance, from 0 to 4094 (since Linux 5.18); the bridge needs ``mst`` switched on."""
