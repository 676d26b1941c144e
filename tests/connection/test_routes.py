"""Routes as ``add_route`` and its kin make them, read back by nlink and by ``ip``."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, InvalidRequest, NotFound, RouteNotFound
from nlink.link import Veth
from nlink.netlink.uapi.if_addr import IFA_F
from nlink.netlink.uapi.rtnetlink import RTAX_FEATURE
from nlink.route import NextHop, RouteMessage
from tests.netns import Netns


@pytest.fixture(autouse=True)
async def v0(conn: Connection) -> str:
    """v0, up, with 192.0.2.1/24 and 2001:db8::1/64; and v2 with 198.51.100.1/24."""
    await conn.add_link("v1", Veth(peer="v0"), up=True)
    await conn.add_link("v3", Veth(peer="v2"), up=True)
    for name, addresses in (
        ("v0", ["192.0.2.1/24", "2001:db8::1/64"]),
        ("v2", ["198.51.100.1/24", "2001:db8:2::1/64"]),
    ):
        await conn.set_link_up(name)
        for address in addresses:
            await conn.add_address(name, address, flags=IFA_F.NODAD if ":" in address else 0)
    return "v0"


async def route_to(conn: Connection, destination: str, table: int | str = "main") -> RouteMessage:
    (found,) = await routes_to(conn, destination, table)
    return found


async def routes_to(conn: Connection, destination: str, table: int | str = "main") -> list[RouteMessage]:
    wanted = None if destination == "default" else ip_network(destination)
    return [route for route in await conn.get_routes(table=table) if route.dst == wanted]


def ip_routes(netns: Netns, destination: str, table: int | str = "main") -> list[dict[str, Any]]:
    six = "-6" if ":" in destination else "-4"
    exact = [] if destination == "default" else ["exact", destination]
    return list(netns.json("ip", six, "-d", "-j", "route", "show", "table", str(table), *exact))


SETTINGS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("10.0.0.0/8", {"via": "192.0.2.2"}, {"gateway": "192.0.2.2", "dev": "v0", "protocol": "boot", "scope": "global"}),
    ("10.0.0.0/8", {"device": "v0"}, {"dev": "v0", "scope": "link"}),
    ("10.0.0.1", {"via": "192.0.2.2", "device": "v0", "metric": 100}, {"metric": 100, "dev": "v0"}),
    ("default", {"via": "192.0.2.2"}, {"dst": "default", "gateway": "192.0.2.2"}),
    ("10.0.0.0/8", {"via": "203.0.113.1", "device": "v0", "onlink": True}, {"flags": ["onlink"]}),
    ("10.0.0.0/8", {"via": "2001:db8::2", "device": "v0"}, {"via": {"family": "inet6", "host": "2001:db8::2"}}),
    ("10.0.0.0/8", {"device": "v0", "prefsrc": "192.0.2.1"}, {"prefsrc": "192.0.2.1"}),
    ("10.0.0.0/8", {"device": "v0", "tos": 0x10}, {"tos": "0x10"}),
    ("10.0.0.0/8", {"device": "v0", "protocol": "static", "scope": "link"}, {"protocol": "static"}),
    ("10.0.0.0/8", {"device": "v0", "protocol": 111}, {"protocol": "111"}),
    ("10.0.0.0/8", {"device": "v0", "realm": 7}, {}),
    ("10.0.0.0/8", {"device": "v0", "table": 70000}, {"dev": "v0"}),
    ("10.0.0.0/8", {"device": "v0", "table": 200}, {"dev": "v0"}),
    ("10.0.0.0/8", {"type": "blackhole"}, {"type": "blackhole", "scope": "global"}),
    ("10.0.0.0/8", {"type": "unreachable", "metric": 5}, {"type": "unreachable", "metric": 5}),
    ("10.0.0.0/8", {"type": "prohibit"}, {"type": "prohibit"}),
    ("10.0.0.0/8", {"type": "throw", "table": 100}, {"type": "throw"}),
    ("10.0.0.9/32", {"type": "local", "device": "v0", "table": "local"}, {"type": "local", "scope": "host"}),
    ("10.0.0.255/32", {"type": "broadcast", "device": "v0", "table": "local"}, {"type": "broadcast", "scope": "link"}),
    ("2001:db8:9::/48", {"via": "2001:db8::2"}, {"gateway": "2001:db8::2", "dev": "v0", "metric": 1024}),
    ("2001:db8:9::/48", {"device": "v0", "metric": 5, "pref": 1}, {"metric": 5, "pref": "high"}),
    ("2001:db8:9::/48", {"device": "v0", "prefsrc": "2001:db8::1"}, {"prefsrc": "2001:db8::1"}),
    ("2001:db8:9::/48", {"type": "blackhole"}, {"type": "blackhole", "dev": "lo"}),
    ("2001:db8:9::/48", {"type": "prohibit", "table": 70000}, {"type": "prohibit"}),
    ("2001:db8:9::1/128", {"via": "fe80::1", "device": "v0"}, {"gateway": "fe80::1"}),
]  # fmt: skip


@pytest.mark.parametrize(("destination", "settings", "told"), SETTINGS, ids=str)
async def test_each_setting_is_as_ip_tells_it(
    destination: str, settings: dict[str, Any], told: dict[str, Any], conn: Connection, netns: Netns
) -> None:
    assert await conn.add_route(destination, **settings) is True
    table = settings.get("table", "main")
    (by_ip,) = [
        one for one in ip_routes(netns, destination, table) if destination != "default" or one["dst"] == "default"
    ]
    assert {name: by_ip.get(name) for name in told} == told
    read = await route_to(conn, destination, table)
    names = {link.name: link.ifindex for link in await conn.get_links()}
    for name, value in settings.items():
        if name == "via":
            assert str(read.next_hop) == value
        elif name == "device":
            assert read.oif == names[value]
        elif name == "metric":
            assert read.priority == value
        elif name == "realm":
            assert read.flow == value
        elif name == "onlink":
            assert "onlink" in str(read)
        elif name == "table" and isinstance(value, int):
            assert read.table == value
        elif name == "prefsrc":
            assert str(read.prefsrc) == value
        elif name in ("tos", "pref"):
            assert getattr(read, name) == value
        elif name in ("protocol", "type", "scope"):
            found = getattr(read, name)
            assert value in (found, getattr(found, "name", "").lower())
    assert await conn.del_route(destination, **settings) is True
    assert await routes_to(conn, destination, table) == []


@pytest.mark.parametrize(
    ("setting", "value", "by_ip"),
    [
        ("mtu", 1300, ("mtu", 1300)), ("advmss", 1200, ("advmss", 1200)), ("window", 65000, ("window", 65000)),
        ("hop_limit", 9, ("hoplimit", 9)), ("initial_cwnd", 20, ("initcwnd", 20)),
        ("initial_rwnd", 30, ("initrwnd", 30)), ("rto_min", 250, ("rto_min", 250)),
        ("quick_ack", True, ("quickack", 1)),
        ("congestion", "reno", ("congestion", "reno")), ("features", RTAX_FEATURE.ECN, ("ecn", None)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("destination", ["10.0.0.0/8", "2001:db8:9::/48"])
async def test_each_metric_is_as_ip_tells_it(
    destination: str, setting: str, value: Any, by_ip: tuple[str, Any], conn: Connection, netns: Netns
) -> None:
    await conn.add_route(destination, device="v0", **{setting: value})
    metrics = {name: one for part in ip_routes(netns, destination)[0]["metrics"] for name, one in part.items()}
    assert metrics == dict([by_ip])
    read = await route_to(conn, destination)
    assert read.metrics is not None
    fields = {"hop_limit": "hoplimit", "initial_cwnd": "initcwnd", "initial_rwnd": "initrwnd", "quick_ack": "quickack"}
    assert getattr(read.metrics, fields.get(setting, setting)) == value


async def test_a_route_that_expires(conn: Connection, netns: Netns) -> None:
    await conn.add_route("2001:db8:9::/48", device="v0", expires=100)
    assert 95 <= ip_routes(netns, "2001:db8:9::/48")[0]["expires"] <= 100
    read = await route_to(conn, "2001:db8:9::/48")
    assert read.cacheinfo is not None
    assert 9500 <= read.cacheinfo.expires <= 10000


async def test_multipath(conn: Connection, netns: Netns) -> None:
    hops = [
        NextHop(via="192.0.2.2", weight=2),
        NextHop(via="198.51.100.2", device="v2"),
        NextHop(via="203.0.113.9", device="v2", onlink=True, weight=256),
        NextHop(via="2001:db8::7", device="v0"),
    ]
    await conn.add_route("10.0.0.0/8", nexthops=hops)
    by_ip = ip_routes(netns, "10.0.0.0/8")[0]["nexthops"]
    assert [(hop.get("gateway") or hop["via"]["host"], hop["dev"], hop["weight"], hop["flags"]) for hop in by_ip] == [
        ("192.0.2.2", "v0", 2, []), ("198.51.100.2", "v2", 1, []), ("203.0.113.9", "v2", 256, ["onlink"]),
        ("2001:db8::7", "v0", 1, []),
    ]  # fmt: skip
    read = await route_to(conn, "10.0.0.0/8")
    assert [(str(hop.next_hop), hop.weight) for hop in read.multipath or ()] == [
        (str(hop.via), hop.weight) for hop in hops
    ]
    assert read.oif is None
    assert await conn.del_route("10.0.0.0/8", nexthops=hops) is True


async def test_multipath_of_ipv6(conn: Connection, netns: Netns) -> None:
    await conn.add_route(
        "2001:db8:9::/48", nexthops=[NextHop(via="2001:db8::2"), NextHop(via="2001:db8:2::2", weight=3)]
    )
    by_ip = ip_routes(netns, "2001:db8:9::/48")[0]["nexthops"]
    assert [(hop["gateway"], hop["weight"]) for hop in by_ip] == [("2001:db8::2", 1), ("2001:db8:2::2", 3)]
    await conn.append_route("2001:db8:9::/48", via="2001:db8::3")
    read = await route_to(conn, "2001:db8:9::/48")
    assert [str(hop.next_hop) for hop in read.multipath or ()] == ["2001:db8::2", "2001:db8:2::2", "2001:db8::3"]


async def test_the_default_route_is_of_the_family_of_its_first_router(conn: Connection, netns: Netns) -> None:
    await conn.add_route("default", nexthops=[NextHop(via="2001:db8::2"), NextHop(via="2001:db8::3")])
    assert len(netns.json("ip", "-6", "-j", "route", "show", "default")[0]["nexthops"]) == 2
    assert netns.json("ip", "-4", "-j", "route", "show", "default") == []
    await conn.add_route("0.0.0.0/0", device="v0")
    assert netns.json("ip", "-4", "-j", "route", "show", "default")[0]["dev"] == "v0"
    assert await conn.del_route("::/0") is True
    assert await conn.del_route("default") is True


async def test_a_nexthop_object(conn: Connection, netns: Netns) -> None:
    netns.run("ip", "nexthop", "add", "id", "7", "via", "192.0.2.2", "dev", "v0")
    await conn.add_route("10.0.0.0/8", nexthop_id=7)
    (by_ip,) = ip_routes(netns, "10.0.0.0/8")
    assert (by_ip["nhid"], by_ip["gateway"]) == (7, "192.0.2.2")
    read = await route_to(conn, "10.0.0.0/8")
    assert (read.nh_id, str(read.gateway)) == (7, "192.0.2.2")
    assert await conn.del_route("10.0.0.0/8", nexthop_id=7) is True
    with pytest.raises((NotFound, InvalidRequest)):
        await conn.add_route("10.0.0.0/8", nexthop_id=8)


async def test_the_routes_of_a_source_prefix(conn: Connection, netns: Netns) -> None:
    await conn.add_route("2001:db8:9::/48", source="2001:db8:8::/48", device="v0")
    assert [one["from"] for one in netns.json("ip", "-6", "-j", "route", "show", "from", "2001:db8:8::/48")] == [
        "2001:db8:8::/48"
    ]
    assert str((await route_to(conn, "2001:db8:9::/48")).src) == "2001:db8:8::/48"


async def test_replace_change_and_append(conn: Connection, netns: Netns) -> None:
    with pytest.raises(RouteNotFound, match=r"change_route\('10.0.0.0/8', via='192.0.2.2'\)"):
        await conn.change_route("10.0.0.0/8", via="192.0.2.2")
    await conn.replace_route("10.0.0.0/8", via="192.0.2.2")
    await conn.replace_route("10.0.0.0/8", via="192.0.2.3")
    await conn.change_route("10.0.0.0/8", via="192.0.2.4")
    await conn.append_route("10.0.0.0/8", via="192.0.2.5")
    assert [one["gateway"] for one in ip_routes(netns, "10.0.0.0/8")] == ["192.0.2.4", "192.0.2.5"]
    with pytest.raises(AlreadyExists):
        await conn.append_route("10.0.0.0/8", via="192.0.2.5")


async def test_there_already_and_not_there(conn: Connection) -> None:
    assert await conn.add_route("10.0.0.0/8", device="v0") is True
    assert await conn.add_route("10.0.0.0/8", device="v0", exist_ok=True) is False
    with pytest.raises(AlreadyExists, match=r"add_route\('10.0.0.0/8', device='v0'\)"):
        await conn.add_route("10.0.0.0/8", device="v0")
    assert await conn.del_route("10.0.0.0/8", missing_ok=True) is True
    assert await conn.del_route("10.0.0.0/8", missing_ok=True) is False
    for table in ("main", 4711):
        with pytest.raises(RouteNotFound, match=r"del_route\('10.0.0.0/8'"):
            await conn.del_route("10.0.0.0/8", table=table)
        with pytest.raises(RouteNotFound):
            await conn.del_route("2001:db8:9::/48", table=table)
        assert await conn.del_route("2001:db8:9::/48", table=table, missing_ok=True) is False


@pytest.mark.parametrize(
    ("given", "deleted_by"),
    [
        ({"via": "192.0.2.2", "protocol": "static", "metric": 7}, {}),
        ({"type": "blackhole"}, {}),
        ({"device": "v0"}, {"scope": "link"}),
        ({"device": "v0", "mtu": 1300}, {"mtu": 1300}),
        ({"via": "192.0.2.2"}, {"device": "v0"}),
        ({"via": "192.0.2.2", "metric": 7}, {"metric": 7}),
    ],
    ids=str,
)
async def test_what_is_not_told_may_be_anything(
    given: dict[str, Any], deleted_by: dict[str, Any], conn: Connection
) -> None:
    await conn.add_route("10.0.0.0/8", **given)
    assert await conn.del_route("10.0.0.0/8", **deleted_by) is True


@pytest.mark.parametrize(
    "other",
    [{"via": "192.0.2.3"}, {"metric": 8}, {"protocol": "static"}, {"device": "v2"}, {"type": "blackhole"}],
    ids=str,
)
async def test_what_is_told_has_to_be_so(other: dict[str, Any], conn: Connection) -> None:
    await conn.add_route("10.0.0.0/8", via="192.0.2.2", metric=7)
    with pytest.raises(RouteNotFound):
        await conn.del_route("10.0.0.0/8", **other)


async def test_what_the_kernel_does_not_route(conn: Connection) -> None:
    with pytest.raises(InvalidRequest, match="gateway") as caught:
        await conn.add_route("10.0.0.0/8", via="203.0.113.1")
    assert caught.value.is_invalid
    with pytest.raises(InvalidInput, match="an IPv6 route needs an IPv6 router"):
        await conn.add_route("2001:db8:9::/48", via="192.0.2.1")
    with pytest.raises(InvalidInput, match="nexthops"):
        await conn.add_route("10.0.0.0/8", via="192.0.2.1", nexthops=[NextHop(via="192.0.2.2")])
