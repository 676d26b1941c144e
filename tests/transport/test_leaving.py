"""Whoever waits may stop waiting at any moment, in any way, and nothing is left behind."""

from __future__ import annotations

import asyncio
import gc
import os
import random
from collections.abc import Awaitable, Callable

import pytest

from nlink.errors import NetlinkError, Timeout
from nlink.netlink.transport import Transport
from nlink.netlink.transport.dump_reader import RawReader
from nlink.netlink.transport.spare_sockets import IDLE_KEPT
from nlink.netlink.uapi.netlink import NETLINK
from tests import lanes
from tests.transport.letting_go import kernel_let_go
from tests.transport.messages import (
    ACK,
    ALL,
    CREATE,
    EXCL,
    RTM_DELLINK,
    RTM_GETLINK,
    RTM_GETROUTE,
    RTM_NEWLINK,
    RTM_NEWROUTE,
    ifb,
    index_of,
    link,
    route,
    routes,
)

Act = Callable[[Transport, random.Random], Awaitable[object]]


async def request(transport: Transport, rng: random.Random) -> object:
    return await transport.request(RTM_GETLINK, rng.choice((0, ACK)), link(1))


async def waiting_request(transport: Transport, rng: random.Random) -> object:
    name = f"ifb{rng.randrange(5)}"
    if rng.random() < 0.5:
        return await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb(name), waits=True)
    return await transport.request(RTM_DELLINK, ACK, link(name=name), waits=True)


async def batch(transport: Transport, rng: random.Random) -> object:
    waits = rng.random() < 0.2
    return await transport.send_many([(RTM_NEWROUTE, CREATE, route(n), waits and n % 40 == 0) for n in range(200)])


async def whole_dump(transport: Transport, rng: random.Random) -> object:
    return [part async for part in transport.dump(RTM_GETROUTE, 0, routes(254), RawReader())]


async def left_dump(transport: Transport, rng: random.Random) -> object:
    left_after = rng.randrange(4)
    stream = transport.dump(RTM_GETROUTE, 0, routes(254), RawReader())
    async for _ in stream:
        if left_after == 0:
            break
        left_after -= 1
        await asyncio.sleep(0)
    if rng.random() < 0.5:
        await stream.aclose()
    return None


async def request_inside_dump(transport: Transport, rng: random.Random) -> object:
    async for _ in transport.dump(RTM_GETLINK, 0, ALL, RawReader()):
        await request(transport, rng)
    return None


ACTS: list[Act] = [request, waiting_request, batch, whole_dump, left_dump, request_inside_dump]


async def leave(task: asyncio.Task[object], rng: random.Random) -> None:
    """Let the task run for a while, then stop it, if it is not done."""
    way = rng.randrange(3)
    if way == 0:
        for _ in range(rng.randrange(6)):
            await asyncio.sleep(0)
    elif way == 1:
        await asyncio.sleep(rng.random() * 0.003)
    else:
        await asyncio.wait([task])
    task.cancel()


async def call(act: Act, transport: Transport, rng: random.Random) -> object:
    await act(transport, rng)
    return None


async def check(tasks: list[asyncio.Task[object]]) -> None:
    """All end, and as they may. Their errors, whose tracebacks hold on to what they used, are let go of."""
    ended = asyncio.gather(*tasks, return_exceptions=True)
    tasks.clear()
    for outcome in await ended:
        assert outcome is None or isinstance(outcome, (asyncio.CancelledError, NetlinkError)), outcome
        assert not isinstance(outcome, Timeout)


async def check_nothing_is_left(transport: Transport, descriptors: int) -> None:
    await kernel_let_go()
    (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
    assert index_of(reply) == 1
    assert len([part async for part in transport.dump(RTM_GETROUTE, 0, routes(254), RawReader())]) > 3
    gc.collect()
    requests = transport._requests
    assert requests is not None
    assert not requests._in_flight
    assert requests._waiting == 0
    assert not transport._spare._busy
    assert len(os.listdir("/proc/self/fd")) <= descriptors + IDLE_KEPT
    assert len(asyncio.all_tasks()) == 1


async def test_cancelled_at_random_points_nothing_is_left(transport: Transport, rng: random.Random) -> None:
    await transport.send_many([(RTM_NEWROUTE, CREATE, route(n), False) for n in range(3000)])
    descriptors = len(os.listdir("/proc/self/fd"))
    for _ in range(lanes.rounds(125)):
        tasks = [asyncio.create_task(call(rng.choice(ACTS), transport, rng)) for _ in range(4)]
        await asyncio.gather(*(leave(task, rng) for task in tasks))
        await check(tasks)
    await check_nothing_is_left(transport, descriptors)


async def test_timed_out_at_random_points_nothing_is_left(transport: Transport, rng: random.Random) -> None:
    await transport.send_many([(RTM_NEWROUTE, CREATE, route(n), False) for n in range(3000)])
    descriptors = len(os.listdir("/proc/self/fd"))
    for _ in range(lanes.rounds(200)):
        try:
            async with asyncio.timeout(rng.random() * 0.003):
                await rng.choice(ACTS)(transport, rng)
        except TimeoutError as error:
            assert not isinstance(error, Timeout)  # noqa: PT017
        except NetlinkError:
            pass
    await check_nothing_is_left(transport, descriptors)


@pytest.mark.parametrize("act", ACTS)
async def test_closed_at_random_points_nothing_is_left(act: Act, transport: Transport, rng: random.Random) -> None:
    await transport.send_many([(RTM_NEWROUTE, CREATE, route(n), False) for n in range(3000)])
    descriptors = len(os.listdir("/proc/self/fd"))
    for _ in range(lanes.rounds(20)):
        other = await transport.beside(NETLINK.ROUTE).open()
        tasks = [asyncio.create_task(call(act, other, rng)) for _ in range(3)]
        for _ in range(rng.randrange(6)):
            await asyncio.sleep(0)
        await other.close()
        await check(tasks)
        assert len(os.listdir("/proc/self/fd")) == descriptors
    await check_nothing_is_left(transport, descriptors)
