"""Opening, closing, and use at the wrong time or from the wrong place."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import weakref
from collections.abc import Awaitable, Callable

import pytest

from nlink.errors import ConnectionClosed, InvalidInput, NamespaceNotFound, Timeout, WrongLoop
from nlink.netlink.transport import Transport
from nlink.netlink.transport.dump_reader import RawReader
from nlink.netlink.uapi.netlink import NETLINK
from tests import lanes
from tests.netns import Netns
from tests.transport.messages import ACK, ALL, CREATE, RTM_GETLINK, RTM_NEWROUTE, index_of, link, route
from tests.transport.peer import Peer

Use = Callable[[Transport], Awaitable[object]]


async def get(transport: Transport) -> object:
    return await transport.request(RTM_GETLINK, 0, link(1))


async def change(transport: Transport) -> object:
    return await transport.send_many([(RTM_NEWROUTE, ACK | CREATE, route(1), False)])


async def listing(transport: Transport) -> object:
    return [part async for part in transport.dump(RTM_GETLINK, 0, ALL, RawReader())]


uses = pytest.mark.parametrize("use", [get, change, listing])


@uses
async def test_use_before_open_says_so(use: Use) -> None:
    with pytest.raises(ConnectionClosed, match="not open: use `async with`"):
        await use(Transport(NETLINK.ROUTE))


@uses
async def test_use_after_close_says_so(use: Use, netns: Netns) -> None:
    async with Transport(NETLINK.ROUTE, netns.path) as transport:
        await use(transport)
    assert transport.closed
    with pytest.raises(ConnectionClosed):
        await use(transport)
    with pytest.raises(ConnectionClosed):
        await transport.open()
    await transport.close()


@uses
async def test_use_from_another_loop_says_so(use: Use, transport: Transport) -> None:
    caught: list[BaseException] = []

    async def elsewhere() -> None:
        for call in (use(transport), transport.close()):
            try:
                await call
            except WrongLoop as error:
                caught.append(error)

    thread = threading.Thread(target=lambda: asyncio.run(elsewhere()))
    thread.start()
    await asyncio.to_thread(thread.join)
    assert len(caught) == 2
    assert "run_coroutine_threadsafe" in str(caught[0])
    await use(transport)


async def test_another_thread_comes_in_through_the_loop(transport: Transport) -> None:
    def elsewhere() -> list[bytes]:
        called = asyncio.run_coroutine_threadsafe(transport.request(RTM_GETLINK, 0, link(1)), transport.loop)
        return called.result()

    (reply,) = await asyncio.to_thread(elsewhere)
    assert index_of(reply) == 1


def test_use_on_a_later_loop_says_so(netns: Netns) -> None:
    transport = Transport(NETLINK.ROUTE, netns.path)
    asyncio.run(opened(transport))
    with pytest.raises(WrongLoop):
        asyncio.run(listing_of(transport))
    with pytest.warns(ResourceWarning, match="never closed"):
        transport.__del__()


async def opened(transport: Transport) -> None:
    await transport.open()


async def listing_of(transport: Transport) -> None:
    await listing(transport)


async def test_closing_wakes_everyone_who_waits(peer: Peer) -> None:
    transport = await peer.transport(timeout=None).open()
    requests = [asyncio.create_task(transport.request(100, 0, b"")) for _ in range(5)]
    dumps = [asyncio.create_task(anext(transport.dump(100, 0, b"", RawReader()))) for _ in range(5)]
    batch = asyncio.create_task(transport.send_many([(100, 0, b"", False)] * 100))
    await asyncio.sleep(0.01)
    await transport.close()
    for task in (*requests, *dumps, batch):
        with pytest.raises(ConnectionClosed):
            await task


async def test_closing_while_a_dump_is_read_ends_it(transport: Transport) -> None:
    await transport.send_many([(RTM_NEWROUTE, CREATE, route(n), False) for n in range(5000)])
    stream = transport.dump(26, 0, route(0)[:12].replace(b"\x20", b"\0"), RawReader())
    await anext(stream)
    await transport.close()
    with pytest.raises(ConnectionClosed):
        await anext(stream)


async def test_closing_while_it_opens(netns: Netns) -> None:
    transport = Transport(NETLINK.ROUTE, netns.path)
    opening = asyncio.create_task(transport.open())
    await asyncio.sleep(0)
    await transport.close()
    with pytest.raises(ConnectionClosed):
        await opening


async def test_opening_twice_is_an_error(transport: Transport) -> None:
    with pytest.raises(RuntimeError, match="already open"):
        await transport.open()


async def test_a_failed_open_may_be_tried_again(netns: Netns, tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "namespace")
    transport = Transport(NETLINK.ROUTE, path)
    with pytest.raises(NamespaceNotFound):
        await transport.open()
    os.symlink(netns.path, path)
    async with transport:
        assert transport.namespace_id == netns.inode


async def test_one_that_is_never_closed_warns_and_closes_its_sockets(netns: Netns) -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    transport = await Transport(NETLINK.ROUTE, netns.path).open()
    await listing(transport)
    assert len(os.listdir("/proc/self/fd")) == before + 2
    gone = weakref.ref(transport)
    with pytest.warns(ResourceWarning, match=r"never closed: <Transport protocol .+ port \d+>"):
        del transport
    assert gone() is None
    assert len(os.listdir("/proc/self/fd")) == before


async def test_wrong_arguments_are_refused_before_anything_is_opened() -> None:
    with pytest.raises(TypeError, match="'stict'"):
        Transport(NETLINK.ROUTE, stict=True)  # type: ignore[call-arg]
    for timeout in (-1, float("nan")):
        with pytest.raises(InvalidInput, match="timeout"):
            Transport(NETLINK.ROUTE, timeout=timeout)
    async with Transport(NETLINK.ROUTE) as transport:
        with pytest.raises(InvalidInput, match="timeout"):
            await transport.request(RTM_GETLINK, 0, link(1), timeout=-1)
        with pytest.raises(InvalidInput, match="timeout"):
            transport.dump(RTM_GETLINK, 0, ALL, RawReader(), timeout=-1)
        with pytest.raises(InvalidInput, match="timeout"):
            await transport.send_many([], timeout=-1)
        for field, kind, flags in (("type", 1 << 16, 0), ("type", -1, 0), ("flags", 18, 1 << 16)):
            with pytest.raises(InvalidInput, match=f"{field}: .* 16 bits"):
                await transport.request(kind, flags, ALL)
            with pytest.raises(InvalidInput, match=field):
                await anext(transport.dump(kind, flags, ALL, RawReader()))
            with pytest.raises(InvalidInput, match=field):
                await transport.send_many([(kind, flags, ALL, False)])


async def test_the_timeout_of_a_call_comes_before_the_transports(peer: Peer) -> None:
    async with peer.transport(timeout=None) as transport:
        with pytest.raises(Timeout, match=r"within 0\.01 seconds"):
            await transport.request(100, 0, b"", timeout=0.01)
    async with peer.transport(timeout=0.01) as transport:
        with pytest.raises(Timeout, match=r"within 0\.01 seconds"):
            await transport.request(100, 0, b"")
        unlimited = asyncio.create_task(transport.request(100, 0, b"", timeout=None))
        await asyncio.sleep(0.03)
        assert not unlimited.done()
        for _ in range(2):
            await peer.request()
        await peer.reply(101)
        assert len(await unlimited) == 1


async def test_a_transport_beside_another_lives_in_its_namespace(netns: Netns, tmp_path: os.PathLike[str]) -> None:
    path = os.path.join(tmp_path, "namespace")
    os.symlink(netns.path, path)
    async with Transport(NETLINK.ROUTE, path) as transport:
        os.unlink(path)
        async with transport.beside(NETLINK.GENERIC) as other:
            assert other.namespace_id == transport.namespace_id == netns.inode
        assert len(await listing(transport)) == 1  # type: ignore[arg-type]


async def test_opening_and_closing_many_times_leaves_nothing() -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(lanes.rounds(500)):
        async with Transport(NETLINK.ROUTE) as transport:
            await get(transport)
            await listing(transport)
    assert len(os.listdir("/proc/self/fd")) == before
