"""From what a user says about entries of a multicast database to the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct
from typing_extensions import TypeVar

from ....errors import AlreadyExists, InvalidInput, LinkNotFound, MdbEntryNotFound
from ...device import Device, device_index, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.addresses import AddressLike, IPAddress, parse_address
from ...schema.enums import enum
from ...schema.integers import u8, u16, u32
from ...schema.kind import Kind
from ...schema.text import mac
from ...uapi.if_bridge import MDB_STATE
from ...uapi.if_ether import ETH_P
from ...uapi.in_ import MCAST
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from .. import arguments
from ..fdb.request import vlan_id
from .message import MdbRequest, MdbTarget, MdbTargetDetails, MdbTargetSource
from .settings import MdbFlush, MdbSettings, MdbWhere

R = TypeVar("R")

MODE: Final = enum(MCAST, u8)
NUMBERS: Final[list[tuple[str, str, Kind[Any, Any]]]] = [
    ("dst_port", "port", u16), ("vni", "vni", u32), ("src_vni", "src_vni", u32),
    ("protocol", "protocol", arguments.PROTOCOL),
]  # fmt: skip
VXLAN: Final = ("dst", "dst_port", "vni", "src_vni", "via")


class AboutEntry(Struct, gc=False, eq=False):
    """The parts of a request, but for the indexes of its devices."""

    device: int | str
    port: int | str | None
    via: int | str | None
    entry: dict[str, Any]
    details: dict[str, Any]

    def __call__(self, indexes: Mapping[str, int]) -> MdbRequest:
        via = None if self.via is None else device_index(self.via, indexes)
        details: dict[str, Any] = {name: value for name, value in self.details.items() if value is not None}
        if via is not None:
            details["via"] = via
        port = 0 if self.port is None else device_index(self.port, indexes)
        return MdbRequest(
            family=AF.BRIDGE, ifindex=device_index(self.device, indexes),
            entry=MdbTarget(ifindex=port, **self.entry), details=MdbTargetDetails(**details) if details else None,
        )  # fmt: skip


def mdb_request(
    owner: Operations,
    call: str,
    verb: int,
    device: Device,
    group: AddressLike,
    settings: MdbSettings,
    *,
    result: R,
    tolerated: type[AlreadyExists] | None = None,
) -> Request[R]:
    """The request of an operation that makes or changes an entry.

    Raises:
        InvalidInput: an argument is wrong.
        TypeError: there is no such setting.
    """
    arguments.check_settings(call, settings, MdbSettings)
    about = about_entry(owner, device, group, settings)
    sources, mode = settings.get("sources"), settings.get("filter_mode")
    ages = about.entry["protocol"] != 0 and not any(settings.get(name) is not None for name in VXLAN)
    permanent = arguments.switch("permanent", settings.get("permanent", not ages))
    about.entry["state"] = MDB_STATE.PERMANENT if permanent else MDB_STATE.TEMPORARY
    if about.entry["protocol"] == 0 and not permanent:
        raise InvalidInput("permanent", "must be True for an Ethernet group")
    if mode is not None:
        if about.details["source"] is not None:
            raise InvalidInput("filter_mode", "is not for an entry of one source")
        about.details["filter_mode"] = arguments.parsed("filter_mode", MODE, mode)
    if sources is not None:
        if mode is None:
            raise InvalidInput("sources", 'needs filter_mode: "include" or "exclude"')
        parsed = [arguments.address("sources", one) for one in arguments.several("sources", sources)]
        family = AF.INET if about.entry["protocol"] == ETH_P.IP else AF.INET6
        if about.entry["protocol"] == 0 or any(arguments.family_of(one) != family for one in parsed):
            raise InvalidInput("sources", "are not all of the group's address family")
        about.details["sources"] = tuple(MdbTargetSource(address=one) for one in parsed) or None
    return _request(about, RTM.NEWMDB, verb, result=result, tolerated=tolerated, not_found=LinkNotFound)


def deleted_entry(
    owner: Operations, call: str, device: Device, group: AddressLike, settings: MdbWhere, *, missing_ok: bool
) -> Request[bool]:
    """The request that deletes one."""
    arguments.check_settings(call, settings, MdbWhere)
    about = about_entry(owner, device, group, settings)
    return _request(
        about, RTM.DELMDB, 0, result=True, not_found=MdbEntryNotFound,
        tolerated=arguments.tolerated("missing_ok", missing_ok, MdbEntryNotFound),
    )  # fmt: skip


def flushed_entries(owner: Operations, call: str, device: Device, settings: MdbFlush) -> Request[None]:
    """The request that deletes all entries that have these settings."""
    arguments.check_settings(call, settings, MdbFlush)
    about = _about(owner, device, settings)
    permanent = settings.get("permanent")
    if permanent is not None:
        about.details["state_mask"] = int(MDB_STATE.PERMANENT)
        told = arguments.switch("permanent", permanent)
        about.entry["state"] = MDB_STATE.PERMANENT if told else MDB_STATE.TEMPORARY
    return _request(about, RTM.DELMDB, NLM_F.BULK, result=None, tolerated=None, not_found=LinkNotFound)


def about_entry(owner: Operations, device: Device, group: AddressLike, settings: MdbWhere) -> AboutEntry:
    """What tells an entry."""
    about = _about(owner, device, settings)
    if about.port is None:
        about.port = about.device
    protocol, packed = group_address("group", group)
    about.entry |= {"protocol": protocol, "packed": packed}
    source = settings.get("source")
    about.details["source"] = None if source is None else source_address("source", source, protocol)
    return about


def group_address(field: str, group: AddressLike) -> tuple[int, bytes]:
    """The protocol of a group's address, and its bytes with zeros behind them."""
    try:
        address: IPAddress = parse_address(group)
    except (TypeError, ValueError):
        if not isinstance(group, str) or group.count(":") != 5:
            raise InvalidInput(field, f"must be an IP address or a hardware address, not {group!r}") from None
        return 0, bytes.fromhex(arguments.parsed(field, mac, group).replace(":", "")).ljust(16, b"\0")
    address = arguments.address(field, address)
    return (ETH_P.IP if address.version == 4 else ETH_P.IPV6), address.packed.ljust(16, b"\0")


def source_address(field: str, source: AddressLike, protocol: int) -> IPAddress:
    """The address of a source, of the group's family."""
    if protocol == 0:
        raise InvalidInput(field, "is not for an Ethernet group")
    return arguments.address(field, source, family=int(AF.INET if protocol == ETH_P.IP else AF.INET6))


def _about(owner: Operations, device: Device, settings: Mapping[str, Any]) -> AboutEntry:
    port, via, dst = settings.get("port"), settings.get("via"), settings.get("dst")
    details: dict[str, Any] = {"dst": None if dst is None else arguments.address("dst", dst)}
    for name, field, kind in NUMBERS:
        value = settings.get(name)
        if value is not None:
            details[field] = arguments.parsed(name, kind, value)
    return AboutEntry(
        index_or_name("device", device, owner.namespace_id),
        None if port is None else index_or_name("port", port, owner.namespace_id),
        None if via is None else index_or_name("via", via, owner.namespace_id),
        {"vid": vlan_id("vid", settings.get("vid")) or 0},
        details,
    )


def _request(about: AboutEntry, message_type: RTM, flags: int, **rest: Any) -> Request[Any]:
    told = names(about.device, about.port, about.via)
    return Request(message_type, flags, about, members=MdbRequest, names=tuple(dict.fromkeys(told)), **rest)
