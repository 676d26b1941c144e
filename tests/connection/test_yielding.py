"""Other tasks get their turn during long work. How long they wait is printed (``-rP``); the benchmarks judge it."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from nlink import Connection
from nlink.link import Ifb, Veth
from nlink.netlink.socket import NetlinkSocket
from tests import lanes
from tests.netns import Netns

REQUESTS = 600 if lanes.FULL else 3_000
ROUTES = 6_000 if lanes.FULL else 30_000
VETHS = lanes.rounds(50)


class Ticker:
    """A task that wants the loop all the time."""

    def __init__(self) -> None:
        self.ticks = 0
        self.longest = 0.0

    async def run(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            self.ticks += 1
            self.longest = max(self.longest, now - last)
            last = now


@asynccontextmanager
async def ticking(what: str) -> AsyncIterator[Ticker]:
    asyncio.get_running_loop().set_debug(False)
    ticker = Ticker()
    gc.collect()
    task = asyncio.create_task(ticker.run())
    await asyncio.sleep(0)
    try:
        yield ticker
    finally:
        task.cancel()
    print(f"{what}: {ticker.ticks} ticks, longest stall {ticker.longest * 1000:.1f} ms")  # noqa: T201


@pytest.fixture
def senders(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """The message type and the thread of each send."""
    sent: list[tuple[int, str]] = []
    initialise = NetlinkSocket.__init__

    def recording(self: NetlinkSocket, *positional: Any, **named: Any) -> None:
        initialise(self, *positional, **named)
        send = self.send

        def record(data: bytes) -> int:
            sent.append((int.from_bytes(data[4:6], sys.byteorder), threading.current_thread().name))
            return send(data)

        self.send = record

    monkeypatch.setattr(NetlinkSocket, "__init__", recording)
    return sent


async def test_dumps_and_batches(conn: Connection, netns: Netns) -> None:
    await conn.add_link("i0", Ifb(), up=True)
    async with ticking(f"a batch of {ROUTES} routes") as ticker:
        batch = conn.batch()
        for number in range(ROUTES):
            batch.add_route(f"10.{number >> 8}.{number & 255}.0/24", device="i0")
            if number % 100 == 0:
                await asyncio.sleep(0)
        before = ticker.ticks
        await batch.send()
        batch.check()
        assert ticker.ticks - before > ROUTES // 1000
    async with ticking(f"a list of {ROUTES} routes") as ticker:
        before = ticker.ticks
        assert len(await conn.get_routes(table="main", family=2)) == ROUTES
        assert ticker.ticks - before > 5
    async with ticking(f"a stream of {ROUTES} routes") as ticker:
        before = ticker.ticks
        seen = 0
        async for _ in conn.get_routes(table="main", family=2):
            seen += 1
        assert seen == ROUTES
        assert ticker.ticks - before > 5
    async with ticking(f"{REQUESTS} requests in a loop") as ticker:
        before = ticker.ticks
        for _ in range(REQUESTS):
            await conn.get_link("i0")
        assert ticker.ticks - before > 5


@pytest.mark.parametrize("together", [False, True], ids=["singly", "by a batch"])
async def test_deleting_veths(together: bool, senders: list[tuple[int, str]], conn: Connection) -> None:
    async with conn.batch() as made:
        for number in range(VETHS):
            made.add_link(f"v{number}", Veth(peer=f"p{number}"), up=True)
    made.check()
    senders.clear()
    async with ticking(f"deleting {VETHS} veths {'by a batch' if together else 'singly'}") as ticker:
        if together:
            async with conn.batch() as batch:
                for number in range(VETHS):
                    batch.del_link(f"v{number}")
            batch.check()
        else:
            for number in range(VETHS):
                await conn.del_link(f"v{number}")
        assert ticker.ticks > VETHS
    deletions = [thread for type, thread in senders if type == 17]
    assert len(deletions) == VETHS
    assert threading.main_thread().name not in deletions
    assert len(await conn.get_links()) == 1
