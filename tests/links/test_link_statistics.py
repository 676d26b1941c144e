"""Statistics of links, by groups."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound
from nlink.link import Bond, Bridge, Ifb, StatisticsGroup, Veth
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


async def test_all_that_there_is_of_a_bridge_and_its_port(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge(mcast_stats=True), up=True)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", up=True)
    await conn.add_link("i0", Ifb())
    await conn.set_link_up("v1")
    found = {one.ifindex: one for one in await conn.get_statistics()}
    links = await conn.get_links()
    assert set(found) == {link.ifindex for link in links}
    for link in links:
        statistics = await conn.get_link_statistics(link)
        statistics.validate()
        assert unknown_attributes(statistics) == []
        assert statistics.ifindex == link.ifindex
        assert statistics.link is not None
        assert str(statistics).startswith(f"{link.ifindex}: rx ")
    bridge, port = await conn.get_link_statistics("br0"), await conn.get_link_statistics("v0")
    assert bridge.kind is not None
    assert bridge.kind.bridge is not None
    assert bridge.kind.bridge.multicast is not None
    assert len(bridge.kind.bridge.multicast.mcast_bytes) == 2
    assert port.kind is None
    assert port.port is not None
    assert port.port.bridge is not None
    assert port.port.bridge.spanning_tree is not None
    shown = netns.json("ip", "-j", "-s", "link", "show", "v0")[0]["stats64"]
    again = (await conn.get_link_statistics("v0", StatisticsGroup.LINK)).link
    assert again is not None
    assert again.tx_packets >= shown["tx"]["packets"]


async def test_only_what_is_asked_for(conn: Connection) -> None:
    await conn.add_link("br0", Bridge())
    one = await conn.get_link_statistics("br0", StatisticsGroup.KIND)
    assert one.groups == StatisticsGroup.KIND
    assert (one.link, one.port, one.offload, one.families) == (None,) * 4
    assert one.kind is not None
    assert str(one) == f"{one.ifindex}: KIND"
    for one in await conn.get_statistics(StatisticsGroup.LINK):
        assert one.link is not None
        assert one.kind is None


@requires("link:bond")
async def test_of_a_bond(conn: Connection) -> None:
    await conn.add_link("bond0", Bond(mode="802.3ad"), up=True)
    statistics = await conn.get_link_statistics("bond0")
    assert statistics.kind is not None
    assert statistics.kind.bond is not None
    assert statistics.kind.bond.lacp is not None
    assert statistics.kind.bond.lacp.lacpdu_rx == 0


async def test_the_hardware_is_asked_to_count(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    await conn.set_link_statistics("v0", l3=True)
    counting = (await conn.get_link_statistics("v0")).offload
    assert counting is not None
    assert counting.info is not None
    assert counting.info.l3 is not None
    assert (counting.info.l3.requested, counting.info.l3.used) == (True, False)
    async with conn.batch() as batch:
        batch.set_link_statistics("v0", l3=False)
    batch.check()
    counting = (await conn.get_link_statistics("v0", StatisticsGroup.OFFLOAD)).offload
    assert counting is not None
    assert counting.info is not None
    assert counting.info.l3 is not None
    assert counting.info.l3.requested is False


async def test_what_is_wrong(conn: Connection) -> None:
    sent = Sent(conn)
    wrong: Any
    for wrong in (0, 1 << 7, "everything", None):
        with pytest.raises(InvalidInput, match="groups"):
            await conn.get_link_statistics("lo", wrong)
        with pytest.raises(InvalidInput, match="groups"):
            conn.get_statistics(wrong)
    with pytest.raises(InvalidInput, match="l3"):
        await conn.set_link_statistics("lo", l3=1)  # type: ignore[arg-type]
    assert sent.requests == []
    with pytest.raises(LinkNotFound):
        await conn.get_link_statistics("nothing")
    with pytest.raises(LinkNotFound):
        await conn.get_link_statistics(77)
