"""Leaving at random points, again and again: nothing is left behind, and the next call works."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import threading
import tracemalloc
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from nlink import Connection, NetlinkError
from nlink.link import Ifb
from tests import lanes
from tests.netns import Netns

ROUNDS = int(os.environ.get("NLINK_SOAK_ROUNDS", lanes.rounds(1500)))
"""10,000 take some minutes: NLINK_SOAK_ROUNDS=10000."""
ROUTES = 300
WARM_UP = 100 if lanes.FULL else 300
ALLOWED = 300_000
"""Bytes: caches of the interpreter, and shapes of messages that were not seen before."""


SOCKETS = 20
"""Most that may be open at a time: those of the last round, which may not all have been closed yet, and spare ones."""


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


async def dump(conn: Connection, rng: random.Random) -> None:
    await conn.get_routes(table="main", family=2)


async def stream(conn: Connection, rng: random.Random) -> None:
    left = rng.randrange(ROUTES + 100)
    async for _ in conn.get_routes(table="main", family=2):
        left -= 1
        if left < 0:
            break
        if not rng.randrange(50):
            await asyncio.sleep(0)


async def request(conn: Connection, rng: random.Random) -> None:
    await conn.get_link(rng.choice(["lo", "i0", 1]))


async def change(conn: Connection, rng: random.Random) -> None:
    await conn.replace_route("172.16.0.0/12", device="i0", metric=rng.randrange(3))


async def batch(conn: Connection, rng: random.Random) -> None:
    async with conn.batch() as changes:
        for number in range(rng.choice([1, 10, 200])):
            changes.replace_route(f"172.16.{number}.0/24", device="i0")


async def waiting(conn: Connection, rng: random.Random) -> None:
    if not rng.randrange(4):  # setting down takes the kernel many milliseconds
        await conn.set_link("i1", up=rng.random() < 0.5)


async def many(conn: Connection, rng: random.Random) -> None:
    await asyncio.gather(*(rng.choice([request, change, dump])(conn, rng) for _ in range(5)))


WORK: list[Callable[[Connection, random.Random], Awaitable[None]]] = [
    dump,
    stream,
    request,
    change,
    batch,
    waiting,
    many,
]


async def one_round(conn: Connection, rng: random.Random) -> None:
    """Begin something, and leave it: not at all, by cancelling after some turns of the loop, or by a timeout."""
    work = rng.choice(WORK)(conn, rng)
    how = rng.randrange(3)
    if how == 0:
        await work
    elif how == 1:
        task = asyncio.ensure_future(work)
        for _ in range(rng.choice([0, 1, 2, 3, 10])):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    else:
        with suppress(TimeoutError):
            async with asyncio.timeout(rng.random() * 0.002):
                await work


@pytest.mark.timeout(3600)
async def test_leaving_at_random_points(netns: Netns, rng: random.Random) -> None:
    """The seed is in the report's header; NLINK_SOAK_ROUNDS changes the number of rounds."""
    # The debug mode keeps the stack of everything that is made, at ten times the price.
    asyncio.get_running_loop().set_debug(False)
    async with Connection(namespace=netns.path):
        pass  # what is opened once and for all is open now
    fds, threads = descriptors(), threading.active_count()
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("i0", Ifb(), up=True)
        await conn.add_link("i1", Ifb())
        lines = [f"route add 10.{number >> 8}.{number & 255}.0/24 dev i0\n" for number in range(ROUTES)]
        netns.run("ip", "-batch", "-", input="".join(lines))
        for _ in range(WARM_UP):
            await one_round(conn, rng)
        await settled(conn)
        gc.collect()
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        for number in range(ROUNDS):
            await one_round(conn, rng)
            if number % 100 == 0:
                assert (await conn.get_link("i0")).name == "i0"
                assert descriptors() <= fds + SOCKETS
        await settled(conn)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert after - before < ALLOWED
        async with asyncio.timeout(30):  # generators that gc.collect() found are closed by tasks of the loop's own
            while asyncio.all_tasks() != {asyncio.current_task()}:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        found = await conn.get_routes(table="main", family=2, device="i0")
        assert len([route for route in found if str(route.dst).startswith("10.")]) == ROUTES
        await conn.set_link_up("i1")
        assert (await conn.get_link("i1")).is_up
    assert descriptors() == fds
    async with asyncio.timeout(30):  # a thread that has closed its last socket has yet to end
        while threading.active_count() > threads:  # noqa: ASYNC110  (a thread tells nobody)
            await asyncio.sleep(0.01)


async def settled(conn: Connection) -> None:
    """What was left has ended: nothing is in flight, and no dump has a socket."""
    async with asyncio.timeout(60):
        await conn.set_link_down("i1")
        assert not conn.transport._requests._in_flight  # type: ignore[union-attr]


@pytest.mark.timeout(3600)
async def test_opening_and_closing(netns: Netns) -> None:
    async def once(number: int) -> None:
        conn = Connection(namespace=netns.path if number % 20 == 0 else None)
        async with conn:
            if number % 5 == 0:
                assert (await conn.get_link("lo")).ifindex == 1
            if number % 50 == 0:
                await conn.get_links()
                await conn.generic.get_family("nlctrl")
            if number % 100 == 0:
                with pytest.raises(NetlinkError):
                    await conn.del_link("absent")

    asyncio.get_running_loop().set_debug(False)
    for number in range(100 if lanes.FULL else 200):
        await once(number)
    fds = descriptors()
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(ROUNDS):
        await once(number)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < ALLOWED
    assert descriptors() == fds
    assert asyncio.all_tasks() == {asyncio.current_task()}
