"""Opening, closing, and use at the wrong time or from the wrong place."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from nlink import Connection, ConnectionClosed, InvalidInput, NamespaceNotFound, Timeout, WrongLoop
from nlink.link import Ifb, LinkMessage
from tests.connection.gate import Gate
from tests.netns import Netns

Use = Callable[[Connection], Awaitable[object]]


async def batch(conn: Connection) -> None:
    changes = conn.batch()
    changes.set_link_up(1)
    await changes.send()


async def stream(conn: Connection) -> None:
    async for _ in conn.get_links():
        pass


uses = pytest.mark.parametrize(
    "use",
    [
        lambda conn: conn.get_link(1),
        lambda conn: conn.get_link("lo"),
        lambda conn: conn.get_links(),
        stream,
        lambda conn: conn.set_link_up(1),
        lambda conn: conn.del_link("absent"),
        lambda conn: conn.get_route("127.0.0.1"),
        lambda conn: conn.request(LinkMessage(ifindex=1)),
        lambda conn: conn.dump(LinkMessage()),
        lambda conn: conn.generic.get_family("absent"),
        lambda conn: conn.generic.get_families(),
        batch,
    ],
    ids=["get", "name", "list", "stream", "set", "del", "lookup", "request", "dump", "family", "families", "batch"],
)  # fmt: skip


@uses
async def test_before_it_is_open(use: Use, netns: Netns) -> None:
    with pytest.raises(ConnectionClosed, match="not open: use `async with`"):
        await use(Connection(namespace=netns.path))


@uses
async def test_after_it_is_closed(use: Use, netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.generic.get_family("nlctrl")
        assert not conn.closed
    assert conn.closed
    with pytest.raises(ConnectionClosed):
        await use(conn)
    with pytest.raises(ConnectionClosed):
        await conn.open()
    await conn.close()


@uses
async def test_from_another_loop(use: Use, conn: Connection) -> None:
    caught: list[BaseException] = []

    async def elsewhere() -> None:
        try:
            await use(conn)
        except WrongLoop as error:
            caught.append(error)

    thread = threading.Thread(target=lambda: asyncio.run(elsewhere()))
    thread.start()
    await asyncio.to_thread(thread.join)
    (error,) = caught
    assert "run_coroutine_threadsafe" in str(error)
    assert isinstance(error, RuntimeError)


async def test_the_way_in_for_other_threads(conn: Connection) -> None:
    def elsewhere() -> list[str]:
        first = asyncio.run_coroutine_threadsafe(conn.get_link("lo"), conn.loop).result()
        links = asyncio.run_coroutine_threadsafe(conn.get_links(), conn.loop).result()
        return [first.name, *(link.name for link in links)]

    assert await asyncio.to_thread(elsewhere) == ["lo", "lo"]


async def test_opened_twice(netns: Netns) -> None:
    conn = await Connection(namespace=netns.path).open()
    with pytest.raises(RuntimeError, match="already open"):
        await conn.open()
    assert (await conn.get_link(1)).name == "lo"
    await conn.close()


async def test_a_namespace_that_is_not_there() -> None:
    for namespace in ("no-such-namespace", "/no/such/path", 4194303):
        with pytest.raises(NamespaceNotFound):
            async with Connection(namespace=namespace):
                pass


async def test_the_other_sockets_are_in_the_same_namespace(netns: Netns, make_netns: Callable[[], Netns]) -> None:
    """Also when the path that it was opened by leads elsewhere by now."""
    async with Connection(namespace=f"/proc/self/fd/{netns.fd}") as conn:
        inode = netns.inode
        other = make_netns()
        keep = os.dup(netns.fd)
        os.dup2(other.fd, netns.fd)
        try:
            family = await conn.transport_of(16)
            assert family.namespace_id == conn.namespace_id == inode
            assert conn.namespace_id != other.inode
        finally:
            os.dup2(keep, netns.fd)
            os.close(keep)


async def test_closing_wakes_who_waits(netns: Netns) -> None:
    conn = await Connection(namespace=netns.path).open()
    await conn.add_link("i0", Ifb())
    waiting = asyncio.create_task(conn.del_link("i0"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await conn.close()
    with pytest.raises(ConnectionClosed, match=r"del_link\('i0'\)"):
        await waiting


async def test_closing_while_another_protocol_is_opened(netns: Netns) -> None:
    for turns in range(6):
        conn = await Connection(namespace=netns.path).open()
        opening = asyncio.create_task(conn.generic.get_family("nlctrl"))
        for _ in range(turns):
            await asyncio.sleep(0)
        await conn.close()
        with suppress(ConnectionClosed):
            await opening
        with pytest.raises(ConnectionClosed):
            await conn.generic.get_family("ethtool")


async def test_closing_is_cancelled(netns: Netns, gate: Gate) -> None:
    conn = await Connection(namespace=netns.path).open()
    await conn.generic.get_families()
    deleting = asyncio.create_task(conn.del_link("lo"))
    await gate.until_a_thread_waits()
    closing = asyncio.create_task(conn.close())
    await asyncio.sleep(0)
    closing.cancel()
    gate.open.set()
    with pytest.raises(asyncio.CancelledError):
        await closing
    with pytest.raises(ConnectionClosed):
        await deleting
    assert [transport.closed for transport in (conn.transport, *conn._others.values())] == [True, True]


async def test_a_connection_that_is_never_closed_says_so(netns: Netns) -> None:
    async def forget() -> None:
        conn = await Connection(namespace=netns.path).open()
        await conn.get_links()
        await conn.generic.get_family("nlctrl")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        await forget()
        gc.collect()
    said = [str(one.message) for one in caught if one.category is ResourceWarning]
    assert len([text for text in said if text.startswith("never closed: <Transport protocol")]) == 2
    assert not [text for text in said if "unclosed <socket" in text]


@pytest.mark.parametrize("timeout", [-1, float("nan")])
async def test_a_wrong_timeout(timeout: float) -> None:
    with pytest.raises(InvalidInput, match="timeout"):
        Connection(timeout=timeout)


async def test_an_answer_that_does_not_come_in_time(netns: Netns) -> None:
    async with Connection(namespace=netns.path, timeout=0) as conn:
        await conn.add_link("i0", Ifb())  # the answer is there at once
        with pytest.raises(Timeout, match=r"del_link\('i0'\): the kernel did not answer within 0 seconds") as caught:
            await conn.del_link("i0")
        assert isinstance(caught.value, TimeoutError)


async def test_an_unnamed_namespace_by_default() -> None:
    """Without a namespace it is the thread's own; nothing is changed there."""
    async with Connection() as conn:
        assert conn.namespace_id == os.stat("/proc/self/ns/net").st_ino
        assert (await conn.get_link("lo")).ifindex == 1
