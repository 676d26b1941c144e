"""The filters of the lists give what a list of all, filtered by hand, gives; and the kernel sends no more than that."""

from __future__ import annotations

from collections.abc import Callable
from socket import AF_INET, AF_INET6, AF_UNSPEC
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, NotSupported
from nlink.link import Bridge, Ifb, Veth
from nlink.netlink.uapi.neighbour import NUD
from tests.connection.sending import Sent
from tests.netns import Netns

MAC = "02:00:00:00:00:01"
AF_BRIDGE = 7
"""A family that has links and neighbours, but no addresses and routes: the kernel lists those of all others then."""


@pytest.fixture(autouse=True)
async def full(conn: Connection, netns: Netns) -> None:
    """Two bridges with ports, addresses of both families, routes in several tables, and neighbours."""
    await conn.add_link("br0", Bridge(), up=True)
    await conn.add_link("br1", Bridge())
    await conn.add_link("v0", Veth(peer="v1"), up=True, master="br0", group=7)
    await conn.add_link("v2", Veth(peer="v3"), up=True, master="br1")
    await conn.set_link_up("v1")
    await conn.add_link("i0", Ifb())
    for name in ("v0", "v1", "br0"):
        await conn.add_address(name, f"10.0.{len(name)}.1/24", scope="link")
        await conn.add_address(name, f"10.1.{ord(name[1])}.1/24")
        await conn.add_address(name, f"fd00:{ord(name[1])}::1/64")
    for table in ("main", 100, 70000):
        await conn.add_route("192.0.2.0/24", device="v0", table=table, protocol="static")
        await conn.add_route("198.51.100.0/24", device="v1", table=table)
        await conn.add_route("203.0.113.0/24", type="blackhole", table=table)
        await conn.add_route("2001:db8::/32", device="v1", table=table, protocol=77)
    await conn.add_route("192.0.2.0/25", device="v0", protocol=0)
    await conn.add_route("192.0.2.0/26", device="v0", protocol="unspec", type="unicast")
    await conn.add_neighbor("v1", "10.0.2.99", state="none")
    for number in range(5):
        await conn.add_neighbor("v0", f"10.0.2.{10 + number}", lladdr=MAC, state="stale" if number % 2 else "permanent")
        await conn.add_neighbor("v1", f"fd00::{10 + number}", lladdr=MAC)
    await conn.add_rule(table=100, priority=5, protocol="static")
    await conn.add_rule(table=100, priority=6, family=AF_INET6)
    await conn.add_rule(action="blackhole", mark=1, priority=7, protocol="unspec")


async def index(conn: Connection, name: str) -> int:
    return (await conn.get_link(name)).ifindex


LISTS: list[tuple[str, dict[str, Any], Callable[[Any, dict[str, int]], bool], bool]] = [
    # which list, the filter, the same by hand, whether the kernel does it
    ("links", {"kind": "bridge"}, lambda link, _: link.kind == "bridge", True),
    ("links", {"kind": Veth}, lambda link, _: link.kind == "veth", True),
    ("links", {"master": "br0"}, lambda link, index: link.master == index["br0"], True),
    ("links", {"master": "br0", "kind": "veth"}, lambda link, index: link.master == index["br0"], True),
    ("links", {"up": True}, lambda link, _: link.is_up, False),
    ("links", {"up": False}, lambda link, _: not link.is_up, False),
    ("links", {"group": 0}, lambda link, _: link.group == 0, False),
    ("links", {"group": 7}, lambda link, _: link.group == 7, False),
    ("links", {"kind": "no-such-kind"}, lambda link, _: False, False),
    ("addresses", {"device": "v0"}, lambda one, index: one.ifindex == index["v0"], True),
    ("addresses", {"family": AF_INET}, lambda one, _: one.family == AF_INET, True),
    ("addresses", {"family": AF_INET6}, lambda one, _: one.family == AF_INET6, True),
    (
        "addresses",
        {"family": AF_INET6, "device": "v1"},
        lambda one, index: one.family == AF_INET6 and one.ifindex == index["v1"],
        True,
    ),
    ("addresses", {"scope": "link"}, lambda one, _: one.scope == 253, False),
    ("addresses", {"family": AF_BRIDGE}, lambda one, _: False, False),
    ("addresses", {"scope": 0}, lambda one, _: one.scope == 0, False),
    ("addresses", {"scope": "link", "family": AF_INET6}, lambda one, _: one.scope == 253 and one.family == 10, False),
    ("addresses", {"scope": "global"}, lambda one, _: one.scope == 0, False),
    ("routes", {"family": AF_INET}, lambda one, _: one.family == AF_INET, True),
    ("routes", {"family": AF_INET6}, lambda one, _: one.family == AF_INET6, True),
    ("routes", {"table": "main"}, lambda one, _: one.table == 254, True),
    ("routes", {"table": 100}, lambda one, _: one.table == 100, True),
    ("routes", {"table": 70000}, lambda one, _: one.table == 70000, True),
    (
        "routes",
        {"table": 70000, "family": AF_INET},
        lambda one, _: one.table == 70000 and one.family == AF_INET,
        True,
    ),
    ("routes", {"table": 4711}, lambda one, _: False, True),
    ("routes", {"table": 4711, "family": AF_INET}, lambda one, _: False, True),
    ("routes", {"table": 4711, "family": AF_INET6}, lambda one, _: False, True),
    ("routes", {"device": "v0"}, lambda one, index: one.oif == index["v0"], True),
    ("routes", {"protocol": "static"}, lambda one, _: one.protocol == 4, True),
    ("routes", {"protocol": 77}, lambda one, _: one.protocol == 77, True),
    ("routes", {"protocol": 0}, lambda one, _: one.protocol == 0, False),
    ("routes", {"protocol": "unspec", "family": AF_INET6}, lambda one, _: False, False),
    ("routes", {"protocol": "unspec", "scope": "link"}, lambda one, _: one.scope == 253 and not one.protocol, False),
    ("routes", {"family": AF_BRIDGE}, lambda one, _: False, False),
    ("routes", {"scope": 0}, lambda one, _: one.scope == 0, False),
    ("routes", {"type": "blackhole"}, lambda one, _: one.type == 6, True),
    ("routes", {"type": "local"}, lambda one, _: one.type == 2, True),
    ("routes", {"scope": "link"}, lambda one, _: one.scope == 253, False),
    (
        "routes",
        {"table": 100, "protocol": "static", "type": "unicast", "device": "v0"},
        lambda one, index: one.table == 100 and one.protocol == 4 and one.oif == index["v0"],
        True,
    ),
    ("neighbors", {"device": "v0"}, lambda one, index: one.ifindex == index["v0"], True),
    ("neighbors", {"family": AF_INET6}, lambda one, _: one.family == AF_INET6, True),
    ("neighbors", {"master": "br0"}, lambda one, index: one.ifindex == index["v0"], True),
    ("neighbors", {"state": "stale"}, lambda one, _: bool(one.state & NUD.STALE), False),
    ("neighbors", {"state": "none"}, lambda one, _: one.state == 0, False),
    ("neighbors", {"state": NUD(0), "device": "v0"}, lambda one, _: False, False),
    (
        "neighbors",
        {"state": NUD.STALE | NUD.PERMANENT},
        lambda one, _: bool(one.state & (NUD.STALE | NUD.PERMANENT)),
        False,
    ),
    ("rules", {"family": AF_INET}, lambda one, _: one.family == AF_INET, True),
    ("rules", {"table": 100}, lambda one, _: one.table == 100, False),
    ("rules", {"priority": 5}, lambda one, _: one.priority == 5, False),
    ("rules", {"table": 0}, lambda one, _: one.table == 0, False),
    ("rules", {"priority": 0}, lambda one, _: one.priority == 0, False),
    ("rules", {"protocol": 0}, lambda one, _: one.protocol == 0, False),
    ("rules", {"protocol": "static"}, lambda one, _: one.protocol == 4, False),
]


def identity(one: Any) -> bytes:
    """What does not change from one moment to the next."""
    told = one.to_dict()
    for name in ("statistics", "statistics32", "cacheinfo", "linkinfo", "af_spec"):
        told.pop(name, None)
    return repr(sorted(told.items(), key=str)).encode()


@pytest.mark.parametrize(
    ("kind", "given", "by_hand", "kernel_does_it"), LISTS, ids=lambda it: "" if callable(it) else str(it)
)
async def test_a_filter_gives_what_filtering_by_hand_gives(
    kind: str,
    given: dict[str, Any],
    by_hand: Callable[[Any, dict[str, int]], bool],
    kernel_does_it: bool,
    conn: Connection,
    sent: Sent,
) -> None:
    list_them = getattr(conn, f"get_{kind}")
    indexes = {link.name: link.ifindex for link in await conn.get_links()}
    everything, after = await list_them(), []
    while [identity(one) for one in everything] != [identity(one) for one in after]:
        # IPv6 finds its neighbours as it goes; so again, until nothing has changed meanwhile.
        everything = await list_them()
        sent.dumped = 0
        found = await list_them(**given)
        came = sent.dumped
        streamed = [one async for one in list_them(**given)]
        after = await list_them()
    expected = [one for one in everything if by_hand(one, indexes)]
    assert [identity(one) for one in found] == [identity(one) for one in expected]
    if kernel_does_it:
        assert came == len(expected) < len(everything)
    assert [identity(one) for one in streamed] == [identity(one) for one in expected]


async def test_what_a_device_has(conn: Connection) -> None:
    device = await conn.get_link("v0")
    for mine, filtered in (
        (conn.get_addresses_for(device), conn.get_addresses("v0")),
        (conn.get_addresses_for("v0", family=AF_INET), conn.get_addresses("v0", family=AF_INET)),
        (conn.get_routes_for(device), conn.get_routes(device="v0")),
        (conn.get_neighbors_for(device), conn.get_neighbors("v0")),
    ):
        found = [identity(one) for one in await mine]  # type: ignore[attr-defined]
        assert found == [identity(one) for one in await filtered]  # type: ignore[attr-defined]
        assert found


async def test_a_device_that_is_not_there(conn: Connection) -> None:
    for dump in (
        conn.get_links(master="absent"),
        conn.get_addresses("absent"),
        conn.get_routes(device="absent"),
        conn.get_neighbors("absent"),
        conn.get_neighbors(master="absent"),
    ):
        with pytest.raises(LinkNotFound) as caught:
            await dump
        assert caught.value.operation.startswith("get_")


async def test_what_would_mean_all_is_refused(conn: Connection) -> None:
    """To the kernel 0 is no filter."""
    for name, value in (("table", 0), ("table", "unspec"), ("type", 0), ("type", "unspec")):
        with pytest.raises(InvalidInput, match="it would mean all") as caught:
            conn.get_routes(**{name: value})  # type: ignore[arg-type]
        assert caught.value.field == name


async def test_the_family_unspec_means_all(conn: Connection) -> None:
    for dump, everything in (
        (conn.get_addresses(family=AF_UNSPEC), conn.get_addresses()),
        (conn.get_routes(family=AF_UNSPEC), conn.get_routes()),
        (conn.get_rules(family=AF_UNSPEC), conn.get_rules()),
    ):
        assert {one.family for one in await dump} == {one.family for one in await everything} == {AF_INET, AF_INET6}  # type: ignore[attr-defined]


async def test_a_family_without_rules(conn: Connection) -> None:
    with pytest.raises(NotSupported):
        await conn.get_rules(family=AF_BRIDGE)
