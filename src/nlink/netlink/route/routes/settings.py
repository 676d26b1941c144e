"""What a route may have beside its destination, in a user's words; and the message that says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from socket import AF_INET, AF_INET6
from typing import Final

from typing_extensions import TypedDict

from ....errors import InvalidInput
from ...device import Device, device_index, index_or_name, names
from ...schema.addresses import AddressLike, IPAddress, IPNetwork, NetworkLike
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTAX_FEATURE, RTN, RTPROT
from .. import arguments
from ..arguments import TableLike
from .flags import RouteFlags
from .message import RouteMessage
from .metrics import RouteMetrics
from .nexthops import NextHop, gateway_and_via

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

_KNOWN: Final = frozenset(RouteSettings.__annotations__)
_ADDRESSING: Final = frozenset({"via", "table", "metric", "device"})


class RouteRequest:
    """A route to be, with its device names not resolved yet.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting.
    """

    def __init__(self, call: str, destination: NetworkLike, settings: RouteSettings, namespace_id: int) -> None:
        if not settings.keys() <= _KNOWN:
            arguments.unknown_keywords(call, settings, RouteSettings)
        via = settings.get("via")
        router = None if via is None else arguments.address("via", via)
        self.prefix = route_prefix("destination", destination)
        self.hops = tuple(settings.get("nexthops") or ())
        self.family = self._family(router)
        self.gateway, self.via = gateway_and_via("via", self.family, router)
        device = settings.get("device")
        self.device = None if device is None else index_or_name("device", device, namespace_id)
        self.hop_devices = tuple(
            None if hop.device is None else index_or_name("nexthops", hop.device, namespace_id) for hop in self.hops
        )
        self.names = names(self.device, *self.hop_devices)
        self.settings = settings
        self.fixed = self._fixed(router)

    def _family(self, router: IPAddress | None) -> int:
        if self.prefix is not None:
            return arguments.family_of(self.prefix)
        # "default" is of the family of its router; of IPv4 if there is none.
        first = router or next((hop.via for hop in self.hops if hop.via is not None), None)
        return AF_INET if first is None else arguments.family_of(first)

    def _fixed(self, router: IPAddress | None) -> dict[str, object]:
        """The fields that need no device."""
        given = self.settings
        if self.hops and (router is not None or self.device is not None):
            raise InvalidInput("nexthops", "stands for via and device, so give one or the other")
        kind: int = RTN.UNICAST
        if "type" in given:
            kind = arguments.parsed("type", arguments.ROUTE_TYPE, given["type"])
        protocol: int = RTPROT.BOOT
        if "protocol" in given:
            protocol = arguments.parsed("protocol", arguments.PROTOCOL, given["protocol"])
        table: int = RT_TABLE.MAIN
        if "table" in given:
            table = arguments.table("table", given["table"])
        fields: dict[str, object] = {
            "family": self.family, "destination": self.prefix, "table": table, "protocol": protocol, "type": kind,
            "gateway": self.gateway, "via": self.via, "priority": given.get("metric"),
        }  # fmt: skip
        scope = given.get("scope")
        fields["scope"] = (
            self._scope(kind, router) if scope is None else arguments.parsed("scope", arguments.SCOPE, scope)
        )
        if given.keys() <= _ADDRESSING:
            return fields
        source, prefsrc = given.get("source"), given.get("prefsrc")
        fields["src"] = None if source is None else route_prefix("source", source)
        fields["prefsrc"] = None if prefsrc is None else arguments.address("prefsrc", prefsrc, family=self.family)
        fields["flags"] = RouteFlags.ONLINK if given.get("onlink") else RouteFlags(0)
        for name, field in (("nexthop_id", "nh_id"), ("realm", "flow"), ("pref", "pref"), ("expires", "expires")):
            fields[field] = given.get(name)
        fields["tos"] = given.get("tos", 0)
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
        return fields

    def _scope(self, kind: int, router: IPAddress | None) -> RT_SCOPE:
        """What ip-route(8) says; the kernel refuses an IPv4 route whose router is not of a nearer scope."""
        if self.family == AF_INET6:
            return RT_SCOPE.UNIVERSE
        if kind in LOCAL_TYPES:
            return RT_SCOPE.HOST
        if kind in LINK_TYPES:
            return RT_SCOPE.LINK
        routed = router is not None or self.hops or self.settings.get("nexthop_id") is not None
        return RT_SCOPE.UNIVERSE if routed or kind != RTN.UNICAST else RT_SCOPE.LINK

    def message(self, indexes: Mapping[str, int]) -> RouteMessage:
        """The message, by the indexes of the devices that have names."""
        fields = self.fixed
        if self.device is not None:
            fields = {**fields, "oif": device_index(self.device, indexes)}
        if self.hops:
            fields = {**fields, "multipath": tuple(
                hop.to_wire(self.family, 0 if device is None else device_index(device, indexes))
                for hop, device in zip(self.hops, self.hop_devices, strict=True)
            )}  # fmt: skip
        return RouteMessage(**fields)  # type: ignore[arg-type]


def route_prefix(field: str, value: NetworkLike) -> IPNetwork | None:
    """A destination: None for "default" and for a prefix of length 0 whose family the router tells."""
    if value == "default":
        return None
    return arguments.network(field, value)
