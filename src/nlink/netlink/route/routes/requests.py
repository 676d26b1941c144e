"""From what a user says about a route to the bytes of the request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from socket import AF_INET, AF_INET6
from typing import Any, Final, cast

from typing_extensions import TypeVar

from ....errors import InvalidInput, NetlinkError, NotFound
from ...device import device_index, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.addresses import NetworkLike
from ...schema.encode import attribute
from ...schema.enums import enum
from ...schema.integers import u8, u32
from ...schema.kind import Kind
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTA, RTAX_FEATURE, RTN, RTPROT
from .. import arguments
from .flags import RouteFlags
from .message import RouteMessage
from .metrics import RouteMetrics
from .nexthops import gateway_and_via
from .settings import RouteSettings

R = TypeVar("R")

INET, INET6 = int(AF_INET), int(AF_INET6)
LOCAL_TYPES: Final = (RTN.LOCAL, RTN.NAT)
LINK_TYPES: Final = (RTN.BROADCAST, RTN.MULTICAST, RTN.ANYCAST)
NO_NAMES: Final[Mapping[str, int]] = {}

HEADER: Final = RouteMessage.__layout__.header.size
LENGTHS: Final = {(family, length): bytes((family, length)) for family in (INET, INET6) for length in range(129)}
"""The beginning of ``struct rtmsg``: the family, and the length of the destination."""
DESTINATION: Final = {0: b"", **{size: attribute(RTA.DST, bytes(size))[:4] for size in (4, 16)}}
"""What stands before the destination's address, by its length in bytes."""

METRICS: Final = {
    "mtu": "mtu", "advmss": "advmss", "window": "window", "hop_limit": "hoplimit", "initial_cwnd": "initcwnd",
    "initial_rwnd": "initrwnd", "rto_min": "rto_min", "quick_ack": "quickack", "congestion": "congestion",
    "features": "features",
}  # fmt: skip
"""The settings that are metrics, and the fields of RouteMetrics."""

NUMBERS: Final[list[tuple[str, str, Kind[Any, Any]]]] = [
    ("metric", "priority", u32), ("tos", "tos", u8), ("nexthop_id", "nh_id", u32), ("realm", "flow", u32),
    ("expires", "expires", u32), ("pref", "pref", enum(ICMPV6_ROUTER_PREF)),
]  # fmt: skip
"""The settings that are numbers, and the fields and kinds of RouteMessage."""


def route_request(
    owner: Operations,
    call: str,
    message_type: int,
    flags: int,
    destination: NetworkLike,
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
    if destination == "default":
        family, address, length = 0, b"", 0
    else:
        family, address, length = arguments.packed_network("destination", destination)
    rest = rest_of(call, family, settings, owner)
    build = partial(rest.payload, address, length) if rest.names else rest.payload(address, length)
    return Request(
        message_type, flags, build, members=RouteMessage, names=rest.names, result=result, tolerated=tolerated,
        not_found=not_found,
    )  # fmt: skip


def rest_of(call: str, family: int, settings: RouteSettings, owner: Operations) -> Rest:
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
    if "nexthops" in settings:
        return Rest(call, family, settings, owner.namespace_id)
    try:
        return _kept(call, family, *settings, *settings.values())
    except TypeError:  # something that has no hash
        return Rest(call, family, settings, owner.namespace_id)


# Typed: 1 and 1.0 are equal, but 1.0 is no metric.
@lru_cache(maxsize=64, typed=True)
def _kept(call: str, family: int, *told: object) -> Rest:
    half = len(told) // 2
    return Rest(call, family, cast("RouteSettings", dict(zip(told[:half], told[half:], strict=True))), 0)


class Rest:
    """What a route has beside its destination, with its device names not resolved yet.

    Of a batch of routes nearly all have the same, so it is checked and written once for all of them.
    """

    __slots__ = (
        "_device", "_family", "_fields", "_hop_devices", "_hops", "_settings", "_written", "names",
    )  # fmt: skip

    def __init__(self, call: str, family: int, settings: RouteSettings, namespace_id: int) -> None:
        arguments.unknown_keywords(call, settings, RouteSettings)
        self._settings = settings
        via = settings.get("via")
        router = None if via is None else arguments.address("via", via)
        self._hops = tuple(settings.get("nexthops") or ())
        self._device = cast("int | str | None", settings.get("device"))
        if self._hops and (router is not None or self._device is not None):
            raise InvalidInput("nexthops", "stands for via and device, so give one or the other")
        self._hop_devices = [
            None if hop.device is None else index_or_name("nexthops", hop.device, namespace_id) for hop in self._hops
        ]
        self.names = names(self._device, *self._hop_devices)
        if not family:
            # "default" is of the family of its router; of IPv4 if there is none.
            first = router or next((hop.via for hop in self._hops if hop.via is not None), None)
            family = INET if first is None else arguments.family_of(first)
        self._family = family
        self._fields: dict[str, Any] = {"family": family}
        """The fields of the message that need neither device nor destination."""
        self._fields["gateway"], self._fields["via"] = gateway_and_via("via", family, router)
        self._set_header(router is not None or bool(self._hops))
        self._set_others()
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
        if self._device is not None:
            fields["oif"] = device_index(self._device, indexes)
        if self._hops:
            fields["multipath"] = tuple(
                hop.to_wire(self._family, 0 if device is None else device_index(device, indexes))
                for hop, device in zip(self._hops, self._hop_devices, strict=True)
            )
        return RouteMessage(**fields)

    def _set_header(self, routed: bool) -> None:
        """Set what every route has."""
        given, fields = self._settings, self._fields
        kind: int = RTN.UNICAST
        if "type" in given:
            kind = arguments.parsed("type", arguments.ROUTE_TYPE, given["type"])
        protocol: int = RTPROT.BOOT
        if "protocol" in given:
            protocol = arguments.parsed("protocol", arguments.PROTOCOL, given["protocol"])
        table: int = RT_TABLE.MAIN
        if "table" in given:
            table = arguments.table("table", given["table"])
        scope = given.get("scope")
        found = self._scope(kind, routed) if scope is None else arguments.scope("scope", scope)
        fields.update(type=kind, protocol=protocol, table=table, scope=found)

    def _scope(self, kind: int, routed: bool) -> RT_SCOPE:
        """What ip-route(8) says; the kernel refuses an IPv4 route whose router is not of a nearer scope."""
        if self._family == INET6:
            return RT_SCOPE.UNIVERSE
        if kind in LOCAL_TYPES:
            return RT_SCOPE.HOST
        if kind in LINK_TYPES:
            return RT_SCOPE.LINK
        routed = routed or self._settings.get("nexthop_id") is not None
        return RT_SCOPE.UNIVERSE if routed or kind != RTN.UNICAST else RT_SCOPE.LINK

    def _set_others(self) -> None:
        """Set what few routes have."""
        given, fields = self._settings, self._fields
        source, prefsrc = given.get("source"), given.get("prefsrc")
        if source is not None and source != "default":
            fields["src"] = found = arguments.network("source", source)
            if self._family != INET6 or arguments.family_of(found) != INET6:
                raise InvalidInput("source", f"{found} is not for this route: only IPv6 routes look at the source")
        if prefsrc is not None:
            fields["prefsrc"] = arguments.address("prefsrc", prefsrc, family=self._family)
        fields["flags"] = RouteFlags.ONLINK if given.get("onlink") else RouteFlags(0)
        for name, field, kind in NUMBERS:
            value: Any = given.get(name)
            if value is not None:
                fields[field] = arguments.parsed(name, kind, value)
        metrics = {field: given.get(name) for name, field in METRICS.items() if given.get(name) is not None}
        if "quickack" in metrics:
            metrics["quickack"] = int(bool(metrics["quickack"]))
        if "features" in metrics:
            metrics["features"] = RTAX_FEATURE(metrics["features"])  # type: ignore[arg-type]
        try:
            fields["metrics"] = RouteMetrics(**metrics) if metrics else None  # type: ignore[arg-type]
        except InvalidInput as error:
            told = next((name for name, field in METRICS.items() if field == error.field), error.field)
            raise InvalidInput(told, error.reason) from None
