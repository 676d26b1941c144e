"""What a route may have beside its destination, in a user's words."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from ...device import Device
from ...schema.addresses import AddressLike, NetworkLike
from ...uapi.icmpv6 import ICMPV6_ROUTER_PREF
from ...uapi.rtnetlink import RT_SCOPE, RTAX_FEATURE, RTN, RTPROT
from ..arguments import TableLike
from .encapsulation import Encapsulation
from .labels import LabelsLike
from .nexthops import NextHop


class RouteSettings(TypedDict, total=False):
    """What a route may have beside its destination, for ``add_route``, ``replace_route`` and their kin."""

    via: AddressLike | None
    """The router; an IPv6 one for an IPv4 route too."""
    device: Device | None
    """The device to send by; the kernel finds it by ``via`` when it is not given."""
    nexthops: Sequence[NextHop] | None
    """Several next hops, instead of ``via`` and ``device``."""
    nexthop_id: int | None
    """The number of a nexthop object of the kernel's, from 1; instead of ``via`` and ``device``."""
    encap: Encapsulation | None
    """What packets are wrapped in, as ``MPLS(labels=[100])`` or ``Seg6(mode="encap", segments=["fc00::1"])``: see
    ``nlink.encap``. Of ``nexthops``, each has its own."""
    swap: LabelsLike | None
    """MPLS only: the labels that take the place of the route's, [200] or "200/300"; without them it is popped."""
    ttl_propagate: bool | None
    """MPLS only: whether a popped label's TTL goes into the packet; by default ``net.mpls.ip_ttl_propagate``
    decides."""
    onlink: bool
    """The router is reachable directly, although no address or route says so; with ``via`` and ``device`` only."""
    table: TableLike
    """"main" (the default), "local", "default", another name that ``/etc/iproute2`` has, or a number."""
    metric: int | None
    """The priority: of routes for the same prefix the lowest is used. 0 by default; of IPv6 1024, and never 0."""
    source: NetworkLike | None
    """IPv6 only: the prefix of sources that the route is for."""
    prefsrc: AddressLike | None
    """The source address that is preferred."""
    type: RTN | int | str
    """"unicast" (the default), "blackhole", "unreachable", "prohibit", "throw", "local", "broadcast" ..."""
    scope: RT_SCOPE | int | str | None
    """IPv4 only; by default "link" without a router, else "universe"."""
    protocol: RTPROT | int | str
    """Who installed it; "boot" by default, as of ip-route(8). 0 only of IPv4 routes."""
    tos: int | str
    """IPv4 only: from 0 to 255, without the two bits of ECN; or a name, "AF11"."""
    realm: int | str | None
    """IPv4 only: realms, "source/destination" or "destination", by names or numbers; or source << 16 | destination."""
    pref: ICMPV6_ROUTER_PREF | int | str | None
    """IPv6 only: "low", "medium" (the default) or "high"."""
    expires: int | None
    """IPv6 only: seconds until it is removed, from 1 to 21474836."""
    mtu: int | None
    """From 1 to 65520 bytes; the kernel may lower it by path MTU discovery."""
    advmss: int | None
    """From 1 to 65495 bytes."""
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
    features: RTAX_FEATURE | int | str | None
    """"ecn"; "tcp_usec_ts"."""
    cwnd: int | None
    """Segments; the most, where it is locked."""
    ssthresh: int | None
    """Segments."""
    reordering: int | None
    """Packets."""
    rtt: int | None
    """In eighths of a millisecond."""
    rttvar: int | None
    """In quarters of a millisecond."""
    fastopen_no_cookie: bool | None
    lock: Sequence[str] | None
    """The metrics that the kernel must not change by itself, by their names here: ["mtu"]."""
