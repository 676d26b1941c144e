"""What the kernel silently ignores of a route, or makes something else of (Linux 6.18): refused here, by name."""

from __future__ import annotations

from collections.abc import Mapping
from socket import AF_INET, AF_INET6
from typing import Final

from ....errors import InvalidInput
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.rtnetlink import RT_SCOPE, RTN, RTPROT
from ...uapi.socket import AF
from .settings import RouteSettings

NO_WAY: Final = (RTN.BLACKHOLE, RTN.UNREACHABLE, RTN.PROHIBIT, RTN.THROW)
"""The types of routes that lead nowhere."""
WAYS: Final = ("via", "device", "nexthops", "encap")

ONLY: Final[dict[int, tuple[str, ...]]] = {
    AF_INET: ("tos", "realm"),
    AF_INET6: ("source", "pref", "expires"),
}
"""The settings that only routes of this family have."""
MPLS: Final = ("swap", "ttl_propagate")
"""Those that only MPLS routes have."""
OF_MPLS: Final = {"via", "device", "nexthops", "protocol", *MPLS}
"""All that these have."""

RANGES: Final = {
    "mtu": (1, 65520), "advmss": (1, 65495), "window": (1, (1 << 32) - 1), "hop_limit": (1, 255),
    **dict.fromkeys(("cwnd", "ssthresh", "reordering", "rtt", "rttvar"), (1, (1 << 32) - 1)),
    "initial_cwnd": (1, (1 << 32) - 1), "initial_rwnd": (1, (1 << 32) - 1), "rto_min": (1, (1 << 32) - 1),
    "expires": (1, (1 << 31) // 100), "nexthop_id": (1, (1 << 32) - 1),
}  # fmt: skip
"""What the kernel keeps as it is. It lowers what is above (``ip_metrics_convert``), and takes 0 for not given; of a
lifetime it tells hundredths of a second, in 31 bits."""

ANYTHING: Final = {"type": RTN.UNSPEC, "metric": 0, "protocol": RTPROT.UNSPEC, "realm": 0, "scope": RT_SCOPE.NOWHERE}
"""What means, in a deletion, that it may be anything (``fib_table_delete``, ``ip6_route_del``)."""

PREFERENCES: Final = (None, ICMPV6_ROUTER_PREF.LOW, ICMPV6_ROUTER_PREF.MEDIUM, ICMPV6_ROUTER_PREF.HIGH)


def check_family(family: int, settings: RouteSettings) -> None:
    """Refuse what only routes of the other family have."""
    if family == AF.MPLS:
        for name, value in settings.items():
            if name not in OF_MPLS and value is not None and value is not False:
                raise InvalidInput(name, "is not for MPLS routes")
        return
    for name in MPLS:
        if settings.get(name) is not None:
            raise InvalidInput(name, "is for MPLS routes only")
    other = AF_INET6 if family == AF_INET else AF_INET
    for name in ONLY[other]:
        if settings.get(name):
            raise InvalidInput(name, f"is for IPv{4 if other == AF_INET else 6} routes only")


def check_values(values: Mapping[str, int | None]) -> None:
    """Refuse numbers that would read back as others."""
    for name, (least, most) in RANGES.items():
        value = values.get(name)
        if value is not None and not least <= value <= most:
            raise InvalidInput(name, f"must be from {least} to {most}, not {value}")
    if values.get("table") == 0:
        raise InvalidInput("table", "there is no table 0: the kernel takes it for main")
    if values.get("pref") not in PREFERENCES:
        raise InvalidInput("pref", f'must be "low", "medium" or "high", not {values["pref"]}')


def check_new(family: int, values: Mapping[str, int | None], settings: RouteSettings) -> None:
    """Refuse settings that a route cannot have together, where the kernel drops one.

    Args:
        family: the route's.
        values: the numbers that the settings mean.
        settings: as they were given.
    """
    ways = [name for name in WAYS if settings.get(name) is not None]
    kind, scope, nexthop = values.get("type"), values.get("scope"), values.get("nexthop_id")
    if kind == RTN.UNSPEC:
        raise InvalidInput("type", "no route is of type unspec: IPv6 takes it for unicast")
    if kind in (None, RTN.UNICAST) and nexthop is None and not ways:
        raise InvalidInput("via", "give via, device, nexthops or nexthop_id: only some types of route lead nowhere")
    if kind in NO_WAY and ways:
        raise InvalidInput(ways[0], f"a route of type {RTN(kind)} leads nowhere")
    if nexthop is not None and ways:
        raise InvalidInput(ways[0], "cannot be given beside nexthop_id, which stands for it")
    if nexthop is not None and values.get("realm"):
        raise InvalidInput("realm", "cannot be given beside nexthop_id: the kernel ignores it")
    if settings.get("encap") is not None and settings.get("nexthops") is not None:
        raise InvalidInput("encap", "is about via and device; of nexthops, each has its own")
    if settings.get("onlink") and not {"via", "device"} <= set(ways):
        raise InvalidInput("onlink", "is about via and device, so give both; of nexthops, each has its own")
    if family == AF_INET6 and scope not in (None, RT_SCOPE.UNIVERSE):
        raise InvalidInput("scope", 'is for IPv4 routes only: those of IPv6 are all of scope "universe"')
    if family == AF_INET6 and values.get("metric") == 0:
        raise InvalidInput("metric", "of an IPv6 route it is from 1 up: the kernel takes 0 for 1024")
    if family == AF_INET6 and values.get("protocol") == 0:
        raise InvalidInput("protocol", "of an IPv6 route it is not unspec: the kernel takes that for boot")


def check_deleted(values: Mapping[str, int | None]) -> None:
    """Refuse what would delete any route where a certain one is meant."""
    for name, anything in ANYTHING.items():
        if values.get(name) == anything:
            raise InvalidInput(name, f"cannot be {anything} here: the kernel would delete a route with any {name}")
