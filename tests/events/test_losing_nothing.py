"""What a slow consumer costs: nothing, then an Overrun that tells; never the stream."""

from __future__ import annotations

import asyncio
import contextlib
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink import Connection, Event, EventStream, NewLink, NewRoute, Overrun
from nlink.netlink.events.stream import RECEIVE_BUFFER
from nlink.netlink.route.events import EVENTS
from nlink.netlink.uapi.rtnetlink import RTNLGRP
from tests.events.hearing import PATIENCE, destinations, routes, take
from tests.events.speaking import hearing, link
from tests.lanes import FULL, rounds
from tests.needs import requires
from tests.netns import Netns

MANY = rounds(50_000)
RMEM_MAX = int(Path("/proc/sys/net/core/rmem_max").read_text(encoding="ascii"))


def told(events: list[Event]) -> list[str]:
    return [str(event.route.dst) for event in events if isinstance(event, NewRoute)]


@requires("root")
async def test_the_receive_buffer_is_forced(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        assert stream.socket.receive_buffer == 2 * RECEIVE_BUFFER  # as the kernel counts


async def test_a_receive_buffer_is_as_large_as_the_system_allows(netns: Netns) -> None:
    async with EventStream(EVENTS, [RTNLGRP.LINK], namespace=netns.path, receive_buffer=65536) as stream:
        assert stream.socket.receive_buffer == 2 * 65536
    async with EventStream.builder().links().namespace(netns.path).build() as stream:
        assert stream.socket.receive_buffer >= 2 * min(RMEM_MAX, RECEIVE_BUFFER)


async def test_all_arrives_when_the_consumer_sleeps(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        # A pause now and then lets also a stream without root's buffer keep up: it is the consumer who sleeps here.
        for first in range(0, 2000, 100):
            await asyncio.to_thread(netns.run, "ip", "-batch", "-", input=routes(first, 100))
            await asyncio.sleep(0)
        assert told(await take(stream, 2000)) == destinations(0, 2000)


@requires("root")
async def test_fifty_thousand_in_a_row_arrive_whole_when_the_consumer_sleeps(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        await asyncio.to_thread(netns.run, "ip", "-batch", "-", input=routes(0, MANY))
        assert told(await take(stream, MANY)) == destinations(0, MANY)


@requires("root")
async def test_fifty_thousand_in_a_row_arrive_whole_when_the_loop_is_blocked(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        netns.run("ip", "-batch", "-", input=routes(0, MANY))
        assert told(await take(stream, MANY)) == destinations(0, MANY)


async def test_a_message_of_a_shape_that_repeats_is_the_same_as_one_that_is_first(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        netns.run("ip", "-batch", "-", input=routes(0, 100))
        first, *_, last = await take(stream, 100)
        assert isinstance(first, NewRoute)
        assert isinstance(last, NewRoute)
        assert (first.flags, first.route.to_dict() | {"destination": None}) == (
            last.flags,
            last.route.to_dict() | {"destination": None},
        )


async def test_when_the_kernels_buffer_runs_over_an_overrun_tells_and_it_goes_on(netns: Netns) -> None:
    async with EventStream(EVENTS, [RTNLGRP.IPV4_ROUTE], namespace=netns.path, receive_buffer=8192) as stream:
        for first in (0, 1000):
            netns.run("ip", "-batch", "-", input=routes(first, 500))
            *events, overrun = await until_quiet(stream)
            assert isinstance(overrun, Overrun)
            assert told(events) == destinations(first, len(events))
            assert 0 < len(events) < 500
            netns.run("ip", "-batch", "-", input=routes(first + 500, 3))
            assert told(await take(stream, 3)) == destinations(first + 500, 3)


async def test_whoever_lists_anew_at_an_overrun_misses_nothing_after_it(netns: Netns) -> None:
    async with (
        EventStream(EVENTS, [RTNLGRP.IPV4_ROUTE], namespace=netns.path, receive_buffer=8192, queue=8) as stream,
        Connection(namespace=netns.path) as conn,
    ):
        netns.run("ip", "-batch", "-", input=routes(0, 500))
        known: set[object] = set()
        late = ip_network("198.51.100.0/24")
        async for event in stream:
            match event:
                case Overrun():
                    known = {route.dst for route in await conn.get_routes(table="main")}
                    await conn.add_route(late, type="blackhole")
                case NewRoute(route):
                    known.add(route.dst)
                    if route.dst == late:
                        break
        assert known == {route.dst for route in await conn.get_routes(table="main")}


async def test_an_overrun_wakes_who_waits(netns: Netns) -> None:
    async with EventStream(EVENTS, [RTNLGRP.IPV4_ROUTE], namespace=netns.path, receive_buffer=8192) as stream:
        for first in (0, 1000):
            waiting = asyncio.create_task(take(stream))
            await asyncio.sleep(0)
            netns.run("ip", "-batch", "-", input=routes(first, 500))
            assert told(await waiting) == destinations(first, 1)
            assert (await until_quiet(stream))[-1] == Overrun()


@pytest.mark.parametrize("queue", [1, 2, 8])
async def test_a_full_queue_leaves_the_rest_to_the_kernel(netns: Netns, queue: int) -> None:
    async with EventStream(
        EVENTS, [RTNLGRP.IPV4_ROUTE], namespace=netns.path, receive_buffer=8192, queue=queue
    ) as stream:
        for first in (0, 1000):
            for part in range(first, first + 500, 50):
                netns.run("ip", "-batch", "-", input=routes(part, 50))
                await asyncio.sleep(0)  # the loop would take more, were there room
                assert stream._intake is not None
                assert len(stream._intake.queue) <= queue
            events = await until_quiet(stream)
            overruns = [number for number, event in enumerate(events) if isinstance(event, Overrun)]
            assert overruns == [len(events) - 1]
            heard = told(events[:-1])
            assert heard == destinations(first, len(heard))
            assert queue <= len(heard) < 500
            netns.run("ip", "-batch", "-", input=routes(first + 500, 3))
            assert told(await take(stream, 3)) == destinations(first + 500, 3)


async def until_quiet(stream: EventStream) -> list[Event]:
    """All that has come, of a kernel that is asked for nothing more."""
    events = await take(stream)
    with contextlib.suppress(TimeoutError):
        while True:
            async with asyncio.timeout(0.1):
                events.append(await anext(stream))
    return events


async def test_cancelling_and_timeouts_lose_no_event(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        heard: list[Event] = []
        cancelled = 0

        async def listen() -> None:
            async for event in stream:
                heard.append(event)
                if len(heard) % 7 == 0:
                    await asyncio.sleep(0)

        count = 200 if FULL else 600
        for first in range(0, count, 10):
            listening = asyncio.create_task(listen())
            adding = asyncio.create_task(asyncio.to_thread(netns.run, "ip", "-batch", "-", input=routes(first, 10)))
            for _ in range(first % 5):
                await asyncio.sleep(0)
            if first % 3 == 0:
                await adding
                if first % 2:
                    await asyncio.sleep(0)
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listening
            cancelled += 1
            await adding
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0):
                    heard.append(await anext(stream))
        heard += await take(stream, count - len(heard))
        assert told(heard) == destinations(0, count)
        assert cancelled == count // 10


async def test_leaving_the_loop_and_coming_back_loses_no_event(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        netns.run("ip", "-batch", "-", input=routes(0, 100))
        heard: list[Event] = []
        async with asyncio.timeout(PATIENCE):
            while len(heard) < 100:
                async for event in stream:
                    heard.append(event)
                    if len(heard) % 9 == 0 or len(heard) == 100:
                        break
        assert told(heard) == destinations(0, 100)


async def test_a_consumer_with_much_to_take_lets_the_loop_go_round(netns: Netns) -> None:
    async with EventStream.builder().routes().namespace(netns.path).build() as stream:
        for first in range(0, 2000, 100):
            netns.run("ip", "-batch", "-", input=routes(first, 100))
            await asyncio.sleep(0)
        rounds = 0

        async def ticks() -> None:
            nonlocal rounds
            while True:
                rounds += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(ticks())
        await take(stream, 2000)
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
        assert rounds > 1


STEPS = st.one_of(
    st.tuples(st.just("say"), st.integers(1, 40)),
    st.tuples(st.sampled_from(["cancel", "leave", "timeout", "let the loop go round"]), st.integers(1, 40)),
)


@given(st.lists(STEPS, max_size=12), st.integers(1, 50))
def test_whatever_the_consumer_does_it_hears_everything_once_and_in_order(
    steps: list[tuple[str, int]], queue: int
) -> None:
    async def listen() -> tuple[int, list[str]]:
        said, told = 0, list[str]()

        async def hear(stream: EventStream, most: int) -> None:
            async for event in stream:
                assert isinstance(event, NewLink)
                told.append(event.link.name)
                if not (most := most - 1):
                    break

        async with hearing(queue=queue) as (stream, speaker), asyncio.timeout(PATIENCE):
            for step, number in steps:
                match step:
                    case "say":
                        number = min(number, 150 - said)  # as many as the kernel's buffer holds in any case
                        for each in range(said, said + number):
                            speaker.say(link(b"%d" % each))
                        said += number
                    case "cancel":
                        hearer = asyncio.create_task(hear(stream, 1000))
                        for _ in range(number % 4):
                            await asyncio.sleep(0)
                        hearer.cancel()
                        await asyncio.wait([hearer])
                    case "leave":
                        if len(told) < said:
                            await hear(stream, min(number, said - len(told)))
                    case "timeout":
                        with contextlib.suppress(TimeoutError):
                            async with asyncio.timeout(0):
                                await hear(stream, 1000)
                    case _:
                        await asyncio.sleep(0)
            if said > len(told):
                await hear(stream, said - len(told))
        return said, told

    said, told = asyncio.run(listen())
    assert told == [str(number) for number in range(said)]
