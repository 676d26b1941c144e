"""Whatever is given is read back as it was given, or refused by name: no setting is ignored without a word."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from nlink import AddressMessage, Connection, InvalidInput, NeighborMessage, RouteMessage
from nlink.encap import IP
from nlink.link import Veth
from nlink.netlink.uapi.if_addr import IFA_F
from nlink.netlink.uapi.neighbour import NTF, NTF_EXT, NUD
from nlink.netlink.uapi.rtnetlink import RT_SCOPE, RTAX_FEATURE, RTN, RTPROT
from nlink.route import AddressSettings, NeighborSettings, NextHop, RouteSettings, RuleSettings
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns

MAC = "02:00:00:00:00:01"
ROUTE = {4: "10.5.0.0/16", 6: "2001:db8:5::/48"}
ROUTER = {4: "192.0.2.9", 6: "2001:db8::9"}
OTHER = {4: "192.0.2.8", 6: "2001:db8::8"}
OWN = {4: "192.0.2.1", 6: "2001:db8::1"}
FAMILY = {4: 2, 6: 10}
BOTH = (4, 6)


@pytest.fixture(autouse=True)
async def v0(conn: Connection, netns: Netns) -> int:
    """v0 with an address of each family, and a nexthop object of each."""
    link = await conn.add_link("v0", Veth(peer="v1"), up=True, addresses=["192.0.2.1/24"])
    await conn.add_address("v0", "2001:db8::1/64", flags=IFA_F.NODAD)
    await conn.set_link_up("v1")
    lines = [f"nexthop add id {version} via {ROUTER[version]} dev v0\n" for version in BOTH]
    netns.run("ip", "-batch", "-", input="".join(lines))
    return link.ifindex


def metric(name: str) -> Callable[[RouteMessage], object]:
    return lambda route: getattr(route.metrics, name, None)


def hops(route: RouteMessage) -> object:
    return [(str(hop.next_hop), hop.weight) for hop in route.multipath or ()]


NEXT_HOPS = {version: [NextHop(via=ROUTER[version], weight=3), NextHop(via=OTHER[version])] for version in BOTH}
TWO = {version: [(ROUTER[version], 3), (OTHER[version], 1)] for version in BOTH}

# the setting, the families that have it, its value for each, what is read, that for each
KEPT: list[tuple[str, tuple[int, ...], Any, Callable[[RouteMessage], object], Any]] = [
    ("via", BOTH, ROUTER, lambda route: str(route.next_hop), ROUTER),
    ("device", BOTH, "v0", lambda route: route.oif, "v0"),
    ("nexthops", BOTH, NEXT_HOPS, hops, TWO),
    ("nexthop_id", BOTH, {4: 4, 6: 6}, lambda route: route.nh_id, {4: 4, 6: 6}),
    ("onlink", BOTH, True, lambda route: "onlink" in str(route.flags), True),
    ("table", BOTH, 77, lambda route: route.table, 77),
    ("table", BOTH, 70000, lambda route: route.table, 70000),
    ("metric", BOTH, 5, lambda route: route.priority, 5),
    ("source", (6,), "2001:db8:8::/48", lambda route: route.src, ip_network("2001:db8:8::/48")),
    ("prefsrc", BOTH, OWN, lambda route: str(route.prefsrc), OWN),
    *[("type", BOTH, word, lambda route: route.type, RTN[word.upper()]) for word in
      ("unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit", "throw")],
    ("scope", (4,), "site", lambda route: route.scope, RT_SCOPE.SITE),
    ("scope", BOTH, "global", lambda route: route.scope, RT_SCOPE.UNIVERSE),
    ("protocol", (4,), 0, lambda route: route.protocol, RTPROT.UNSPEC),
    ("protocol", BOTH, "static", lambda route: route.protocol, RTPROT.STATIC),
    ("tos", (4,), 0x10, lambda route: route.tos, 0x10),
    ("realm", (4,), 3 << 16 | 4, lambda route: route.flow, 3 << 16 | 4),
    ("pref", (6,), "high", lambda route: str(route.pref), "high"),
    ("pref", (6,), "low", lambda route: str(route.pref), "low"),
    ("pref", (6,), "medium", lambda route: str(route.pref), "medium"),
    ("expires", (6,), 21474836, lambda route: route.cacheinfo and round(route.cacheinfo.expires / 10000), 214748),
    ("mtu", BOTH, 65520, metric("mtu"), 65520),
    ("advmss", BOTH, 65495, metric("advmss"), 65495),
    ("window", BOTH, 2**32 - 1, metric("window"), 2**32 - 1),
    ("hop_limit", BOTH, 255, metric("hoplimit"), 255),
    ("initial_cwnd", BOTH, 2**32 - 1, metric("initcwnd"), 2**32 - 1),
    ("initial_rwnd", BOTH, 10, metric("initrwnd"), 10),
    ("rto_min", BOTH, 2**32 - 1, metric("rto_min"), 2**32 - 1),
    ("quick_ack", BOTH, True, metric("quickack"), 1),
    ("congestion", BOTH, "reno", metric("congestion"), "reno"),
    ("features", BOTH, RTAX_FEATURE.ECN, metric("features"), RTAX_FEATURE.ECN),
    *[(name, BOTH, 2**32 - 1, metric(name), 2**32 - 1) for name in ("cwnd", "ssthresh", "reordering", "rtt", "rttvar")],
    ("fastopen_no_cookie", BOTH, True, metric("fastopen_no_cookie"), 1),
    ("lock", BOTH, ["mtu", "hop_limit"], lambda route: route.metrics and route.metrics.locked, ("mtu", "hoplimit")),
    ("encap", BOTH, IP(id=5, dst="192.0.2.9"), lambda route: IP(id=5, dst="192.0.2.9").matches(route.encap), True),  # type: ignore[arg-type]
    ("swap", (), [200], lambda route: None, None),
    ("ttl_propagate", (), True, lambda route: None, None),
]  # fmt: skip

ALONE = ("device", "nexthops", "nexthop_id")
"""The settings that do not go with ``via``; nor do types that lead nowhere, or are of a scope too near for a router."""


def beside(version: int, name: str, value: object) -> dict[str, Any]:
    if name in ALONE or value in ("blackhole", "unreachable", "prohibit", "throw"):
        return {}
    return {"device": "v0"} if name == "type" else {"via": ROUTER[version], "device": "v0"}


def of(version: int, value: Any) -> Any:
    return value[version] if isinstance(value, dict) else value


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(("name", "versions", "value", "read", "expected"), KEPT, ids=lambda it: str(it)[:30])
async def test_each_setting_of_a_route(
    version: int, name: str, versions: tuple[int, ...], value: Any, read: Any, expected: Any, v0: int, conn: Connection
) -> None:
    given = {**beside(version, name, value), name: of(version, value)}
    if version not in versions:
        with pytest.raises(InvalidInput, match=r"routes only|of an IPv6 route") as caught:
            await conn.add_route(ROUTE[version], **given)
        assert caught.value.field == name
        return
    await conn.add_route(ROUTE[version], **given)
    (route,) = [one for one in await conn.get_routes(family=FAMILY[version]) if str(one.dst) == ROUTE[version]]
    assert read(route) == (v0 if expected == "v0" else of(version, expected))


def test_every_setting_of_a_route_is_tried() -> None:
    assert {name for name, *_ in KEPT} == set(RouteSettings.__annotations__)


REFUSED: list[tuple[str, tuple[int, ...], dict[str, Any]]] = [
    ("expires", (4,), {"device": "v0", "expires": 50}),
    ("pref", (4,), {"device": "v0", "pref": "high"}),
    ("source", (4,), {"device": "v0", "source": "10.0.0.0/8"}),
    ("realm", (6,), {"device": "v0", "realm": 4}),
    ("tos", (6,), {"device": "v0", "tos": 16}),
    *[("scope", (6,), {"device": "v0", "scope": scope}) for scope in ("link", "host", "site", "nowhere", 17)],
    ("metric", (6,), {"device": "v0", "metric": 0}),
    ("protocol", (6,), {"device": "v0", "protocol": 0}),
    ("pref", (6,), {"device": "v0", "pref": 2}),
    ("pref", (6,), {"device": "v0", "pref": 7}),
    ("expires", (6,), {"device": "v0", "expires": 0}),
    ("expires", (6,), {"device": "v0", "expires": 21474837}),
    ("table", BOTH, {"device": "v0", "table": 0}),
    ("table", BOTH, {"device": "v0", "table": "unspec"}),
    ("type", BOTH, {"device": "v0", "type": 0}),
    ("type", BOTH, {"device": "v0", "type": "unspec"}),
    ("mtu", BOTH, {"device": "v0", "mtu": 0}),
    ("mtu", BOTH, {"device": "v0", "mtu": 65521}),
    ("advmss", BOTH, {"device": "v0", "advmss": 65496}),
    ("hop_limit", BOTH, {"device": "v0", "hop_limit": 0}),
    ("hop_limit", BOTH, {"device": "v0", "hop_limit": 256}),
    *[(name, BOTH, {"device": "v0", name: 0}) for name in
      ("advmss", "window", "initial_cwnd", "initial_rwnd", "rto_min", "nexthop_id")],
    ("onlink", BOTH, {"device": "v0", "onlink": True}),
    ("onlink", BOTH, {"type": "blackhole", "onlink": True}),
    ("onlink", BOTH, {"nexthops": NEXT_HOPS, "onlink": True}),
    ("onlink", BOTH, {"nexthop_id": {4: 4, 6: 6}, "onlink": True}),
    ("onlink", BOTH, {"via": ROUTER, "onlink": True}),
    ("nexthops", BOTH, {"nexthops": []}),
    *[("via", BOTH, {"type": word, "via": ROUTER}) for word in ("blackhole", "unreachable", "prohibit", "throw")],
    ("device", BOTH, {"type": "blackhole", "device": "v0"}),
    ("nexthops", BOTH, {"type": "blackhole", "nexthops": NEXT_HOPS}),
    ("via", BOTH, {"nexthop_id": 4, "via": ROUTER}),
    ("device", BOTH, {"nexthop_id": 4, "device": "v0"}),
    ("nexthops", BOTH, {"nexthop_id": 4, "nexthops": NEXT_HOPS}),
    ("realm", (4,), {"nexthop_id": 4, "realm": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "versions", "settings"), REFUSED, ids=str)
async def test_what_would_be_ignored_of_a_route(
    field: str, versions: tuple[int, ...], settings: dict[str, Any], conn: Connection, sent: Sent
) -> None:
    for version in versions:
        given = {name: of(version, value) for name, value in settings.items()}
        for call in (conn.add_route, conn.replace_route, conn.change_route, conn.append_route):
            with pytest.raises(InvalidInput) as caught:
                await call(ROUTE[version], **given)
            assert caught.value.field == field, caught.value
    assert sent.requests == []


@pytest.mark.parametrize("name", ["type", "metric", "protocol", "realm", "table", "scope", "nexthop_id"])
async def test_a_deletion_is_not_of_any_route(name: str, conn: Connection, sent: Sent) -> None:
    """To the kernel 0 (of a scope, nowhere) means any, in a deletion."""
    with pytest.raises(InvalidInput) as caught:
        await conn.del_route(ROUTE[4], **{name: RT_SCOPE.NOWHERE if name == "scope" else 0})  # type: ignore[arg-type]
    assert caught.value.field == name
    assert sent.requests == []


async def test_a_deletion_compares_the_tos_of_ipv4_routes(conn: Connection) -> None:
    await conn.add_route(ROUTE[4], device="v0", tos=16)
    assert await conn.del_route(ROUTE[4], missing_ok=True) is False
    assert await conn.del_route(ROUTE[4], tos=16) is True


def left(seconds: int | None) -> int | None:
    """A lifetime as it was given, of which some minutes may have passed by now."""
    return next((whole for whole in LIFETIMES if seconds is not None and 0 <= whole - seconds < 300), seconds)


LIFETIMES = (2**31, 2**32 - 2)
FLAGS = IFA_F.NODAD | IFA_F.HOMEADDRESS | IFA_F.MANAGETEMPADDR | IFA_F.NOPREFIXROUTE

ADDRESS: list[tuple[str, tuple[int, ...], Any, Callable[[AddressMessage], object], Any]] = [
    ("peer", BOTH, {4: "10.9.0.9", 6: "fd09::9"}, lambda one: str(one.peer), {4: "10.9.0.9", 6: "fd09::9"}),
    ("broadcast", (4,), "10.9.0.255", lambda one: one.broadcast, ip_address("10.9.0.255")),
    ("label", (4,), "v0:x", lambda one: one.label, "v0:x"),
    ("scope", (4,), "link", lambda one: one.scope, RT_SCOPE.LINK),
    ("metric", BOTH, 5, lambda one: one.priority, 5),
    ("valid_lifetime", BOTH, 2**32 - 2, lambda one: left(one.valid_lifetime), 2**32 - 2),
    ("preferred_lifetime", (6,), 2**31, lambda one: left(one.preferred_lifetime), 2**31),
    ("protocol", BOTH, 9, lambda one: one.protocol, 9),
    ("flags", BOTH, IFA_F.NOPREFIXROUTE, lambda one: one.flags & FLAGS, IFA_F.NOPREFIXROUTE),
    ("flags", (6,), FLAGS, lambda one: one.flags & FLAGS, FLAGS),
]


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(("name", "versions", "value", "read", "expected"), ADDRESS, ids=lambda it: str(it)[:30])
async def test_each_setting_of_an_address(
    version: int, name: str, versions: tuple[int, ...], value: Any, read: Any, expected: Any, conn: Connection
) -> None:
    address = {4: "10.9.0.1/24", 6: "fd09::1/64"}[version]
    given = {name: of(version, value)}
    if version not in versions:
        with pytest.raises(InvalidInput) as caught:
            await conn.add_address("v0", address, **given)
        assert caught.value.field == name
        return
    await conn.add_address("v0", address, **given)
    (found,) = [one for one in await conn.get_addresses("v0") if str(one.ip) == address.partition("/")[0]]
    assert read(found) == of(version, expected)


def test_every_setting_of_an_address_is_tried() -> None:
    assert {name for name, *_ in ADDRESS} == set(AddressSettings.__annotations__)


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize("flag", [flag for flag in IFA_F if flag & ~FLAGS & ~IFA_F.OPTIMISTIC & ~IFA_F.MCAUTOJOIN])
async def test_flags_that_are_the_kernels_own(version: int, flag: IFA_F, conn: Connection, sent: Sent) -> None:
    with pytest.raises(InvalidInput, match=f"flags: IPv{version} does not take"):
        await conn.add_address("v0", {4: "10.9.0.1/24", 6: "fd09::1/64"}[version], flags=flag)
    assert sent.requests == []


async def test_an_ipv4_address_may_be_deprecated_for_ever(conn: Connection) -> None:
    await conn.add_address("v0", "10.9.0.1/24", preferred_lifetime=0)
    (found,) = [one for one in await conn.get_addresses("v0", family=2) if str(one.ip) == "10.9.0.1"]
    assert IFA_F.DEPRECATED in found.flags


NEIGHBOR: list[tuple[str, Any, Callable[[NeighborMessage], object], Any]] = [
    ("lladdr", MAC, lambda one: one.lladdr, MAC),
    *[("state", state, lambda one: one.state, state) for state in
      (NUD(0), NUD.REACHABLE, NUD.STALE, NUD.FAILED, NUD.NOARP, NUD.PERMANENT, NUD.REACHABLE | NUD.STALE)],
    ("proxy", True, lambda one: one.flags, NTF.PROXY),
    ("router", True, lambda one: one.flags, NTF.ROUTER),
    ("managed", True, lambda one: one.flags_ext, NTF_EXT.MANAGED),
    ("externally_learned", True, lambda one: one.flags, NTF.EXT_LEARNED),
    ("use", True, lambda one: bool(one.state & (NUD.INCOMPLETE | NUD.FAILED)), True),
    ("protocol", 77, lambda one: one.protocol, 77),
]  # fmt: skip


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(("name", "value", "read", "expected"), NEIGHBOR, ids=lambda it: str(it)[:30])
async def test_each_setting_of_a_neighbor(
    version: int, name: str, value: Any, read: Any, expected: Any, conn: Connection
) -> None:
    given: dict[str, Any] = {} if name in ("proxy", "managed", "use") else {"lladdr": MAC}
    await conn.add_neighbor("v0", OTHER[version], **(given | {name: value}))
    listed = await conn.get_neighbors("v0", proxy=name == "proxy")
    (found,) = [one for one in listed if str(one.dst) == OTHER[version]]
    assert read(found) == expected


def test_every_setting_of_a_neighbor_is_tried() -> None:
    assert {name for name, *_ in NEIGHBOR} | {"externally_validated"} == set(NeighborSettings.__annotations__)


@pytest.mark.parametrize(
    "settings", [{"lladdr": MAC}, {"state": "stale"}, {"managed": True}, {"state": 0x100}, {"lladdr": ""}], ids=str
)
async def test_what_would_be_ignored_of_a_neighbor(settings: dict[str, Any], conn: Connection, sent: Sent) -> None:
    (field,) = settings
    with pytest.raises(InvalidInput) as caught:
        await conn.add_neighbor("v0", "192.0.2.8", proxy=True, **settings)
    assert caught.value.field == field
    assert sent.requests == []


# What the kernel compares with nothing, or takes for anything, when a rule is deleted.
ANYTHING: list[tuple[str, dict[str, Any]]] = [
    ("settings", {}), ("settings", {"family": 2}), ("settings", {"source": None}), ("settings", {"invert": True}),
    ("settings", {"l3mdev": False}), ("settings", {"family": 10, "invert": False, "goto": None}),
    *[(name, {"priority": 5, name: 0}) for name in
      ("table", "action", "mark", "mark_mask", "tos", "ip_proto", "tunnel_id", "realm", "protocol")],
    ("source", {"source": "0.0.0.0/0"}), ("destination", {"destination": "::/0"}), ("action", {"action": "unspec"}),
    ("realm", {"family": 10, "realm": 4}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "settings"), ANYTHING, ids=str)
async def test_a_deletion_is_not_of_any_rule(
    field: str, settings: dict[str, Any], conn: Connection, sent: Sent
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await conn.del_rule(**settings)
    assert caught.value.field == field
    assert sent.requests == []
    assert len(await conn.get_rules()) == 5


async def test_the_realm_of_an_ipv6_rule(conn: Connection) -> None:
    for call in (conn.add_rule, conn.replace_rule):
        with pytest.raises(InvalidInput, match="realm"):
            await call(family=10, table=5, realm=4, priority=5)


RULE: dict[str, Any] = {
    "source": {4: "10.0.0.0/8", 6: "fd00::/8"}, "destination": {4: "10.0.0.0/8", 6: "fd00::/8"}, "table": 6,
    "priority": 5, "goto": 900, "invert": True, "iif": "v0", "oif": "v1", "mark": 5, "mark_mask": 255, "tos": 16,
    "ip_proto": 6, "sport": 80, "dport": range(1, 65535), "uids": range(1), "tunnel_id": 2**64 - 1, "l3mdev": True,
    "suppress_prefixlen": 3, "suppress_group": 4, "realm": 5, "protocol": 77, "action": "blackhole", "family": None,
    "dscp": 63, "dscp_mask": 48, "flow_label": 0xFFFFF, "flow_label_mask": 0xFF000, "sport_mask": 0xFF00,
    "dport_mask": 1,
}  # fmt: skip
FIELDS = {
    "source": "src", "destination": "dst", "invert": "is_inverted", "iif": "iifname", "oif": "oifname",
    "mark": "fwmark", "mark_mask": "fwmask", "sport": "sport_range", "dport": "dport_range", "uids": "uid_range",
    "tunnel_id": "tun_id", "suppress_group": "suppress_ifgroup", "realm": "flow",
    "flow_label": "flowlabel", "flow_label_mask": "flowlabel_mask",
}  # fmt: skip
MASKED: dict[str, dict[str, Any]] = {
    "dscp_mask": {"dscp": 48}, "flow_label_mask": {"flow_label": 0xFF000}, "sport_mask": {"sport": 0x100},
    "dport_mask": {"dport": 1},
}  # fmt: skip
"""What a mask is of."""
NEWER = {
    "dscp": "linux:6.13", "flow_label": "linux:6.14", "flow_label_mask": "linux:6.14",
    "dscp_mask": "linux:6.15", "sport_mask": "linux:6.15", "dport_mask": "linux:6.15",
}  # fmt: skip
READ = {"sport": "80", "dport": "1-65534", "uids": "0-0"}


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=requires(NEWER[name]) if name in NEWER else ()) for name in RULE if name != "family"],
)
async def test_each_setting_of_a_rule(version: int, name: str, conn: Connection) -> None:
    if (version, name) in ((6, "realm"), (4, "flow_label"), (4, "flow_label_mask")):
        return  # see above and below
    value = of(version, RULE[name])
    way = {} if name in ("goto", "l3mdev", "action") else {"table": 6}
    await conn.add_rule(**({"family": FAMILY[version], "priority": 5} | way | MASKED.get(name, {}) | {name: value}))
    (rule,) = await conn.get_rules(family=FAMILY[version], priority=5)
    found = getattr(rule, FIELDS.get(name, name))
    assert str(found) == READ.get(name, str(value))


WRONG_SELECTORS: list[tuple[str, dict[str, Any]]] = [
    ("dscp", {"dscp": 64}), ("dscp", {"dscp": 1, "tos": 4}), ("dscp_mask", {"dscp_mask": 1}),
    ("flow_label", {"flow_label": 5}), ("flow_label", {"flow_label": 1 << 20, "family": 10}),
    ("flow_label_mask", {"flow_label_mask": 5, "family": 10}), ("sport_mask", {"sport_mask": 5}),
    ("dport_mask", {"dport": range(1, 3), "dport_mask": 5}), ("ip_proto", {"ip_proto": "tcpp"}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "settings"), WRONG_SELECTORS, ids=str)
async def test_selectors_that_cannot_be(field: str, settings: dict[str, Any], conn: Connection, sent: Sent) -> None:
    with pytest.raises(InvalidInput) as caught:
        await conn.add_rule(table=5, **settings)
    assert caught.value.field == field
    assert sent.requests == []


async def test_rules_are_listed_by_their_selectors_and_flushed(conn: Connection, netns: Netns) -> None:
    await conn.add_rule(source="10.0.0.0/8", table=5, priority=10, mark=7, iif="v0")
    await conn.add_rule(destination="10.0.0.0/8", table=5, priority=11, oif="v1", ip_proto="udp")
    await conn.add_rule(action="nop", priority=12)
    for number, chosen in (
        (10, {"source": "10.0.0.0/8"}), (10, {"mark": 7}), (10, {"iif": "v0"}), (11, {"destination": "10.0.0.0/8"}),
        (11, {"oif": "v1"}), (12, {"action": "nop"}),
    ):  # fmt: skip
        assert [rule.priority for rule in await conn.get_rules(**chosen)] == [number]  # type: ignore[arg-type]
    assert await conn.get_rules(source="10.0.0.0/9") == []
    assert await conn.flush_rules(table=5) == 2
    assert await conn.flush_rules(family=2) == 3
    assert [line["priority"] for line in netns.json("ip", "-j", "rule")] == [0]
    assert len(netns.json("ip", "-6", "-j", "rule")) == 2


def test_every_setting_of_a_rule_is_tried() -> None:
    assert set(RULE) == set(RuleSettings.__annotations__)
