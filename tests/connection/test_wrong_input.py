"""Wrong input raises in the call, names what is wrong, and nothing is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network
from typing import Any

import pytest
from pydantic import ValidationError

from nlink import Connection, InvalidInput
from nlink.link import Bridge, Veth, Vlan
from nlink.route import NextHop
from tests.connection.sending import Sent

MAC = "02:00:00:00:00:01"
Call = Callable[[Any], Any]

INVALID: list[tuple[str, Call]] = [
    ("name", lambda to: to.add_link("x" * 16, Bridge())),
    ("name", lambda to: to.add_link("", Bridge())),
    ("name", lambda to: to.add_link("a/b", Bridge())),
    ("name", lambda to: to.add_link("a b", Bridge())),
    ("name", lambda to: to.add_link("..", Bridge())),
    ("name", lambda to: to.add_link(7, Bridge())),
    ("name", lambda to: to.add_link("ü" * 8, Bridge())),
    ("mtu", lambda to: to.add_link("x", Bridge(), mtu=-1)),
    ("mtu", lambda to: to.add_link("x", Bridge(), mtu=2**32)),
    ("mtu", lambda to: to.add_link("x", Bridge(), mtu="1500")),
    ("mtu", lambda to: to.add_link("x", Bridge(), mtu=1500.0)),
    ("address", lambda to: to.add_link("x", Bridge(), address="02:00:00:00:00:zz")),
    ("address", lambda to: to.set_link_address("lo", "nonsense")),
    ("up", lambda to: to.set_link("lo", up=1)),
    ("alias", lambda to: to.set_link("lo", alias="x" * 256)),
    ("group", lambda to: to.set_link("lo", group=-1)),
    ("tx_queue_length", lambda to: to.set_link("lo", tx_queue_length=2**32)),
    ("name", lambda to: to.set_link_name("lo", "x" * 16)),
    ("mtu", lambda to: to.set_link_mtu("lo", -1)),
    ("device", lambda to: to.set_link_up("")),
    ("device", lambda to: to.set_link_up("x" * 128)),
    ("device", lambda to: to.set_link_up(0)),
    ("device", lambda to: to.set_link_up(-1)),
    ("device", lambda to: to.set_link_up(2**31)),
    ("device", lambda to: to.set_link_up(True)),
    ("device", lambda to: to.set_link_up(None)),
    ("device", lambda to: to.del_link(1.5)),
    ("master", lambda to: to.set_link_master("lo", 1.5)),
    ("link", lambda to: to.add_link("x", Vlan(id=1), link="")),
    ("address", lambda to: to.add_address("lo", "10.0.0")),
    ("address", lambda to: to.add_address("lo", "10.0.0.1/33")),
    ("address", lambda to: to.add_address("lo", "")),
    ("address", lambda to: to.add_address("lo", 10)),
    ("address", lambda to: to.add_address("lo", ip_network("10.0.0.0/8"))),
    ("peer", lambda to: to.add_address("lo", "10.0.0.1/32", peer="fd00::1")),
    ("label", lambda to: to.add_address("lo", "10.0.0.1/32", label="x" * 16)),
    ("scope", lambda to: to.add_address("lo", "10.0.0.1/32", scope="planet")),
    ("scope", lambda to: to.add_address("lo", "10.0.0.1/32", scope=256)),
    ("metric", lambda to: to.add_address("lo", "10.0.0.1/32", metric=2**32)),
    ("protocol", lambda to: to.add_address("lo", "10.0.0.1/32", protocol=256)),
    ("valid_lifetime", lambda to: to.add_address("lo", "10.0.0.1/32", valid_lifetime=0)),
    ("valid_lifetime", lambda to: to.add_address("lo", "10.0.0.1/32", valid_lifetime=-1)),
    ("valid_lifetime", lambda to: to.add_address("lo", "10.0.0.1/32", valid_lifetime=2**32)),
    ("preferred_lifetime", lambda to: to.add_address("lo", "10.0.0.1/32", valid_lifetime=5, preferred_lifetime=6)),
    ("address", lambda to: to.del_address("lo", "10.0.0.1/x")),
    ("destination", lambda to: to.add_route("10.0.0.1/8", device="lo")),
    ("destination", lambda to: to.add_route("2001:db8::1/32", device="lo")),
    ("destination", lambda to: to.add_route("10.0.0.0/33", device="lo")),
    ("destination", lambda to: to.add_route("everywhere", device="lo")),
    ("destination", lambda to: to.add_route(None, device="lo")),
    ("via", lambda to: to.add_route("10.0.0.0/8", via="10.0.0.0.1")),
    ("via", lambda to: to.add_route("10.0.0.0/8", via="10.0.0.0/8")),
    ("metric", lambda to: to.add_route("10.0.0.0/8", device="lo", metric=2**32)),
    ("metric", lambda to: to.add_route("10.0.0.0/8", device="lo", metric=-1)),
    ("metric", lambda to: to.add_route("10.0.0.0/8", device="lo", metric="low")),
    ("table", lambda to: to.add_route("10.0.0.0/8", device="lo", table=2**32)),
    ("table", lambda to: to.add_route("10.0.0.0/8", device="lo", table="mine")),
    ("type", lambda to: to.add_route("10.0.0.0/8", type="hole")),
    ("scope", lambda to: to.add_route("10.0.0.0/8", device="lo", scope="planet")),
    ("protocol", lambda to: to.add_route("10.0.0.0/8", device="lo", protocol=256)),
    ("tos", lambda to: to.add_route("10.0.0.0/8", device="lo", tos=256)),
    ("realm", lambda to: to.add_route("10.0.0.0/8", device="lo", realm=-1)),
    ("mtu", lambda to: to.add_route("10.0.0.0/8", device="lo", mtu=2**32)),
    ("hop_limit", lambda to: to.add_route("10.0.0.0/8", device="lo", hop_limit=-1)),
    ("congestion", lambda to: to.add_route("10.0.0.0/8", device="lo", congestion="x" * 16)),
    ("prefsrc", lambda to: to.add_route("10.0.0.0/8", device="lo", prefsrc="fd00::1")),
    ("source", lambda to: to.add_route("10.0.0.0/8", device="lo", source="nowhere")),
    ("nexthop_id", lambda to: to.add_route("10.0.0.0/8", nexthop_id=-1)),
    ("expires", lambda to: to.add_route("2001:db8::/32", device="lo", expires=2**32)),
    ("via", lambda to: to.add_route("10.0.0.0/8", nexthops=[NextHop(via="x")])),
    ("weight", lambda to: to.add_route("10.0.0.0/8", nexthops=[NextHop(via="10.0.0.1", weight=257)])),
    ("via", lambda to: to.add_route("10.0.0.0/8", nexthops=[NextHop()])),
    ("destination", lambda to: to.del_route("10.0.0.1/8")),
    ("address", lambda to: to.add_neighbor("lo", "10.0.0.0/8", lladdr=MAC)),
    ("lladdr", lambda to: to.add_neighbor("lo", "10.0.0.1", lladdr="02:00:zz")),
    ("state", lambda to: to.add_neighbor("lo", "10.0.0.1", state="somehow")),
    ("state", lambda to: to.add_neighbor("lo", "10.0.0.1", state=2**16)),
    ("protocol", lambda to: to.add_neighbor("lo", "10.0.0.1", lladdr=MAC, protocol=256)),
    ("address", lambda to: to.del_neighbor("lo", "")),
    ("source", lambda to: to.add_rule(source="10.0.0.1/8", table=5)),
    ("destination", lambda to: to.add_rule(source="10.0.0.0/8", destination="fd00::/8", table=5)),
    ("family", lambda to: to.add_rule(source="10.0.0.0/8", family=10, table=5)),
    ("table", lambda to: to.add_rule(source="10.0.0.0/8")),
    ("table", lambda to: to.add_rule(table=2**32)),
    ("priority", lambda to: to.add_rule(table=5, priority=2**32)),
    ("mark", lambda to: to.add_rule(table=5, mark=-1)),
    ("mark_mask", lambda to: to.add_rule(table=5, mark_mask=2**32)),
    ("tos", lambda to: to.add_rule(table=5, tos=256)),
    ("ip_proto", lambda to: to.add_rule(table=5, ip_proto=256)),
    ("iif", lambda to: to.add_rule(table=5, iif="x" * 16)),
    ("sport", lambda to: to.add_rule(table=5, sport=65536)),
    ("dport", lambda to: to.add_rule(table=5, dport=range(0, 10, 2))),
    ("dport", lambda to: to.add_rule(table=5, dport=range(0))),
    ("dport", lambda to: to.add_rule(table=5, dport=range(1, 65537))),
    ("uids", lambda to: to.add_rule(table=5, uids=range(1, 2**32 + 1))),
    ("tunnel_id", lambda to: to.add_rule(table=5, tunnel_id=2**64)),
    ("suppress_prefixlen", lambda to: to.add_rule(table=5, suppress_prefixlen=-1)),
    ("suppress_group", lambda to: to.add_rule(table=5, suppress_group=2**32)),
    ("goto", lambda to: to.add_rule(goto=-1)),
    ("action", lambda to: to.add_rule(action="vanish")),
]  # fmt: skip

UNKNOWN: list[tuple[str, Call]] = [
    ("mut", lambda to: to.add_link("x", Bridge(), mut=1500)),
    ("link", lambda to: to.set_link("lo", link="x")),
    ("lable", lambda to: to.add_address("lo", "10.0.0.1/32", lable="lo:1")),
    ("gateway", lambda to: to.add_route("10.0.0.0/8", gateway="10.0.0.1")),
    ("gateway", lambda to: to.del_route("10.0.0.0/8", gateway="10.0.0.1")),
    ("mac", lambda to: to.add_neighbor("lo", "10.0.0.1", mac=MAC)),
    ("fwmark", lambda to: to.add_rule(table=5, fwmark=1)),
    ("fwmark", lambda to: to.del_rule(table=5, fwmark=1)),
    ("missing", lambda to: to.del_link("lo", missing=True)),
]


def number(case: tuple[str, Call]) -> str:
    return case[0]


@pytest.fixture
async def quiet(sent: Sent) -> AsyncIterator[None]:
    """Nothing is sent while the test runs."""
    yield
    assert sent.requests == []


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("case", INVALID, ids=number)
async def test_what_is_wrong_is_named(case: tuple[str, Call], conn: Connection) -> None:
    field, call = case
    with pytest.raises(InvalidInput) as caught:
        await call(conn)
    assert caught.value.field == field, caught.value
    assert caught.value.reason
    batch = conn.batch()
    with pytest.raises(InvalidInput, match=field):
        call(batch)
    assert len(batch) == 0


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("case", UNKNOWN, ids=number)
async def test_an_unknown_keyword_is_a_type_error(case: tuple[str, Call], conn: Connection) -> None:
    field, call = case
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{field}'"):
        await call(conn)
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{field}'"):
        call(conn.batch())


@pytest.mark.usefixtures("quiet")
async def test_wrong_options_are_refused_by_their_constructor(conn: Connection) -> None:
    with pytest.raises(ValidationError, match="less than or equal to 4094"):
        await conn.add_link("x", Vlan(id=5000), link="lo")
    with pytest.raises(ValidationError):
        await conn.add_link("x", Veth(peer="x" * 16))
    with pytest.raises(InvalidInput, match="kind"):
        await conn.add_link("x", "bridge")  # type: ignore[arg-type]


@pytest.mark.usefixtures("quiet")
async def test_wrong_filters_are_refused_when_they_are_given(conn: Connection) -> None:
    calls: list[tuple[str, Callable[[], object]]] = [
        ("table", lambda: conn.get_routes(table="mine")),
        ("protocol", lambda: conn.get_routes(protocol=256)),
        ("type", lambda: conn.get_routes(type="hole")),
        ("scope", lambda: conn.get_routes(scope="planet")),
        ("family", lambda: conn.get_routes(family=256)),
        ("family", lambda: conn.get_addresses(family=-1)),
        ("scope", lambda: conn.get_addresses(scope="planet")),
        ("device", lambda: conn.get_addresses("")),
        ("device", lambda: conn.get_neighbors("")),
        ("device", lambda: conn.get_routes(device="")),
        ("master", lambda: conn.get_links(master=0)),
        ("state", lambda: conn.get_neighbors(state="somehow")),
        ("priority", lambda: conn.get_rules(priority=-1)),
    ]
    for field, call in calls:
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.field == field
