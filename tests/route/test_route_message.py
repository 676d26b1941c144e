"""Routes as this kernel reports them, against what `ip -j route` makes of the same ones."""

from __future__ import annotations

import json
import struct
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import pytest

from nlink.encap import IP, IP6, MPLS
from nlink.errors import InvalidInput
from nlink.netlink.route.routes.flags import RouteFlags
from nlink.netlink.route.routes.labels import LabelStack
from nlink.netlink.route.routes.message import RouteMessage
from nlink.netlink.route.routes.metrics import RouteMetrics
from nlink.netlink.route.routes.nexthops import NextHop, RouteNextHop
from nlink.netlink.route.routes.via import Via
from nlink.netlink.route.tables import table_name
from nlink.netlink.schema.nesting import Raw
from nlink.netlink.uapi.icmpv6 import ICMPV6_ROUTER_PREF
from nlink.netlink.uapi.lwtunnel import LWTUNNEL_ENCAP
from nlink.netlink.uapi.rtnetlink import RT_SCOPE, RTAX, RTAX_FEATURE, RTN, RTNH_F, RTPROT
from nlink.netlink.uapi.socket import AF
from tests.needs import lacking, requires
from tests.netns import Netns
from tests.route.dumping import change, dump, get

ROUTES = (
    "default via 192.0.2.254",
    "10.1.0.0/16 via 192.0.2.2 metric 5 src 192.0.2.1 realms 1/2 tos 0x10 proto static",
    (
        "10.1.0.0/16 dev v0 mtu lock 1300 hoplimit 9 window 7000 advmss 500 reordering 4 initcwnd 5 initrwnd 6"
        " cwnd 4 quickack 1 fastopen_no_cookie 1 congctl reno features ecn"
    ),
    "10.2.0.0/16 via inet6 fe80::5 dev v0",
    (
        "10.3.0.0/16 nexthop via 192.0.2.2 weight 2 nexthop via inet6 fe80::1 dev v1 weight 256 realms 4"
        " nexthop via 203.0.113.1 dev v0 onlink nexthop dev v1"
    ),
    "10.4.0.0/16 nhid 7",
    "10.5.0.0/16 nhid 9",
    "blackhole 10.6.0.0/16",
    "unreachable 10.7.0.0/16 table 1000",
    "prohibit 10.8.0.0/16 metric 4294967295",
    "throw 10.9.0.0/16 proto 200",
    "multicast 239.1.1.1 dev v0",
    "local 10.10.0.0/16 dev lo",
    "10.11.0.1 dev v1 scope link",
)
ROUTES6 = (
    "default via 2001:db8::fe",
    "2001:db8:1::/48 via 2001:db8::2 expires 1000 pref high metric 7 mtu 1400 proto static",
    "2001:db8:2::/48 from 2001:db8:9::/48 via 2001:db8::2",
    "2001:db8:3::/48 nexthop via 2001:db8::2 weight 3 nexthop via 2001:db8::3 dev v0",
    "unreachable 2001:db8:4::/48",
    "blackhole 2001:db8:5::/48 table 1000",
    "prohibit 2001:db8:6::/48",
    "2001:db8:7::/48 dev v0 pref low",
    "2001:db8:8::/48 nhid 10",
    "anycast 2001:db8:9::1 dev lo",
)


@requires("link:veth", "command:ip")
@pytest.mark.parametrize("family", [AF.INET, AF.INET6])
def test_every_sort_of_route_is_what_ip_shows(netns: Netns, family: int) -> None:
    devices(netns)
    ip = ["ip", "-4" if family == AF.INET else "-6"]
    for route in ROUTES if family == AF.INET else ROUTES6:
        netns.run(*ip, "route", "add", *route.split())
    shown = json.loads(netns.run(*ip, "-j", "-d", "route", "show", "table", "all"))
    found = [one for one in dump(netns, RouteMessage(family=family)) if RouteFlags.CLONED not in one.flags]
    names = {link["ifindex"]: link["ifname"] for link in netns.json("ip", "-j", "link")}
    assert len(found) == len(shown) > len(ROUTES6)
    for info, message in zip(shown, found, strict=True):
        made = as_ip_shows(message, names)
        expires, told = info.pop("expires", None), made.pop("expires", None)
        assert (expires is None) == (told is None)
        assert abs((expires or 0) - (told or 0)) < 30
        info.pop("nh_info", None)  # of the nexthop object, not of the route
        assert made == info
        assert str(message).split()[0] in (made["dst"], made["type"])


def as_ip_shows(message: RouteMessage, names: dict[int, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": RTN(message.type).name.lower(), "dst": shown_prefix(message.dst), "table": table_name(message.table),
        "protocol": getattr(message.protocol, "name", str(message.protocol)).lower(),
        "scope": scope_name(message.scope), "flags": flag_names(message.flags),
    }  # fmt: skip
    if message.src is not None:
        made["from"] = shown_prefix(message.src)
    if message.tos:
        made["tos"] = hex(message.tos)
    made |= router(message)
    if message.oif is not None:
        made["dev"] = names[message.oif]
    for name, value in (("nhid", message.nh_id), ("metric", message.priority)):
        if value is not None:
            made[name] = value
    if message.prefsrc is not None:
        made["prefsrc"] = str(message.prefsrc)
    if message.flow:
        made |= realms(message.flow)
    if message.metrics is not None:
        made["metrics"] = [metrics(message.metrics)]
    if message.cacheinfo is not None and message.cacheinfo.expires:
        made["expires"] = message.cacheinfo.expires // 100
    if message.pref is not None:
        made["pref"] = ICMPV6_ROUTER_PREF(message.pref).name.lower()
    if message.multipath is not None:
        made["nexthops"] = [
            router(hop) | {"dev": names[hop.ifindex], "weight": hop.weight, "flags": flag_names(hop.flags)}
            | (realms(hop.flow) if hop.flow else {})
            for hop in message.multipath
        ]  # fmt: skip
    return made


def shown_prefix(network: IPv4Network | IPv6Network | None) -> str:
    if network is None:
        return "default"
    return str(network.network_address if network.prefixlen == network.max_prefixlen else network)


def scope_name(scope: int) -> str:
    return "global" if scope == RT_SCOPE.UNIVERSE else RT_SCOPE(scope).name.lower()


def flag_names(flags: RouteFlags | RTNH_F) -> list[str]:
    return [(one.name or "").lower() for one in type(flags) if one in flags]


def router(message: RouteMessage | RouteNextHop) -> dict[str, Any]:
    if message.gateway is not None:
        assert message.next_hop == message.gateway
        return {"gateway": str(message.gateway)}
    if message.via is None:
        assert message.next_hop is None
        return {}
    assert message.next_hop == message.via.address
    return {"via": {"family": "inet6", "host": str(message.via.address)}}


def realms(flow: int) -> dict[str, Any]:
    source = {"from": str(flow >> 16)} if flow >> 16 else {}
    return {"flow": source | {"to": str(flow & 0xFFFF)}}


def metrics(found: RouteMetrics) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field in RouteMetrics.__layout__.attributes:
        value = getattr(found, field.name)
        if value is None or field.name == "lock":  # which iproute2 tells in its text only
            continue
        made[field.name] = value
    if made.pop("features", None) == RTAX_FEATURE.ECN:
        made["ecn"] = None
    return made


def test_every_metric_as_given_is_what_is_read(netns: Netns) -> None:
    given = RouteMetrics(
        lock=1 << RTAX.MTU | 1 << RTAX.CWND, mtu=1300, window=7000, rtt=800, rttvar=40, ssthresh=3, cwnd=4, advmss=500,
        reordering=4, hoplimit=9, initcwnd=5, features=RTAX_FEATURE.ECN, rto_min=50, initrwnd=6, quickack=1,
        congestion="reno", fastopen_no_cookie=1,
    )  # fmt: skip
    assert all(getattr(given, field.name) is not None for field in RouteMetrics.__layout__.attributes)
    for family, network in ((AF.INET, IPv4Network("10.0.0.0/8")), (AF.INET6, IPv6Network("2001:db8::/32"))):
        change(netns, on_loopback(family, network, metrics=given))
        assert route_to(netns, network).metrics == given
    assert str(given).startswith("mtu lock 1300 window 7000 rtt 800")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (
            LWTUNNEL_ENCAP.IP,
            IP(id=5, dst="192.0.2.9", src="192.0.2.1", ttl=9, tos=4, flags=0),
        ),
        (
            LWTUNNEL_ENCAP.IP6,
            IP6(id=5, dst="2001:db8::9", src="2001:db8::1", hoplimit=9, traffic_class=4, flags=0),
        ),
    ],
)
def test_an_encapsulation_as_given_is_what_is_read(netns: Netns, kind: LWTUNNEL_ENCAP, given: Any) -> None:
    network = IPv4Network("10.0.0.0/8")
    route = on_loopback(AF.INET, network, encap_type=kind, encap=given)
    change(netns, route)
    read = route_to(netns, network)
    assert read.encap == given
    assert read.encap_type == kind
    assert f"encap {given}" in str(read)


def test_an_encapsulation_that_is_not_declared_is_kept() -> None:
    route = RouteMessage(encap_type=200, encap=Raw(200, b"1234"))
    assert RouteMessage.from_bytes(route.to_bytes()).encap == Raw(200, b"1234")


@requires("link:veth")
def test_next_hops_as_given_are_what_is_read(netns: Netns) -> None:
    devices(netns)
    index: int = netns.json("ip", "-j", "link", "show", "dev", "v0")[0]["ifindex"]
    network = IPv4Network("10.0.0.0/8")
    hops = (
        NextHop(via="203.0.113.1", device="v0", weight=2, onlink=True).to_wire(AF.INET, index),
        NextHop(via="fe80::1", device=index, weight=256).to_wire(AF.INET, index),
        NextHop(device=index).to_wire(AF.INET, index),
    )
    change(netns, on_loopback(AF.INET, network, oif=None, scope=RT_SCOPE.UNIVERSE, multipath=hops))
    assert route_to(netns, network).multipath == hops


@requires("link:veth")
def test_a_lookup_is_a_route_too(netns: Netns) -> None:
    devices(netns)
    netns.run("ip", "route", "add", "10.0.0.0/8", "via", "192.0.2.2")
    uid = 7 if lacking("root") is None else 0  # a user namespace has no other user than root
    asked = RouteMessage(
        family=AF.INET, destination=IPv4Network("10.1.2.3/32"), uid=uid, mark=9, ip_proto=6, sport=1000, dport=2000
    )
    answer = get(netns, asked)
    assert answer.dst == asked.dst
    assert (str(answer.gateway), str(answer.prefsrc), answer.uid) == ("192.0.2.2", "192.0.2.1", uid)
    assert RouteFlags.CLONED in answer.flags
    matched = get(netns, RouteMessage(family=AF.INET, destination=asked.destination, flags=RouteFlags.FIB_MATCH))
    assert matched.dst == IPv4Network("10.0.0.0/8")
    six = get(netns, RouteMessage(family=AF.INET6, destination=IPv6Network("2001:db8::9/128")))
    assert six.dst == IPv6Network("2001:db8::9/128")


def test_multicast_routes_are_routes_of_a_family_of_their_own() -> None:
    """RTA_EXPIRES has 8 bytes there; so has every counter of RTA_MFC_STATS."""
    body = bytes([128, 32, 32, 0, 253, 17, 0, 5, 0, 0, 0, 0])
    body += struct.pack("=HH4s", 8, 1, bytes([239, 1, 1, 1])) + struct.pack("=HHQ", 12, 23, 1 << 33)
    body += struct.pack("=HHQQQ", 28, 17, 1, 2, 3)
    body += struct.pack("=HHHBBi", 12, 9, 8, 0, 3, 2)
    route = RouteMessage.from_bytes(body)
    assert (str(route.dst), route.expires, route.unknown) == ("239.1.1.1/32", 1 << 33, ())
    assert route.mfc_stats is not None
    assert (route.mfc_stats.packets, route.mfc_stats.bytes, route.mfc_stats.wrong_interface) == (1, 2, 3)
    assert route.multipath == (RouteNextHop(hops=3, ifindex=2),)


def test_an_mpls_route_is_for_a_label() -> None:
    body = bytes([28, 20, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0]) + struct.pack("=HHI", 8, 15, 254)
    body += struct.pack("=HH", 8, 1) + struct.pack(">I", 100 << 12 | 0x100)
    body += struct.pack("=HH", 12, 19) + struct.pack(">II", 200 << 12, 300 << 12 | 0x100)
    body += struct.pack("=HHH4sxx", 10, 18, 2, bytes([192, 0, 2, 1]))
    route = RouteMessage.from_bytes(body)
    assert route.labels == LabelStack([100])
    assert route.newdst == LabelStack([200, 300])
    assert route.via == Via(AF.INET, ip_address("192.0.2.1"))
    assert (route.dst, route.is_default) == (None, False)
    assert str(route) == "100 as to 200/300 via inet 192.0.2.1 proto static"
    assert RouteMessage.from_bytes(route.to_bytes()) == route
    over_ethernet = Via(AF.PACKET, "02:00:00:00:00:01")
    assert RouteMessage.from_bytes(RouteMessage(family=28, via=over_ethernet).to_bytes()).via == over_ethernet
    pushed = RouteMessage(encap_type=LWTUNNEL_ENCAP.MPLS, encap=MPLS(labels=[100], ttl=3))
    assert RouteMessage.from_bytes(pushed.to_bytes()).encap == pushed.encap


def test_as_text_it_is_one_line() -> None:
    route = RouteMessage(
        family=2, destination=IPv4Network("10.0.0.0/8"), gateway=ip_address("192.0.2.1"), oif=2, protocol=RTPROT.STATIC,
        type=RTN.UNICAST, table=254, priority=100,
    )  # fmt: skip
    assert str(route) == "10.0.0.0/8 via 192.0.2.1 dev 2 proto static metric 100"
    default = RouteMessage(
        family=2, type=RTN.UNICAST, table=1000, metrics=RouteMetrics(mtu=1300),
        multipath=(NextHop(via="192.0.2.2", weight=2).to_wire(2), NextHop(via="fe80::1", device=3).to_wire(2, 3)),
    )  # fmt: skip
    assert str(default) == (
        "default table 1000 mtu 1300 nexthop via 192.0.2.2 weight 2 nexthop via inet6 fe80::1 dev 3 weight 1"
    )
    assert default.dst is None
    assert default.is_default


def test_a_next_hop_is_checked_when_it_is_made() -> None:
    assert NextHop(via="192.0.2.2", weight=2) == NextHop(via=ip_address("192.0.2.2"), weight=2)
    assert len({NextHop(via="192.0.2.2"), NextHop(via="192.0.2.2")}) == 1
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("via", {}),
        ("via", {"via": "192.0.2"}),
        ("via", {"via": 5}),
        ("weight", {"via": "192.0.2.2", "weight": 0}),
        ("weight", {"via": "192.0.2.2", "weight": 257}),
        ("weight", {"via": "192.0.2.2", "weight": True}),
        ("onlink", {"via": "192.0.2.2", "onlink": 1}),
        ("device", {"device": 0}),
        ("device", {"device": ""}),
    ]
    for field, given in wrong:
        with pytest.raises(InvalidInput) as caught:
            NextHop(**given)
        assert caught.value.field == field
    with pytest.raises(InvalidInput, match="IPv6 router"):
        NextHop(via="192.0.2.2").to_wire(AF.INET6)
    with pytest.raises(TypeError):
        NextHop(via="192.0.2.2", wieght=2)  # type: ignore[call-arg]


def on_loopback(family: int, network: IPv4Network | IPv6Network, **fields: Any) -> RouteMessage:
    given: dict[str, Any] = {
        "family": family, "destination": network, "type": RTN.UNICAST, "table": 254, "protocol": RTPROT.STATIC,
        "scope": RT_SCOPE.LINK, "oif": 1,
    }  # fmt: skip
    return RouteMessage(**(given | fields))


def route_to(netns: Netns, network: IPv4Network | IPv6Network) -> RouteMessage:
    family = AF.INET if network.version == 4 else AF.INET6
    [found] = [one for one in dump(netns, RouteMessage(family=family)) if one.dst == network]
    return found


def devices(netns: Netns) -> None:
    netns.run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1")
    for name in ("v0", "v1"):
        netns.run("ip", "link", "set", name, "up")
    for address in ("192.0.2.1/24", "2001:db8::1/64"):
        netns.run("ip", "address", "add", address, "dev", "v0", *(["nodad"] if ":" in address else []))
    netns.run("ip", "address", "add", "198.51.100.1/24", "dev", "v1")
    for nexthop in (
        "id 7 via 192.0.2.3 dev v0",
        "id 8 via 192.0.2.4 dev v0",
        "id 9 group 7,3/8",
        "id 10 via 2001:db8::7 dev v0",
    ):
        netns.run("ip", "nexthop", "add", *nexthop.split())
