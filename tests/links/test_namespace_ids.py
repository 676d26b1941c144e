"""The ids by which a namespace knows others."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, NamespaceNotFound, NetlinkError
from nlink.link import Veth
from tests.netns import Netns


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


async def test_set_asked_for_and_listed(conn: Connection, netns: Netns, make_netns: Callable[[], Netns]) -> None:
    first, second, third = make_netns(), make_netns(), make_netns()
    assert await conn.get_namespace_id(first.path) is None
    assert await conn.set_namespace_id(first.path, 7) is True
    assert await conn.get_namespace_id(first.path) == 7
    async with conn.batch() as batch:
        chosen = batch.set_namespace_id(second.path)
        again = batch.set_namespace_id(second.path, exist_ok=True)
        used = batch.set_namespace_id(third.path, 7)
    assert (chosen.result, again.result) == (True, False)
    with pytest.raises(NetlinkError):
        _ = used.result
    with pytest.raises(AlreadyExists):
        await conn.set_namespace_id(first.path, 8)
    ids = {one.id for one in await conn.get_namespace_ids()}
    assert ids == {7, await conn.get_namespace_id(second.path)}
    assert {one["nsid"] for one in netns.json("ip", "-j", "netns", "list-id")} == ids
    assert str((await conn.get_namespace_ids())[0]).startswith("nsid ")


async def test_a_link_tells_where_its_peer_is(conn: Connection, make_netns: Callable[[], Netns]) -> None:
    other = make_netns()
    await conn.add_link("v0", Veth(peer="v1"))
    await conn.set_link("v1", namespace=other.path)
    assert (await conn.get_link("v0")).link_netnsid == await conn.get_namespace_id(other.path) is not None


async def test_what_is_wrong(conn: Connection) -> None:
    for wrong in (-1, 2**31, "7", True):
        with pytest.raises(InvalidInput, match="id"):
            await conn.set_namespace_id("/proc/self/ns/net", wrong)  # type: ignore[arg-type]
    with pytest.raises(NamespaceNotFound):
        await conn.get_namespace_id("no-such-namespace")
    with pytest.raises(NamespaceNotFound):
        await conn.set_namespace_id("/no/such/path")
