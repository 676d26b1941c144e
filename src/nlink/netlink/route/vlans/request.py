"""From what a user says about the VLANs of a bridge to the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ....errors import BridgeVlanNotFound, InvalidInput
from ...device import Device, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.durations import clock_ticks64
from ...schema.enums import enum
from ...schema.integers import boolean, u8, u16, u32
from ...schema.kind import Kind
from ...schema.message import Message
from ...uapi.if_bridge import BR_STATE, BRIDGE_FLAGS, BRIDGE_VLAN_INFO, MDB_RTR_TYPE
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from .. import arguments
from ..about_device import about_device, known_index
from ..links.bridge_family import BridgeFamily, BridgeVlanInfo, BridgeVlanTunnel
from ..links.message import LinkMessage
from .message import VlanEntry, VlanGlobals, VlanMessage
from .settings import VlanGlobalSettings, VlanSettings

MOST: Final = 4094
MOST_TUNNEL: Final = (1 << 24) - 1
ENTRY: Final[Mapping[str, Kind[Any, Any]]] = {
    "state": enum(BR_STATE, u8), "mcast_router": enum(MDB_RTR_TYPE, u8), "mcast_max_groups": u32,
    "neigh_suppress": boolean(u8),
}  # fmt: skip
GLOBALS: Final[Mapping[str, Kind[Any, Any]]] = {
    "mcast_snooping": boolean(u8), "mcast_querier": boolean(u8), "mcast_igmp_version": u8, "mcast_mld_version": u8,
    "mcast_last_member_count": u32, "mcast_startup_query_count": u32, "mcast_last_member_interval": clock_ticks64,
    "mcast_membership_interval": clock_ticks64, "mcast_querier_interval": clock_ticks64,
    "mcast_query_interval": clock_ticks64, "mcast_query_response_interval": clock_ticks64,
    "mcast_startup_query_interval": clock_ticks64, "msti": u16,
}  # fmt: skip


def membership(
    owner: Operations,
    message_type: RTM,
    device: Device,
    vid: int | range,
    flags: BRIDGE_VLAN_INFO,
    tunnel_id: int | range | None,
    own: bool,
) -> Request[None]:
    """The request that makes a bridge or port a member of VLANs, or no more.

    Raises:
        InvalidInput: an argument is wrong.
    """
    first, last = vids("vid", vid)
    if first != last and BRIDGE_VLAN_INFO.PVID in flags:
        raise InvalidInput("pvid", "is for one VLAN, not for a range of them")
    begin, end = (BRIDGE_VLAN_INFO.RANGE_BEGIN, BRIDGE_VLAN_INFO.RANGE_END) if first != last else (flags, flags)
    vlans = [BridgeVlanInfo(flags=flags | begin, vid=first)]
    if first != last:
        vlans.append(BridgeVlanInfo(flags=flags | end, vid=last))
    tunnels: list[BridgeVlanTunnel] = []
    if tunnel_id is not None:
        low, high = ends("tunnel_id", tunnel_id, 1, MOST_TUNNEL)
        if high - low != last - first:
            raise InvalidInput("tunnel_id", f"must be as many as the VLANs, {last - first + 1}, not {high - low + 1}")
        tunnels.append(BridgeVlanTunnel(id=low, vid=first, flags=begin & ~flags))
        if first != last:
            tunnels.append(BridgeVlanTunnel(id=high, vid=last, flags=end & ~flags))
    family = BridgeFamily(
        flags=BRIDGE_FLAGS.SELF if arguments.switch("own", own) else None, vlans=tuple(vlans), tunnels=tuple(tunnels)
    )
    told = index_or_name("device", device, owner.namespace_id)
    message: Message = LinkMessage(family=AF.BRIDGE, ifindex=known_index(told), af_spec=family)
    return Request(message_type, 0, about_device(told, message), members=LinkMessage, names=names(told))


def changed_entry(
    owner: Operations, call: str, device: Device, vid: int | range, settings: VlanSettings
) -> Request[None]:
    """The request that changes what a VLAN of a bridge or port has."""
    arguments.check_settings(call, settings, VlanSettings)
    first, last = vids("vid", vid)
    info = BridgeVlanInfo(flags=BRIDGE_VLAN_INFO.ONLY_OPTS, vid=first)
    entry = VlanEntry(info=info, range=None if first == last else last, **_values(settings, ENTRY))
    return _changed(owner, device, entries=(entry,))


def changed_globals(
    owner: Operations, call: str, bridge: Device, vid: int | range, settings: VlanGlobalSettings
) -> Request[None]:
    """The request that changes what a VLAN has in the whole bridge."""
    arguments.check_settings(call, settings, VlanGlobalSettings)
    first, last = vids("vid", vid)
    values = _values(settings, GLOBALS)
    return _changed(owner, bridge, globals=(VlanGlobals(id=first, range=None if first == last else last, **values),))


def vids(field: str, value: int | range) -> tuple[int, int]:
    """The first and the last VLAN of one, or of a range."""
    return ends(field, value, 1, MOST)


def ends(field: str, value: int | range, least: int, most: int) -> tuple[int, int]:
    """The first and the last of one number, or of a range."""
    if isinstance(value, range):
        if value.step != 1 or not value:
            raise InvalidInput(field, f"must be a range with a step of 1 that holds something, not {value!r}")
        first, last = value[0], value[-1]
    elif type(value) is int:
        first = last = value
    else:
        raise InvalidInput(field, f"must be an integer or a range, not {type(value).__name__}")
    if first < least or last > most:
        raise InvalidInput(field, f"must be from {least} to {most}, not {value}")
    return first, last


def _changed(owner: Operations, device: Device, **parts: Any) -> Request[None]:
    told = index_or_name("device", device, owner.namespace_id)
    message = VlanMessage(family=AF.BRIDGE, ifindex=known_index(told), **parts)
    return Request(
        RTM.NEWVLAN, 0, about_device(told, message), members=VlanMessage, names=names(told),
        not_found=BridgeVlanNotFound,
    )  # fmt: skip


def _values(settings: Mapping[str, Any], kinds: Mapping[str, Kind[Any, Any]]) -> dict[str, Any]:
    if not settings:
        raise InvalidInput("settings", "nothing is given that is to be changed")
    return {name: arguments.parsed(name, kinds[name], value) for name, value in settings.items()}
