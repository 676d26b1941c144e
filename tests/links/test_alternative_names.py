"""Alternative names: given, found by, taken away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, InvalidRequest, LinkNotFound
from nlink.link import Ifb, Veth
from tests.netns import Netns

LONG = "a name with a space and a / that has more than fifteen bytes"


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        await opened.add_link("v0", Veth(peer="v1"))
        yield opened


async def test_given_found_by_and_taken_away(conn: Connection, netns: Netns) -> None:
    await conn.add_link_altname("v0", LONG)
    await conn.add_link_altname(LONG, "short")
    link = await conn.get_link("v0")
    assert link.alternative_names == (LONG, "short")
    assert netns.json("ip", "-j", "link", "show", "v0")[0]["altnames"] == [LONG, "short"]
    for name in (LONG, "short"):
        assert (await conn.get_link(name)).ifindex == link.ifindex
        assert await conn.index_of(name) == link.ifindex
    await conn.set_link_mtu(LONG, 1300)
    assert (await conn.get_link("short")).mtu == 1300
    assert await conn.del_link_altname("short", LONG) is True
    assert await conn.del_link_altname(link, "short") is True
    assert (await conn.get_link("v0")).alternative_names == ()
    with pytest.raises(LinkNotFound):
        await conn.get_link(LONG)


async def test_a_name_that_there_is(conn: Connection) -> None:
    await conn.add_link_altname("v0", "a")
    for device, name in (("v0", "a"), ("v1", "a"), ("v0", "v1"), ("v0", "v0")):
        with pytest.raises(AlreadyExists):
            await conn.add_link_altname(device, name)
    await conn.add_link_altname("v0", "a", exist_ok=True)
    await conn.add_link_altname(await conn.index_of("v0"), "a", exist_ok=True)
    await conn.add_link_altname("v0", "b", exist_ok=True)
    for name in ("a", "v0"):
        with pytest.raises(AlreadyExists, match="is a name of v0"):
            await conn.add_link_altname("v1", name, exist_ok=True)
    assert (await conn.get_link("v0")).alternative_names == ("a", "b")


async def test_a_name_that_there_is_not(conn: Connection) -> None:
    with pytest.raises(LinkNotFound):
        await conn.del_link_altname("v0", "a")
    assert await conn.del_link_altname("v0", "a", missing_ok=True) is False
    assert await conn.del_link_altname("nothing", "a", missing_ok=True) is False
    with pytest.raises(LinkNotFound):
        await conn.add_link_altname("nothing", "a")
    with pytest.raises(InvalidRequest):
        await conn.del_link_altname("v0", "v0")
    await conn.add_link_altname("v1", "b")
    with pytest.raises(InvalidRequest):
        await conn.del_link_altname("v0", "b", missing_ok=True)


async def test_in_a_batch(conn: Connection) -> None:
    async with conn.batch() as batch:
        batch.add_link("i0", Ifb(), alternative_names=["one", "two"])
        batch.add_link_altname("one", "three")
        again = batch.add_link_altname("v0", "three", exist_ok=True)
        batch.set_link_mtu("three", 1300)
        gone = batch.del_link_altname("i0", "one")
        absent = batch.del_link_altname("i0", "one", missing_ok=True)
    assert isinstance(again.error, AlreadyExists)
    assert (gone.result, absent.result) == (True, False)
    link = await conn.get_link("i0")
    assert link.alternative_names == ("two", "three")
    assert link.mtu == 1300


@pytest.mark.parametrize("wrong", ["", "x" * 128, "a\0b", 7, None, "\ud800"])
async def test_no_name(wrong: str, conn: Connection) -> None:
    for call in (conn.add_link_altname, conn.del_link_altname, conn.batch().add_link_altname):
        with pytest.raises(InvalidInput, match="altname"):
            await call("v0", wrong)  # type: ignore[operator]
    with pytest.raises(InvalidInput, match="alternative_names"):
        await conn.add_link("i0", Ifb(), alternative_names=[wrong])
    with pytest.raises(InvalidInput, match="alternative_names"):
        await conn.add_link("i0", Ifb(), alternative_names="ab")
