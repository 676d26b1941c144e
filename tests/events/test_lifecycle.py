"""Entering, closing, and use at the wrong time or from the wrong place."""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import threading
import weakref

import pytest

from nlink import ConnectionClosed, Event, EventStream, NewLink, WrongLoop
from tests import lanes
from tests.events.hearing import PATIENCE, take
from tests.lanes import rounds
from tests.netns import Netns


def build(netns: Netns) -> EventStream:
    return EventStream.builder().links().namespace(netns.path).build()


async def all_of(stream: EventStream) -> list[Event]:
    return [event async for event in stream]


async def test_iterating_before_entering_says_so(netns: Netns) -> None:
    stream = build(netns)
    with pytest.raises(ConnectionClosed, match="not open: enter it first") as caught:
        await all_of(stream)
    assert caught.value.errno == errno.ENOTCONN
    with pytest.raises(ConnectionClosed, match="not open: enter it first"):
        await anext(stream)
    with pytest.raises(ConnectionClosed, match="not open: enter it first"):
        stream.socket.fileno()
    await stream.aclose()


async def test_beginning_to_iterate_after_closing_says_so(netns: Netns) -> None:
    async with build(netns) as stream:
        pass
    with pytest.raises(ConnectionClosed, match="closed"):
        await all_of(stream)
    await stream.aclose()


async def test_a_loop_that_runs_ends_when_the_stream_is_closed(veth: Netns) -> None:
    heard = 0
    async with build(veth) as stream, asyncio.timeout(PATIENCE):
        veth.run("ip", "link", "set", "v0", "mtu", "1400")
        veth.run("ip", "link", "set", "v0", "mtu", "1300")
        async for _ in stream:
            heard += 1
            await stream.aclose()
    assert heard == 1
    with pytest.raises(StopAsyncIteration):
        await anext(stream)


async def test_closing_ends_the_loop_of_who_waits(netns: Netns) -> None:
    stream = await build(netns).__aenter__()

    waiting = asyncio.create_task(all_of(stream))
    await asyncio.sleep(0)
    await stream.aclose()
    assert await waiting == []


async def test_two_at_once_are_refused_and_the_first_goes_on(veth: Netns) -> None:
    async with build(veth) as stream:
        first = asyncio.create_task(take(stream))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="another task is iterating"):
            await anext(stream)
        veth.run("ip", "link", "set", "v0", "mtu", "1400")
        (event,) = await first
        assert isinstance(event, NewLink)


async def test_use_from_another_loop_says_so(veth: Netns) -> None:
    async with build(veth) as stream:
        caught: list[BaseException] = []

        async def elsewhere() -> None:
            for call in (anext(stream), stream.aclose()):
                try:
                    await call
                except WrongLoop as error:
                    caught.append(error)

        for mtu in (1400, 1300):
            veth.run("ip", "link", "set", "v0", "mtu", str(mtu))
        for _ in range(2):  # before the events are decoded, and when the second one is
            thread = threading.Thread(target=lambda: asyncio.run(elsewhere()))
            thread.start()
            await asyncio.to_thread(thread.join)
            await take(stream)
        assert len(caught) == 4
        assert "it belongs to another event loop" in str(caught[0])


def test_one_whose_loop_has_ended_says_so_and_warns(netns: Netns) -> None:
    stream = build(netns)

    async def enter() -> None:
        await stream.__aenter__()

    asyncio.run(enter())
    with pytest.raises(WrongLoop):
        asyncio.run(all_of(stream))
    with pytest.warns(ResourceWarning, match="never closed"):
        stream.__del__()


def let_go(held: list[EventStream]) -> None:
    held.clear()
    gc.collect()


async def test_one_that_is_never_closed_warns_and_closes_its_socket(netns: Netns) -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    held = [await build(netns).__aenter__()]
    assert len(os.listdir("/proc/self/fd")) == before + 1
    gone = weakref.ref(held[0])
    with pytest.warns(ResourceWarning, match="never closed: <EventStream of groups 1, port"):
        let_go(held)
    assert gone() is None
    await asyncio.sleep(0)
    assert len(os.listdir("/proc/self/fd")) == before


async def test_one_that_a_task_waits_for_stays_though_nothing_else_knows_it(veth: Netns) -> None:
    heard: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    async def watch() -> None:
        async with build(veth) as stream:
            heard.set_result(await anext(stream))

    task = weakref.ref(asyncio.create_task(watch()))
    for _ in range(lanes.rounds(20)):
        await asyncio.sleep(0.01)
        gc.collect()
    assert task() is not None
    veth.run("ip", "link", "set", "v0", "mtu", "1400")
    async with asyncio.timeout(PATIENCE):
        assert isinstance(await heard, NewLink)
    await asyncio.sleep(0)


async def test_entering_twice_is_an_error(netns: Netns) -> None:
    async with build(netns) as stream:
        with pytest.raises(RuntimeError, match="already entered"):
            await stream.__aenter__()
    with pytest.raises(ConnectionClosed, match="build another"):
        await stream.__aenter__()


async def test_closing_while_it_is_entered(netns: Netns) -> None:
    stream = build(netns)
    entering = asyncio.create_task(stream.__aenter__())
    await asyncio.sleep(0)
    await stream.aclose()
    with pytest.raises(ConnectionClosed):
        await entering


async def test_cancelling_while_it_is_entered_leaves_it_to_be_tried_again(netns: Netns) -> None:
    stream = build(netns)
    entering = asyncio.create_task(stream.__aenter__())
    await asyncio.sleep(0)
    entering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await entering
    async with stream:
        assert stream.namespace_id == netns.inode


async def test_entering_and_closing_many_times_leaves_nothing(netns: Netns) -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(rounds(300)):
        async with EventStream.builder().links().build() as stream:
            waiting = asyncio.create_task(anext(stream))
            await asyncio.sleep(0)
            waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert len(os.listdir("/proc/self/fd")) == before
