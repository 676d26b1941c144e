"""What a route may have beside its destination, in a user's words; and the message that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from socket import AF_INET, AF_INET6
from typing import Any, Final

from typing_extensions import TypedDict

from ....errors import InvalidInput
from ...device import Device, device_index, index_or_name, names
from ...schema.addresses import AddressLike, NetworkLike
from ...schema.enums import enum
from ...schema.integers import u8, u32
from ...schema.kind import Kind
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTAX_FEATURE, RTN, RTPROT
from .. import arguments
from ..arguments import TableLike
from ..tables import fit_table
from .flags import RouteFlags
from .message import RouteMessage
from .metrics import RouteMetrics
from .nexthops import NextHop, gateway_and_via

# To take a member from its class costs as much as the rest of a line: these are for every route of a large batch.
INET, INET6 = int(AF_INET), int(AF_INET6)
UNICAST: Final = RTN.UNICAST
BOOT: Final = RTPROT.BOOT
UNIVERSE: Final = RT_SCOPE.UNIVERSE
MAIN_TABLE: Final = int(RT_TABLE.MAIN)
LOCAL_TYPES: Final = (RTN.LOCAL, RTN.NAT)
LINK_TYPES: Final = (RTN.BROADCAST, RTN.MULTICAST, RTN.ANYCAST)


class RouteSettings(TypedDict, total=False):
    """What a route may have beside its destination, for ``add_route``, ``replace_route`` and their kin."""

    via: AddressLike | None
    """The router; an IPv6 one for an IPv4 route too."""
    device: Device | None
    """The device to send by; the kernel finds it by ``via`` when it is not given."""
    nexthops: Sequence[NextHop] | None
    """Several next hops, instead of ``via`` and ``device``."""
    nexthop_id: int | None
    """A nexthop object of the kernel's, instead of ``via`` and ``device``."""
    onlink: bool
    """The router is reachable directly, although no address or route says so."""
    table: TableLike
    """"main" (the default), "local", "default" or a number."""
    metric: int | None
    """The priority: of routes for the same prefix the lowest is used. IPv6's default is 1024."""
    source: NetworkLike | None
    """IPv6 only: the prefix of sources that the route is for."""
    prefsrc: AddressLike | None
    """The source address that is preferred."""
    type: RTN | int | str
    """"unicast" (the default), "blackhole", "unreachable", "prohibit", "throw", "local", "broadcast" ..."""
    scope: RT_SCOPE | int | str | None
    """IPv4 only; by default "link" without a router, else "universe"."""
    protocol: RTPROT | int | str
    """Who installed it; "boot" by default, as of ip-route(8)."""
    tos: int
    """From 0 to 255."""
    realm: int | None
    """Realms: source << 16 | destination."""
    pref: ICMPV6_ROUTER_PREF | int | None
    """IPv6 only."""
    expires: int | None
    """IPv6 only: seconds until it is removed."""
    mtu: int | None
    """Bytes; the kernel may lower it by path MTU discovery."""
    advmss: int | None
    """Bytes."""
    window: int | None
    """Bytes."""
    hop_limit: int | None
    """From 1 to 255."""
    initial_cwnd: int | None
    """Segments."""
    initial_rwnd: int | None
    """Segments."""
    rto_min: int | None
    """Milliseconds."""
    quick_ack: bool | None
    congestion: str | None
    """The congestion control algorithm's name."""
    features: RTAX_FEATURE | int | None


METRICS: Final = {
    "mtu": "mtu", "advmss": "advmss", "window": "window", "hop_limit": "hoplimit", "initial_cwnd": "initcwnd",
    "initial_rwnd": "initrwnd", "rto_min": "rto_min", "quick_ack": "quickack", "congestion": "congestion",
    "features": "features",
}  # fmt: skip
"""The settings that are metrics, and the fields of RouteMetrics."""

_NUMBERS: Final[tuple[tuple[str, str, Kind[Any, Any]], ...]] = (
    ("tos", "tos", u8), ("nexthop_id", "nh_id", u32), ("realm", "flow", u32), ("expires", "expires", u32),
    ("pref", "pref", enum(ICMPV6_ROUTER_PREF)),
)  # fmt: skip
"""The settings that are numbers, and the fields and kinds of RouteMessage."""

_KNOWN: Final = frozenset(RouteSettings.__annotations__)
_USUAL: Final = frozenset({"via", "device", "nexthops", "table", "metric", "type", "scope", "protocol"})


class RouteRequest:
    """A route to be, with its device names not resolved yet.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting.
    """

    __slots__ = ("_device", "_family", "_fields", "_hop_devices", "_hops", "_settings", "names")

    def __init__(self, call: str, destination: NetworkLike, settings: RouteSettings, namespace_id: int) -> None:
        if not settings.keys() <= _KNOWN:
            arguments.unknown_keywords(call, settings, RouteSettings)
        self._settings = settings
        via, device = settings.get("via"), settings.get("device")
        router = None if via is None else arguments.address("via", via)
        self._hops = tuple(settings.get("nexthops") or ())
        if self._hops and (router is not None or device is not None):
            raise InvalidInput("nexthops", "stands for via and device, so give one or the other")
        self._device = None if device is None else index_or_name("device", device, namespace_id)
        self._hop_devices = [
            None if hop.device is None else index_or_name("nexthops", hop.device, namespace_id) for hop in self._hops
        ]
        self.names = names(self._device, *self._hop_devices)
        self._fields: dict[str, object] = {}
        """The fields of the message that need no device, as they are stored: checked, and perhaps raw."""
        if destination == "default":
            # It is of the family of its router; of IPv4 if there is none.
            first = router or next((hop.via for hop in self._hops if hop.via is not None), None)
            self._family = INET if first is None else arguments.family_of(first)
        else:
            self._family = self._prefix("destination", "destination", "dst_len", destination)
        self._fields["family"] = self._family
        self._fields["gateway"], self._fields["via"] = gateway_and_via("via", self._family, router)
        self._set_header(router is not None or bool(self._hops))
        if not settings.keys() <= _USUAL:
            self._set_others()

    def _prefix(self, setting: str, field: str, length: str, given: NetworkLike) -> int:
        """Set the fields of a prefix, and return its family."""
        family, self._fields[field], self._fields[length] = arguments.packed_network(setting, given)
        return family

    def _set_header(self, routed: bool) -> None:
        """Set what every route has."""
        given, fields = self._settings, self._fields
        kind = arguments.parsed("type", arguments.ROUTE_TYPE, given["type"]) if "type" in given else UNICAST
        scope = given.get("scope")
        table = arguments.table("table", given["table"]) if "table" in given else MAIN_TABLE
        fields["table"], fields["header_table"] = table, fit_table(table)
        fields["type"] = kind
        fields["scope"] = self._scope(kind, routed) if scope is None else arguments.scope("scope", scope)
        fields["protocol"] = (
            arguments.parsed("protocol", arguments.PROTOCOL, given["protocol"]) if "protocol" in given else BOOT
        )
        metric = given.get("metric")
        if metric is not None:
            fields["priority"] = arguments.parsed("metric", u32, metric)

    def _scope(self, kind: int, routed: bool) -> RT_SCOPE:
        """What ip-route(8) says; the kernel refuses an IPv4 route whose router is not of a nearer scope."""
        if self._family == INET6:
            return UNIVERSE
        if kind in LOCAL_TYPES:
            return RT_SCOPE.HOST
        if kind in LINK_TYPES:
            return RT_SCOPE.LINK
        routed = routed or self._settings.get("nexthop_id") is not None
        return UNIVERSE if routed or kind != UNICAST else RT_SCOPE.LINK

    def _set_others(self) -> None:
        """Set what few routes have."""
        given, fields = self._settings, self._fields
        source, prefsrc = given.get("source"), given.get("prefsrc")
        if source is not None and source != "default":
            self._prefix("source", "src", "src_len", source)
        if prefsrc is not None:
            fields["prefsrc"] = arguments.address("prefsrc", prefsrc, family=self._family)
        fields["flags"] = int(RouteFlags.ONLINK if given.get("onlink") else 0)
        for name, field, kind in _NUMBERS:
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

    def message(self, indexes: Mapping[str, int]) -> RouteMessage:
        """The message, by the indexes of the devices that have names."""
        fields = self._fields
        if self._device is not None:
            fields = {**fields, "oif": device_index(self._device, indexes)}
        if self._hops:
            fields = {**fields, "multipath": tuple(
                hop.to_wire(self._family, 0 if device is None else device_index(device, indexes))
                for hop, device in zip(self._hops, self._hop_devices, strict=True)
            )}  # fmt: skip
        return RouteMessage.stored(fields)
