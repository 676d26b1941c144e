"""From what a user says about a nexthop object to the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from socket import AF_INET, AF_INET6
from typing import Any, Final

from typing_extensions import TypeVar

from ....errors import AlreadyExists, InvalidInput, NexthopNotFound, NotFound
from ...device import index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.durations import clock_ticks
from ...schema.enums import enum
from ...schema.integers import u16, u32
from ...uapi.nexthop import NEXTHOP_GRP_TYPE
from ...uapi.rtnetlink import RTM, RTNH_F
from .. import arguments
from ..routes.encapsulation import Encapsulation, encapsulation_devices, parse_encapsulation
from ..with_devices import with_devices
from .message import NexthopMember, NexthopMessage, ResilientGroup
from .settings import NexthopSettings

R = TypeVar("R")

TYPE: Final = enum(NEXTHOP_GRP_TYPE, u16, words={"resilient": NEXTHOP_GRP_TYPE.RES})
MOST_WEIGHT: Final = 65535
NOT_OF_A_GROUP: Final = ("device", "via", "family", "onlink", "blackhole", "encap")
OF_A_GROUP: Final = ("type", "buckets", "idle_timer", "unbalanced_timer", "hardware_statistics")
RESILIENT: Final = ("buckets", "idle_timer", "unbalanced_timer")
NOT_OF_A_BLACKHOLE: Final = ("device", "via", "onlink", "encap", "fdb")
NOT_OF_FDB: Final = ("device", "onlink", "encap")


def nexthop_request(
    owner: Operations,
    call: str,
    verb: int,
    id: int,
    settings: NexthopSettings,
    *,
    result: R,
    tolerated: type[AlreadyExists] | None = None,
    not_found: type[NotFound] = NotFound,
) -> Request[R]:
    """The request of an operation that makes or changes a nexthop.

    Raises:
        InvalidInput: an argument is wrong.
        TypeError: there is no such setting.
    """
    arguments.check_settings(call, settings, NexthopSettings)
    number = nexthop_id("id", id)
    switches = {name: arguments.switch(name, settings.get(name, False)) for name in ("onlink", "blackhole", "fdb")}
    protocol = settings.get("protocol")
    fields: dict[str, Any] = {
        "id": number, "is_fdb": switches["fdb"], "is_blackhole": switches["blackhole"],
        "protocol": 0 if protocol is None else arguments.parsed("protocol", arguments.PROTOCOL, protocol),
    }  # fmt: skip
    device = settings.get("device")
    told = None if device is None else index_or_name("device", device, owner.namespace_id)
    group = settings.get("group")
    if group is not None:
        _refuse(settings, NOT_OF_A_GROUP, "is not for a group: its members have one")
        fields |= _group(settings, group)
    else:
        _refuse(settings, OF_A_GROUP, "is for a group only")
        fields |= _way(settings, switches)
    return Request(
        RTM.NEWNEXTHOP, verb, with_devices(NexthopMessage, fields, oif=told), members=NexthopMessage, result=result,
        names=names(told), tolerated=tolerated, not_found=not_found,
    )  # fmt: skip


def deleted_nexthop(id: int, *, missing_ok: bool) -> Request[bool]:
    """The request that deletes one."""
    return Request(
        RTM.DELNEXTHOP, 0, NexthopMessage(id=nexthop_id("id", id)).to_bytes(), members=NexthopMessage, result=True,
        tolerated=arguments.tolerated("missing_ok", missing_ok, NexthopNotFound), not_found=NexthopNotFound,
    )  # fmt: skip


def nexthop_id(field: str, value: int) -> int:
    """A nexthop's number: from 1 to 2**32 - 1."""
    if arguments.parsed(field, u32, value) == 0:
        raise InvalidInput(field, "must be from 1 on: no nexthop has the number 0")
    return value


def _way(settings: NexthopSettings, switches: Mapping[str, bool]) -> dict[str, Any]:
    """The fields of a nexthop that is no group."""
    router, asked = settings.get("via"), settings.get("family")
    gateway = None if router is None else arguments.address("via", router)
    family = int(AF_INET) if gateway is None else arguments.family_of(gateway)
    if asked is not None:
        if asked not in (AF_INET, AF_INET6):
            raise InvalidInput("family", f"must be AF_INET or AF_INET6, not {asked!r}")
        if gateway is not None and asked != family:
            raise InvalidInput("family", f"is not that of {gateway}")
        family = int(asked)
    if switches["blackhole"]:
        _refuse(settings, NOT_OF_A_BLACKHOLE, "is not for a blackhole")
    elif switches["fdb"]:
        _refuse(settings, NOT_OF_FDB, "is not for a nexthop of forwarding tables")
        if gateway is None:
            raise InvalidInput("via", "has to be given: the remote VTEP")
    elif settings.get("device") is None:
        raise InvalidInput("device", "has to be given, or group, blackhole or fdb")
    if switches["onlink"] and gateway is None:
        raise InvalidInput("onlink", "is about via, so give that too")
    encap = settings.get("encap")
    return {
        "family": family, "gateway": gateway, "flags": RTNH_F.ONLINK if switches["onlink"] else RTNH_F(0),
        "encap": None if encap is None else _encapsulation(encap),
    }  # fmt: skip


def _encapsulation(told: object) -> Encapsulation:
    try:
        found = parse_encapsulation(told)
    except TypeError as error:
        raise InvalidInput("encap", str(error)) from None
    if names := encapsulation_devices(found):
        raise InvalidInput("encap", f"of a nexthop tells a device by its index, not by its name ({names[0]!r})")
    return found


def _group(settings: NexthopSettings, given: Sequence[int | NexthopMember] | Mapping[int, int]) -> dict[str, Any]:
    """The fields of a group."""
    if isinstance(given, Mapping):
        members = [_member(number, weight) for number, weight in given.items()]
    else:
        several = arguments.several("group", given)
        members = [one if isinstance(one, NexthopMember) else _member(one, 1) for one in several]
    if not members:
        raise InvalidInput("group", "must have one member at least")
    fields: dict[str, Any] = {"group": tuple(members)}
    kind = settings.get("type")
    if kind is not None:
        fields["group_type"] = arguments.parsed("type", TYPE, kind)
    resilient: dict[str, Any] = {}
    for name, of in zip(RESILIENT, (u16, clock_ticks, clock_ticks), strict=True):
        value: Any = settings.get(name)
        if value is not None:
            resilient[name] = arguments.parsed(name, of, value)  # type: ignore[arg-type]
    if resilient and fields.get("group_type") != NEXTHOP_GRP_TYPE.RES:
        raise InvalidInput(next(iter(resilient)), 'is for a group of type="resilient" only')
    if resilient:
        fields["resilient"] = ResilientGroup(**resilient)
    counted = settings.get("hardware_statistics")
    if counted is not None:
        fields["hw_stats_enable"] = arguments.switch("hardware_statistics", counted)
    return fields


def _member(number: int, weight: int) -> NexthopMember:
    nexthop_id("group", number)
    if type(weight) is not int or not 1 <= weight <= MOST_WEIGHT:
        raise InvalidInput("group", f"a weight is an integer from 1 to {MOST_WEIGHT}, not {weight!r}")
    return NexthopMember(id=number, low=weight - 1 & 0xFF, high=weight - 1 >> 8)


def _refuse(settings: NexthopSettings, those: tuple[str, ...], reason: str) -> None:
    for name in those:
        if settings.get(name) not in (None, False):
            raise InvalidInput(name, reason)
