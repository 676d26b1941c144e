"""Short ways that people expect."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from nlink import Connection, InvalidInput, LinkNotFound
from nlink.link import Bridge, Ifb, Veth
from tests.netns import Netns


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


async def test_whether_there_is_one(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), alternative_names=["a long alternative name"])
    assert await conn.interface_exists("i0") is True
    assert await conn.interface_exists("a long alternative name") is True
    assert await conn.interface_exists("i1") is False
    for wrong in ("", 7, None):
        with pytest.raises(InvalidInput):
            await conn.interface_exists(wrong)  # type: ignore[arg-type]


async def test_several_up_and_down(conn: Connection) -> None:
    link = await conn.add_link("v0", Veth(peer="v1"))
    await conn.add_link("i0", Ifb())
    await conn.set_links_up([link, "v1", await conn.index_of("i0")])
    assert {one.name for one in await conn.get_links(up=True)} == {"lo", "v0", "v1", "i0"}
    await conn.set_links_down(["v0", "i0"])
    await conn.set_links_up([])
    assert {one.name for one in await conn.get_links(up=True)} == {"lo", "v1"}
    with pytest.raises(LinkNotFound, match=r"set_links_up\('nothing'\)"):
        await conn.set_links_up(["v0", "nothing", "i0"])
    assert {one.name for one in await conn.get_links(up=True)} == {"lo", "v1", "v0"}
    with pytest.raises(InvalidInput, match="devices"):
        await conn.set_links_up("v0")
    with pytest.raises(InvalidInput, match="devices"):
        await conn.set_links_up(["i0", ""])


async def test_a_port_is_taken_and_released(conn: Connection) -> None:
    bridge = await conn.add_link("br0", Bridge())
    await conn.add_link("v0", Veth(peer="v1"))
    await conn.enslave("v0", "br0")
    assert (await conn.get_link("v0")).master == bridge.ifindex
    async with conn.batch() as batch:
        batch.release("v0")
        batch.enslave("v1", bridge)
    batch.check()
    assert [link.name for link in await conn.get_links(master="br0")] == ["v1"]
    with pytest.raises(InvalidInput, match="master"):
        await conn.enslave("v0", None)  # type: ignore[arg-type]
