"""``get_route``: which way a packet would take, compared with ``ip route get``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, RouteNotFound
from nlink.link import Veth
from tests.needs import lacking, requires
from tests.netns import Netns


@pytest.fixture(autouse=True)
async def routed(conn: Connection, netns: Netns) -> None:
    """Two ways out, a table of its own for mark 7, for uid 1234 and for DNS, and a prohibited net."""
    for name, other, addresses in (("v0", "v1", ["192.0.2.1/24", "2001:db8::1/64"]), ("v2", "v3", ["198.51.100.1/24"])):
        await conn.add_link(other, Veth(peer=name), up=True)
        await conn.set_link_up(name)
        for address in addresses:
            await conn.add_address(name, address)
    await conn.add_route("default", via="192.0.2.2", mtu=1400)
    await conn.add_route("10.0.0.0/8", via="192.0.2.3", realm=5)
    await conn.add_route("172.16.0.0/12", type="prohibit")
    await conn.add_route("default", via="2001:db8::2")
    await conn.add_route("default", via="198.51.100.2", table=70000)
    await conn.add_rule(mark=7, table=70000)
    if lacking("root") is None:  # a user namespace has no other user than root
        await conn.add_rule(uids=range(1234, 1235), table=70000)
    await conn.add_rule(ip_proto=17, dport=53, sport=range(1000, 1011), table=70000)
    netns.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.v2.rp_filter=0")


LOOKUPS: list[Any] = [
    ("8.8.8.8", {}, []),
    ("10.1.2.3", {}, []),
    ("192.0.2.77", {}, []),
    ("127.0.0.1", {}, []),
    ("192.0.2.1", {}, []),
    ("224.0.0.1", {"oif": "v0"}, ["oif", "v0"]),
    ("8.8.8.8", {"mark": 7}, ["mark", "7"]),
    pytest.param("8.8.8.8", {"uid": 1234}, ["uid", "1234"], marks=requires("root")),
    ("8.8.8.8", {"oif": "v0"}, ["oif", "v0"]),
    ("8.8.8.8", {"source": "192.0.2.1"}, ["from", "192.0.2.1"]),
    ("8.8.8.8", {"source": "198.51.100.77", "iif": "v2"}, ["from", "198.51.100.77", "iif", "v2"]),
    ("8.8.8.8", {"tos": 16}, ["tos", "16"]),
    ("8.8.8.8", {"ip_proto": 17, "sport": 1005, "dport": 53}, ["ipproto", "udp", "sport", "1005", "dport", "53"]),
    ("8.8.8.8", {"ip_proto": 6, "dport": 53}, ["ipproto", "tcp", "dport", "53"]),
    ("2001:4860::8888", {}, []),
    ("2001:db8::77", {}, []),
    ("::1", {}, []),
    ("fe80::5", {"oif": "v0"}, ["oif", "v0"]),
]


@pytest.mark.parametrize(("destination", "given", "words"), LOOKUPS, ids=str)
async def test_it_answers_what_ip_route_get_answers(
    destination: str, given: dict[str, Any], words: list[str], conn: Connection, netns: Netns
) -> None:
    (by_ip,) = netns.json("ip", "-d", "-j", "route", "get", destination, *words)
    found = await conn.get_route(destination, **given)
    assert str(found.dst.network_address if found.dst else None) == by_ip["dst"].partition("/")[0]
    assert str(found.gateway) == by_ip.get("gateway", "None")
    names = {link.ifindex: link.name for link in await conn.get_links()}
    assert names[found.oif or 0] == by_ip["dev"]
    assert str(found.prefsrc) == by_ip.get("prefsrc", "None")
    table = {"local": 255, "main": 254}
    if "table" in by_ip:
        assert found.table == int(table.get(by_ip["table"], by_ip["table"]))
    assert found.type.name.lower() == by_ip["type"]  # type: ignore[union-attr]
    if "uid" in by_ip:
        assert found.uid == by_ip["uid"]
    assert found.mark == (int(str(by_ip["mark"]), 0) if "mark" in by_ip else None)


async def test_the_entry_of_the_table_instead(conn: Connection, netns: Netns) -> None:
    found = await conn.get_route("10.1.2.3", fib_match=True)
    (by_ip,) = netns.json("ip", "-j", "route", "get", "fibmatch", "10.1.2.3")
    assert str(found.dst) == by_ip["dst"] == "10.0.0.0/8"
    assert str(found.gateway) == by_ip["gateway"]
    assert found.flow == 5


async def test_no_way(conn: Connection) -> None:
    await conn.del_route("default")
    with pytest.raises(RouteNotFound) as caught:
        await conn.get_route("8.8.8.8")
    assert caught.value.operation == "get_route('8.8.8.8')"
    with pytest.raises(LinkNotFound):
        await conn.get_route("8.8.8.8", oif="absent")
    with pytest.raises(LinkNotFound):
        await conn.get_route("8.8.8.8", oif=4711)


async def test_wrong_input(conn: Connection) -> None:
    for given in ({"source": "::1"}, {"mark": -1}, {"uid": 2**32}, {"tos": 256}, {"sport": 65536}, {"ip_proto": 256}):
        with pytest.raises(InvalidInput):
            await conn.get_route("8.8.8.8", **given)  # type: ignore[arg-type]
    for destination in ("8.8.8.0/24", "somewhere", "", None):
        with pytest.raises(InvalidInput, match="destination"):
            await conn.get_route(destination)  # type: ignore[arg-type]


@requires("linux:6.14")
async def test_rules_look_at_the_flow_label(conn: Connection) -> None:
    await conn.add_route("2001:db8:9::/48", type="blackhole", table=900)
    await conn.add_route("2001:db8:9::/48", device="lo")
    await conn.add_rule(family=10, flow_label=0x12345, table=900, priority=10)
    assert (await conn.get_route("2001:db8:9::1", flow_label=0x12344)).table == 254
    with pytest.raises(RouteNotFound):
        await conn.get_route("2001:db8:9::1", flow_label=0x12345)
