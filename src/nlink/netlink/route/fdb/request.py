"""From what a user says about entries of a forwarding table to the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from typing_extensions import TypeVar

from ....errors import AlreadyExists, FdbEntryNotFound, InvalidInput, LinkNotFound
from ...device import Device, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.enums import flags
from ...schema.integers import be16, u8, u32
from ...schema.kind import Kind
from ...schema.text import mac
from ...uapi.neighbour import FDB_NOTIFY, NTF, NUD
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from .. import arguments
from ..neighbors.message import ForwardingExtension, NeighborMessage
from ..neighbors.request import state_of
from ..with_devices import with_devices
from .settings import FdbFlush, FdbSettings, FdbWhere

R = TypeVar("R")

AGELESS: Final = NUD.PERMANENT | NUD.NOARP
STATES: Final = {
    "permanent": AGELESS, "local": AGELESS, "static": NUD.NOARP | NUD.REACHABLE, "dynamic": NUD.REACHABLE,
}  # fmt: skip
"""What bridge(8) calls the states, and sends for them."""
FLAGS: Final = {
    "sticky": NTF.STICKY, "externally_learned": NTF.EXT_LEARNED, "router": NTF.ROUTER, "use": NTF.USE,
}  # fmt: skip
FLUSHED: Final = {
    "added_by_user": NTF.USE, "externally_learned": NTF.EXT_LEARNED, "sticky": NTF.STICKY, "offloaded": NTF.OFFLOADED,
    "router": NTF.ROUTER,
}  # fmt: skip
FLUSHED_STATES: Final = {
    # what is set, and what is looked at, for True and for False
    "permanent": ((NUD.PERMANENT, NUD.PERMANENT), (NUD(0), NUD.PERMANENT)),
    "static": ((NUD.NOARP, AGELESS), (NUD(0), NUD.NOARP)),
    "dynamic": ((NUD(0), AGELESS), (NUD.NOARP, NUD.NOARP)),
}
VXLAN: Final[list[tuple[str, str, Kind[Any, Any]]]] = [
    ("port", "port", be16), ("vni", "vni", u32), ("src_vni", "src_vni", u32), ("nexthop_id", "nh_id", u32),
]  # fmt: skip
"""The settings that are numbers, the fields of NeighborMessage, and their kinds."""
OF_THE_DEVICE: Final = ("dst", "port", "vni", "src_vni", "via", "nexthop_id", "router")
"""What a bridge's table does not have."""


def fdb_request(
    owner: Operations,
    call: str,
    verb: int,
    device: Device,
    address: str,
    settings: FdbSettings,
    *,
    result: R,
    tolerated: type[AlreadyExists] | None = None,
) -> Request[R]:
    """The request of an operation that makes or changes an entry.

    Raises:
        InvalidInput: an argument is wrong.
        TypeError: there is no such setting.
    """
    arguments.check_settings(call, settings, FdbSettings)
    fields, devices = where(owner, device, address, settings)
    given: Any = settings
    for name, flag in FLAGS.items():
        if arguments.switch(name, given.get(name, False)):
            fields["flags"] |= flag
    state, protocol, notify = settings.get("state", "permanent"), settings.get("protocol"), given.get("activity_notify")
    known = STATES.get(state) if isinstance(state, str) else None
    fields["state"] = state_of("state", state) if known is None else known
    if protocol is not None:
        fields["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, protocol)
    no_refresh = arguments.switch("no_refresh", settings.get("no_refresh", False))
    if notify is not None or no_refresh:
        told = None if notify is None else arguments.parsed("activity_notify", flags(FDB_NOTIFY, u8), notify)
        fields["fdb_extension"] = ForwardingExtension(activity_notify=told, dont_refresh=no_refresh)
    return Request(
        RTM.NEWNEIGH, verb, with_devices(NeighborMessage, fields, **devices), members=NeighborMessage, result=result,
        names=names(*devices.values()), tolerated=tolerated, not_found=LinkNotFound,
    )  # fmt: skip


def deleted_entry(
    owner: Operations, call: str, device: Device, address: str, settings: FdbWhere, *, missing_ok: bool
) -> Request[bool]:
    """The request that deletes one."""
    arguments.check_settings(call, settings, FdbWhere)
    fields, devices = where(owner, device, address, settings)
    fields["state"] = AGELESS  # devices that have no table of their kind's refuse other states, even to delete
    return Request(
        RTM.DELNEIGH, 0, with_devices(NeighborMessage, fields, **devices), members=NeighborMessage, result=True,
        names=names(*devices.values()), not_found=FdbEntryNotFound,
        tolerated=arguments.tolerated("missing_ok", missing_ok, FdbEntryNotFound),
    )  # fmt: skip


def flushed_entries(owner: Operations, call: str, device: Device, settings: FdbFlush) -> Request[None]:
    """The request that deletes all entries that have these settings."""
    arguments.check_settings(call, settings, FdbFlush)
    given: Mapping[str, Any] = settings
    flags, mask = NTF(0), NTF(0)
    for name, flag in FLUSHED.items():
        if given.get(name) is not None:
            mask |= flag
            flags |= flag if arguments.switch(name, given[name]) else NTF(0)
    state, state_mask = NUD(0), NUD(0)
    if sum(given.get(name) is True for name in FLUSHED_STATES) > 1:
        raise InvalidInput("dynamic", "an entry is either permanent, static or dynamic: give one of them")
    for name, (yes, no) in FLUSHED_STATES.items():
        if given.get(name) is not None:
            told, looked_at = yes if arguments.switch(name, given[name]) else no
            state, state_mask = state | told, state_mask | looked_at
    fields = _numbers(given) | {
        "family": AF.BRIDGE, "flags": flags | table_of(given), "flags_mask": int(mask) or None, "state": state,
        "state_mask": int(state_mask) or None,
    }  # fmt: skip
    port = given.get("bridge_port")
    devices = {
        "ifindex": index_or_name("device", device, owner.namespace_id),
        "remote_ifindex": None if port is None else index_or_name("bridge_port", port, owner.namespace_id),
    }
    return Request(
        RTM.DELNEIGH, NLM_F.BULK, with_devices(NeighborMessage, fields, **devices), members=NeighborMessage,
        names=names(*devices.values()), not_found=LinkNotFound,
    )  # fmt: skip


def where(
    owner: Operations, device: Device, address: str, settings: FdbWhere
) -> tuple[dict[str, Any], dict[str, int | str | None]]:
    """What tells an entry: the fields of the message, and those that are devices."""
    given: Mapping[str, Any] = settings
    table = table_of(given)
    if NTF.SELF not in table:
        for name in OF_THE_DEVICE:
            if given.get(name) not in (None, False):
                raise InvalidInput(name, "is not in a bridge's table, but in the device's: give own too")
    fields = _numbers(given) | {
        "family": AF.BRIDGE, "flags": table, "lladdr": arguments.parsed("address", mac, address),
    }  # fmt: skip
    via = given.get("via")
    return fields, {
        "ifindex": index_or_name("device", device, owner.namespace_id),
        "remote_ifindex": None if via is None else index_or_name("via", via, owner.namespace_id),
    }


def table_of(given: Mapping[str, Any]) -> NTF:
    """Whose table is meant, as the kernel wants to know it."""
    master = arguments.switch("master", given.get("master", False))
    own = arguments.switch("own", given.get("own", not master))
    if not master and not own:
        raise InvalidInput("own", "must be True, or master: there is no third table")
    return (NTF.MASTER if master else NTF(0)) | (NTF.SELF if own else NTF(0))


def vlan_id(field: str, value: int | None) -> int | None:
    """A VLAN's number, if any: from 1 to 4094."""
    if value is not None and (type(value) is not int or not 1 <= value <= 4094):
        raise InvalidInput(field, f"must be an integer from 1 to 4094, not {value!r}")
    return value


def _numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are numbers or addresses."""
    dst = given.get("dst")
    fields: dict[str, Any] = {
        "vlan": vlan_id("vlan", given.get("vlan")), "dst": None if dst is None else arguments.address("dst", dst)
    }  # fmt: skip
    for name, field, kind in VXLAN:
        value = given.get(name)
        if value is not None:
            fields[field] = arguments.parsed(name, kind, value)
            if name in ("vni", "src_vni") and value >= 1 << 24:
                raise InvalidInput(name, f"must be from 0 to {(1 << 24) - 1}, not {value}")
    return fields
