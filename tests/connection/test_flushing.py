"""Addresses and neighbours flushed; one neighbour asked for, and one that others validate."""

from __future__ import annotations

from socket import AF_INET

import pytest

from nlink import Connection, LinkNotFound, NeighborNotFound
from nlink.link import Veth
from nlink.netlink.uapi.neighbour import NTF_EXT
from tests.needs import requires
from tests.netns import Netns

MAC = "02:00:00:00:00:01"


@pytest.fixture(autouse=True)
async def v0(conn: Connection, netns: Netns) -> None:
    netns.run("sysctl", "-w", "net.ipv6.conf.default.addr_gen_mode=1")
    await conn.add_link("v0", Veth(peer="v1"), up=True)
    for address in ("192.0.2.1/24", "192.0.2.2/24", "198.51.100.1/24", "2001:db8::1/64"):
        await conn.add_address("v0", address)
    await conn.add_address("v0", "203.0.113.1/32", peer="203.0.113.2", scope="link")


async def test_addresses_of_one_device_are_flushed(conn: Connection, netns: Netns) -> None:
    kept = len(await conn.get_addresses("lo"))
    assert await conn.flush_addresses("v0", scope="link") == 1
    assert await conn.flush_addresses("v0", family=AF_INET) == 3
    assert [str(address.ip) for address in await conn.get_addresses("v0")] == ["2001:db8::1"]
    assert await conn.flush_addresses("v0") == 1
    (shown,) = netns.json("ip", "-j", "address", "show", "dev", "v0")
    assert shown["addr_info"] == []
    assert len(await conn.get_addresses("lo")) == kept
    with pytest.raises(LinkNotFound):
        await conn.flush_addresses("none")


async def test_neighbors_are_flushed_but_for_those_that_were_made_to_stay(conn: Connection, netns: Netns) -> None:
    await conn.add_neighbor("v0", "192.0.2.10", lladdr=MAC)
    await conn.add_neighbor("v0", "192.0.2.11", lladdr=MAC, state="stale")
    await conn.add_neighbor("v0", "2001:db8::11", lladdr=MAC, state="stale")
    await conn.add_neighbor("v0", "192.0.2.12", proxy=True)
    assert await conn.flush_neighbors("v0", family=AF_INET) == 1
    assert await conn.flush_neighbors() >= 1
    assert [entry["dst"] for entry in netns.json("ip", "-j", "neigh", "show", "dev", "v0")] == ["192.0.2.10"]
    assert await conn.flush_neighbors("v0", state="permanent") == 1
    assert await conn.flush_neighbors("v0", proxy=True) == 1
    assert netns.json("ip", "-j", "neigh", "show", "proxy") == []


async def test_one_neighbor_is_asked_for(conn: Connection) -> None:
    await conn.add_neighbor("v0", "192.0.2.10", lladdr=MAC, protocol="static")
    await conn.add_neighbor("v0", "2001:db8::10", proxy=True)
    found = await conn.get_neighbor("v0", "192.0.2.10")
    assert (found.lladdr, str(found.protocol), found.is_permanent) == (MAC, "static", True)
    assert (await conn.get_neighbor("v0", "2001:db8::10", proxy=True)).is_proxy
    with pytest.raises(NeighborNotFound) as missing:
        await conn.get_neighbor("v0", "192.0.2.11")
    assert "get_neighbor('v0', '192.0.2.11')" in str(missing.value)
    with pytest.raises(LinkNotFound):
        await conn.get_neighbor("none", "192.0.2.11")


@requires("linux:6.17")
async def test_a_neighbor_that_is_validated_outside(conn: Connection) -> None:
    await conn.add_neighbor("v0", "192.0.2.10", lladdr=MAC, state="stale", externally_validated=True)
    assert (await conn.get_neighbor("v0", "192.0.2.10")).flags_ext == NTF_EXT.EXT_VALIDATED
