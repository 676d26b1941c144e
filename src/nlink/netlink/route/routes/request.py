"""From what a user says about a route to the bytes of the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast

from msgspec import Struct
from typing_extensions import TypeVar

from ....errors import InvalidInput, NetlinkError, NotFound
from ...device import device_index, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.addresses import NetworkLike
from ...schema.encode import attribute
from ...schema.enums import enum, flags
from ...schema.integers import u32
from ...schema.kind import Kind
from ...schema.text import text
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTA, RTAX_FEATURE, RTN, RTPROT
from ...uapi.socket import AF
from .. import arguments
from .. import names as names_of
from .encapsulation import encapsulation_devices, parse_encapsulation, resolved
from .flags import RouteFlags
from .ignored import check_deleted, check_family, check_new, check_values
from .labels import LABEL_BITS, LabelStack, label_stack
from .message import RouteMessage
from .metrics import RouteMetrics
from .nexthops import NextHop, gateway_and_via
from .settings import RouteSettings

R = TypeVar("R")
DestinationLike: TypeAlias = NetworkLike | LabelStack
"""A prefix, an address, "default", or the label of an MPLS route."""

INET, INET6, MPLS = arguments.INET, arguments.INET6, int(AF.MPLS)
LOCAL_TYPES: Final = (RTN.LOCAL, RTN.NAT)
LINK_TYPES: Final = (RTN.BROADCAST, RTN.MULTICAST, RTN.ANYCAST)
NEW: Final[Mapping[str, int | None]] = {"type": RTN.UNICAST, "protocol": RTPROT.BOOT, "scope": None}
"""What a new route is, where it is not told; its scope follows from the rest."""
ANY: Final[Mapping[str, int | None]] = {
    "type": RTN.UNSPEC, "protocol": RTPROT.UNSPEC, "scope": RT_SCOPE.NOWHERE
}  # fmt: skip
"""What says of a route to be deleted that it may be anything (``fib_table_delete``, ``ip6_route_del``)."""
NO_NAMES: Final[Mapping[str, int]] = {}

HEADER: Final = RouteMessage.__layout__.header.size
LENGTHS: Final = {(family, length): bytes((family, length)) for family in (INET, INET6, MPLS) for length in range(129)}
"""The beginning of ``struct rtmsg``: the family, and the length of the destination."""
DESTINATION: Final = {0: b"", **{size: attribute(RTA.DST, bytes(size))[:4] for size in (4, 16)}}
"""What stands before the destination's address, by its length in bytes."""

METRICS: Final[list[tuple[str, str, Kind[Any, Any]]]] = [
    ("mtu", "mtu", u32), ("advmss", "advmss", u32), ("window", "window", u32), ("hop_limit", "hoplimit", u32),
    ("initial_cwnd", "initcwnd", u32), ("initial_rwnd", "initrwnd", u32), ("rto_min", "rto_min", u32),
    ("cwnd", "cwnd", u32), ("ssthresh", "ssthresh", u32), ("reordering", "reordering", u32), ("rtt", "rtt", u32),
    ("rttvar", "rttvar", u32), ("features", "features", flags(RTAX_FEATURE)),
    ("congestion", "congestion", text(longest=15)),
]  # fmt: skip
"""The settings that are metrics, the fields of RouteMetrics, and their kinds; but for switches and the lock."""
SWITCHES: Final = {"quick_ack": "quickack", "fastopen_no_cookie": "fastopen_no_cookie"}
"""The settings that switch a metric, and its field."""

NUMBERS: Final[list[tuple[str, str, Kind[Any, Any]]]] = [
    ("type", "type", arguments.ROUTE_TYPE), ("protocol", "protocol", arguments.PROTOCOL),
    ("metric", "priority", u32), ("tos", "tos", names_of.field), ("nexthop_id", "nh_id", u32),
    ("realm", "flow", names_of.realms),
    ("expires", "expires", u32), ("pref", "pref", enum(ICMPV6_ROUTER_PREF)),
]  # fmt: skip
"""The settings that are numbers, and the fields and kinds of RouteMessage."""


class RouteTo(Struct, gc=False, eq=False):
    """The bytes of a message about a route, but for the indexes of devices that were told by name."""

    # No partial: a large batch has many of them, and the garbage collector would look at each.
    route: RouteRequest
    address: bytes
    length: int

    def __call__(self, indexes: Mapping[str, int]) -> bytes:
        return self.route.payload(self.address, self.length, indexes)


def route_request(
    owner: Operations,
    call: str,
    message_type: int,
    flags: int,
    destination: DestinationLike,
    settings: RouteSettings,
    *,
    result: R,
    tolerated: type[NetlinkError] | None = None,
    not_found: type[NotFound] = NotFound,
) -> Request[R]:
    """The request of an operation on a route.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting.
    """
    if isinstance(destination, str) and destination == "default":
        family, address, length = 0, b"", 0
    elif isinstance(destination, LabelStack):
        labels = arguments.parsed("destination", label_stack, destination)
        if len(labels) != 1:
            raise InvalidInput("destination", f"an MPLS route is for one label, not {labels}")
        family, address, length = MPLS, label_stack.dump(labels), LABEL_BITS
    else:
        family, address, length = arguments.packed_network("destination", destination)
    route = route_like(call, family, settings, owner)
    build = RouteTo(route, address, length) if route.names else route.payload(address, length)
    return Request(
        message_type, flags, build, members=RouteMessage, names=route.names, result=result, tolerated=tolerated,
        not_found=not_found,
    )  # fmt: skip


def route_like(call: str, family: int, settings: RouteSettings, owner: Operations) -> RouteRequest:
    """What a route has beside its destination; that of a route before it, if that had the same.

    Args:
        call: the operation, for errors.
        family: that of the destination; 0 where the router tells it.
        settings: see RouteSettings.
        owner: who sends it.
    """
    device = settings.get("device")
    if device is not None:
        settings = {**settings, "device": index_or_name("device", device, owner.namespace_id)}
    if "nexthops" not in settings:
        try:
            return _kept(call, family, *settings, *settings.values())
        except TypeError:
            pass  # something has no hash; what else it may be (an unknown keyword) comes again below, unchained
    return RouteRequest(call, family, settings, owner.namespace_id)


# Typed: 1 and 1.0 are equal, but 1.0 is no metric.
@lru_cache(maxsize=64, typed=True)
def _kept(call: str, family: int, *told: object) -> RouteRequest:
    half = len(told) // 2
    return RouteRequest(call, family, cast("RouteSettings", dict(zip(told[:half], told[half:], strict=True))), 0)


class RouteRequest:
    """A route but for its destination, with its device names not resolved yet.

    Of a batch of routes nearly all have the same, so it is checked and written once for all of them.
    """

    __slots__ = ("_device", "_encap", "_family", "_fields", "_hop_devices", "_hops", "_written", "names")

    def __init__(self, call: str, family: int, settings: RouteSettings, namespace_id: int) -> None:
        arguments.check_settings(call, settings, RouteSettings)
        via, hops = settings.get("via"), settings.get("nexthops")
        router = None if via is None else arguments.address("via", via)
        self._hops = () if hops is None else _next_hops(hops)
        self._device = cast("int | str | None", settings.get("device"))
        if self._hops and (router is not None or self._device is not None):
            raise InvalidInput("nexthops", "stands for via and device, so give one or the other")
        self._hop_devices = [
            None if hop.device is None else index_or_name("nexthops", hop.device, namespace_id) for hop in self._hops
        ]
        encap = settings.get("encap")
        try:
            self._encap = None if encap is None else parse_encapsulation(encap)
        except TypeError as error:
            raise InvalidInput("encap", str(error)) from None
        self.names = (
            *names(self._device, *self._hop_devices), *encapsulation_devices(self._encap),
            *(name for hop in self._hops for name in hop.encapsulation_devices),
        )  # fmt: skip
        if not family:
            # "default" is of the family of its router; of IPv4 if there is none.
            first = router or next((hop.via for hop in self._hops if hop.via is not None), None)
            family = INET if first is None else arguments.family_of(first)
        self._family = family
        check_family(family, settings)
        values = _values(settings)
        check_values(values)
        deleted = call == "del_route"
        if deleted:
            check_deleted(values)
        else:
            check_new(family, values, settings)
        self._fields = (
            _mpls_fields(settings, values)
            if family == MPLS
            else _fields(family, settings, values, ANY if deleted else NEW)
        )
        """The fields of the message that need neither device nor destination."""
        self._fields["gateway"], self._fields["via"] = gateway_and_via("via", family, router)
        if self._fields["scope"] is None:
            routed = router is not None or bool(self._hops) or settings.get("nexthop_id") is not None
            self._fields["scope"] = _scope(family, self._fields["type"], routed)
        self._written: tuple[Mapping[str, int], bytes, bytes] | None = None
        """For these indexes, the header and the attributes."""

    def payload(self, address: bytes, length: int, indexes: Mapping[str, int] = NO_NAMES) -> bytes:
        """The message for a destination.

        Args:
            address: in bytes; none for "default".
            length: of the prefix.
            indexes: of the devices that have names.
        """
        written = self._written  # one object, since another thread may be writing for another namespace
        if written is None or (self.names and any(written[0][name] != indexes[name] for name in self.names)):
            whole = self._message(indexes).to_bytes()
            written = {name: indexes[name] for name in self.names}, whole[2:HEADER], whole[HEADER:]
            self._written = written
        return LENGTHS[self._family, length] + written[1] + DESTINATION[len(address)] + address + written[2]

    def _message(self, indexes: Mapping[str, int]) -> RouteMessage:
        fields = self._fields.copy()
        fields["encap"] = resolved(self._encap, indexes)
        if self._device is not None:
            fields["oif"] = device_index(self._device, indexes)
        if self._hops:
            fields["multipath"] = tuple(
                hop.to_wire(self._family, 0 if device is None else device_index(device, indexes), indexes)
                for hop, device in zip(self._hops, self._hop_devices, strict=True)
            )
        return RouteMessage(**fields)


def _next_hops(given: Iterable[NextHop]) -> tuple[NextHop, ...]:
    hops = arguments.several("nexthops", given)
    if not hops or not all(isinstance(hop, NextHop) for hop in hops):
        raise InvalidInput("nexthops", f"must be one NextHop at least, and nothing else, not {given!r}")
    return hops


def _values(settings: RouteSettings) -> dict[str, Any]:
    """The settings that are numbers or words, made exact; those that are not given are left out."""
    values: dict[str, Any] = {}
    for name, _, kind in (*NUMBERS, *METRICS):
        value: Any = settings.get(name)
        if value is not None:
            values[name] = arguments.parsed(name, kind, value)
    if "table" in settings:
        values["table"] = arguments.table("table", settings["table"])
    scope = settings.get("scope")
    if scope is not None:
        values["scope"] = arguments.scope("scope", scope)
    for name in SWITCHES:
        given = settings.get(name)
        if given is not None:
            values[name] = int(arguments.switch(name, given))
    lock = settings.get("lock")
    if lock is not None:
        values["lock"] = _lock(arguments.several("lock", lock))
    return values


def _lock(metrics: Iterable[object]) -> int:
    numbers = {name: RouteMetrics.__layout__.fields[field].number for name, field, _ in METRICS}
    bits = 0
    for metric in metrics:
        if not isinstance(metric, str) or metric not in numbers:
            raise InvalidInput("lock", f"{metric!r} is none of {', '.join(numbers)}")
        bits |= 1 << numbers[metric]
    return bits


def _mpls_fields(settings: RouteSettings, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an MPLS route's message; for a deletion, they are the same. The kernel refuses ``RTA_TABLE``."""
    swap, propagate = settings.get("swap"), settings.get("ttl_propagate")
    return {
        "family": MPLS, "header_table": RT_TABLE.MAIN, "type": RTN.UNICAST, "scope": RT_SCOPE.UNIVERSE,
        "protocol": values.get("protocol", RTPROT.BOOT),
        "newdst": None if swap is None else arguments.parsed("swap", label_stack, swap),
        "ttl_propagate": None if propagate is None else arguments.switch("ttl_propagate", propagate),
    }  # fmt: skip


def _fields(
    family: int, settings: RouteSettings, values: Mapping[str, Any], defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields of the message."""
    fields: dict[str, Any] = {"family": family, "table": values.get("table", RT_TABLE.MAIN), **defaults}
    if "scope" in values:
        fields["scope"] = values["scope"]
    source, prefsrc = settings.get("source"), settings.get("prefsrc")
    if source is not None and source != "default":
        fields["src"] = found = arguments.network("source", source)
        if arguments.family_of(found) != family:
            raise InvalidInput("source", f"{found} is not an IPv6 prefix")
    if prefsrc is not None:
        fields["prefsrc"] = arguments.address("prefsrc", prefsrc, family=family)
    if arguments.switch("onlink", settings.get("onlink", False)):
        fields["flags"] = RouteFlags.ONLINK
    fields |= {field: values[name] for name, field, _ in NUMBERS if name in values}
    metrics = {field: values[name] for name, field, _ in METRICS if name in values}
    metrics |= {field: values[name] for name, field in SWITCHES.items() if name in values}
    if values.get("lock"):
        metrics["lock"] = values["lock"]
    fields["metrics"] = RouteMetrics(**metrics) if metrics else None
    return fields


def _scope(family: int, kind: int, routed: bool) -> int:
    """As ip-route(8): what is directly connected is of the link. To IPv6 it means nothing."""
    if family == INET6:
        return RT_SCOPE.UNIVERSE
    if kind in LOCAL_TYPES:
        return RT_SCOPE.HOST
    if kind in LINK_TYPES:
        return RT_SCOPE.LINK
    return RT_SCOPE.UNIVERSE if routed or kind != RTN.UNICAST else RT_SCOPE.LINK
