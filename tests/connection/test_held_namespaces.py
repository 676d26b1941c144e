"""A namespace that a request names by descriptor stays open until the kernel has seen it, also when nobody waits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import pytest

from nlink import Connection
from tests.connection.gate import Gate
from tests.netns import Netns


async def move(conn: Connection, there: str) -> None:
    await conn.set_link("v0", namespace=there)


async def move_in_a_batch(conn: Connection, there: str) -> None:
    async with conn.batch() as batch:
        batch.set_link("v0", namespace=there)


@pytest.mark.parametrize("moving", [move, move_in_a_batch])
async def test_a_move_that_is_cancelled_on_its_way_goes_where_it_was_to_go(
    moving: Callable[[Connection, str], asyncio.Future[None]],
    netns: Netns,
    make_netns: Callable[[], Netns],
    gate: Gate,
) -> None:
    there, elsewhere = make_netns(), make_netns()
    netns.run("ip", "link", "add", "v0", "type", "veth", "peer", "v1")
    async with Connection(namespace=netns.path) as conn:
        task = asyncio.ensure_future(moving(conn, there.path))
        await gate.until_a_thread_waits()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # Whatever is opened now must not get the number that is on its way.
        opened = [os.open(elsewhere.path, os.O_RDONLY) for _ in range(5)]
        gate.open.set()
        while "v0" in [link.name for link in await conn.get_links()]:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        for descriptor in opened:
            os.close(descriptor)
    assert "v0" in [link["ifname"] for link in there.json("ip", "-j", "link")]
