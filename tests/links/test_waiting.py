"""Waiting for a link: at once, for one that comes, for one that changes, and not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from nlink import Connection, InvalidInput, Timeout
from nlink.link import Bridge, Ifb, Veth
from nlink.netlink.transport.transport import Transport
from tests.connection.sending import Sent
from tests.netns import Netns


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


async def waiting(conn: Connection, *arguments: Any, **options: Any) -> asyncio.Task[Any]:
    """A task that has looked and is waiting now."""
    looked = asyncio.Event()
    request = conn.transport.request

    async def asked(*arguments: Any, **options: Any) -> Any:
        try:
            return await request(*arguments, **options)
        finally:
            looked.set()

    conn.transport.request = asked  # type: ignore[method-assign]
    task = asyncio.create_task(conn.wait_for_link(*arguments, **options))
    await looked.wait()
    conn.transport.request = request  # type: ignore[method-assign]
    return task


async def test_at_once(conn: Connection) -> None:
    made = await conn.add_link("i0", Ifb(), up=True)
    for device in ("i0", made, made.ifindex):
        assert (await conn.wait_for_link(device, up=True, carrier=True, timeout=0.5)).ifindex == made.ifindex


async def test_for_one_that_is_not_there_yet(conn: Connection) -> None:
    task = await waiting(conn, "i0")
    await conn.add_link("i1", Ifb())
    made = await conn.add_link("i0", Ifb())
    assert (await task).ifindex == made.ifindex


async def test_for_an_alternative_name_an_index_and_a_new_name(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), ifindex=40, up=True)
    tasks = [await waiting(conn, device) for device in ("a long alternative name", 41, "renamed")]
    await conn.add_link_altname("i0", "a long alternative name")
    await conn.add_link("i1", Ifb(), ifindex=41)
    await conn.set_link_name("i1", "renamed")
    assert [(await task).ifindex for task in tasks] == [40, 41, 41]


async def test_for_what_it_is_to_become(conn: Connection) -> None:
    bridge = await conn.add_link("br0", Bridge())
    await conn.add_link("v0", Veth(peer="v1"))
    up = await waiting(conn, "v0", up=True)
    carrier = await waiting(conn, "v0", carrier=True)
    port = await waiting(conn, "v0", until=lambda link: link.master == bridge.ifindex)
    await conn.set_link_up("v0")
    assert (await up).is_up
    assert not carrier.done()
    await conn.set_link_up("v1")
    assert (await carrier).carrier
    assert not port.done()
    await conn.set_link_master("v0", "br0")
    assert (await port).master == bridge.ifindex
    down = await waiting(conn, "v0", up=False)
    await conn.set_link_down("v0")
    assert not (await down).is_up


async def test_nothing_is_missed_between_hearing_and_looking(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link comes after the look, before the wait."""
    from nlink.netlink.route.links import waiting as module

    looked = module.get_link

    async def look(*arguments: Any) -> Any:
        try:
            return await looked(*arguments)
        finally:
            monkeypatch.setattr(module, "get_link", looked)
            await conn.add_link("i0", Ifb())

    monkeypatch.setattr(module, "get_link", look)
    assert (await conn.wait_for_link("i0", timeout=20)).name == "i0"


async def test_what_the_kernel_drops_is_looked_for(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """More happens than there is room for, and the event that counts is among what is lost."""
    multicast = Transport.multicast

    def narrow(self: Transport, *groups: int) -> Any:
        return multicast(self, *groups, receive_buffer=1)

    monkeypatch.setattr(Transport, "multicast", narrow)
    await conn.add_link("i0", Ifb())
    task = await waiting(conn, "i0", until=lambda link: link.mtu == 1299)
    async with conn.batch() as batch:
        for mtu in range(1500, 1298, -1):
            batch.set_link_mtu("i0", mtu)
    assert (await task).mtu == 1299


async def test_not_for_ever(conn: Connection) -> None:
    with pytest.raises(Timeout, match=r"wait_for_link\('i0'\): 'i0' is not there after 0.05 seconds"):
        await conn.wait_for_link("i0", timeout=0.05)
    await conn.add_link("i0", Ifb())
    with pytest.raises(Timeout, match="is not as it is wanted"):
        await conn.wait_for_link("i0", up=True, timeout=0)
    task = await waiting(conn, "i0", up=True, timeout=None)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):
        assert await conn.get_links()


async def test_other_links_do_not_make_it_look(conn: Connection) -> None:
    task = await waiting(conn, "i0")
    sent = Sent(conn)
    await conn.add_link("i1", Ifb())
    for _ in range(20):
        await conn.set_link_mtu("i1", 1300)
        await conn.set_link_mtu("i1", 1400)
    before = len(sent.requests)
    await conn.add_link("i0", Ifb())
    await task
    assert before == 42
    assert len(sent.requests) - before <= 4  # made, read, and looked for once or twice


@pytest.mark.parametrize(
    ("field", "options"),
    [("device", {"device": ""}), ("up", {"up": 1}), ("carrier", {"carrier": "on"}), ("until", {"until": 5}),
     ("timeout", {"timeout": -1}), ("timeout", {"timeout": "1"}), ("timeout", {"timeout": True})],
)  # fmt: skip
async def test_what_is_wrong(field: str, options: Any, conn: Connection) -> None:
    with pytest.raises(InvalidInput) as caught:
        await conn.wait_for_link(**{"device": "lo", **options})
    assert caught.value.field == field
