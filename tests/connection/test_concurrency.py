"""Many things at once on one connection."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from nlink import AlreadyExists, Connection
from nlink.link import Ifb
from tests import lanes
from tests.netns import Netns

ROUTES = 1000 if lanes.FULL else 3000


@pytest.fixture
async def routes(conn: Connection, netns: Netns) -> int:
    """Routes to dump, in several datagrams."""
    await conn.add_link("i0", Ifb(), up=True)
    lines = [f"route add 10.{number >> 8}.{number & 255}.0/24 dev i0\n" for number in range(ROUTES)]
    netns.run("ip", "-batch", "-", input="".join(lines))
    return ROUTES


async def test_ten_dumps_and_a_thousand_requests_at_once(conn: Connection, routes: int) -> None:
    async def add(number: int) -> bool:
        return await conn.add_route(f"172.16.{number}.0/24", device="i0", metric=number)

    share = 50 if lanes.FULL else 200
    dumps: list[Any] = [conn.get_routes(table="main", family=2, protocol="boot", device="i0") for _ in range(10)]
    results = await asyncio.gather(
        *dumps,
        *(conn.get_link("i0") for _ in range(2 * share)),
        *(add(number) for number in range(share)),
        *(conn.get_route(f"10.0.{number}.1") for number in range(share)),
        *(conn.del_route("192.168.0.0/16", missing_ok=True) for _ in range(share)),
    )
    assert all(len([route for route in found if str(route.dst).startswith("10.")]) == routes for found in results[:10])
    got, added, found, deleted = (
        results[10:][start * share : end * share] for start, end in ((0, 2), (2, 3), (3, 4), (4, 5))
    )
    assert {link.name for link in got} == {"i0"}
    assert added == [True] * share
    assert [str(route.dst) for route in found] == [f"10.0.{number}.1/32" for number in range(share)]
    assert deleted == [False] * share


async def test_an_error_belongs_to_its_request(conn: Connection, routes: int) -> None:
    results = await asyncio.gather(
        *(
            conn.add_route(f"10.{number >> 8}.{number & 255}.0/24", device="i0")
            for number in range(ROUTES - 100, ROUTES + 100)
        ),
        return_exceptions=True,
    )
    assert [result is True for result in results] == [False] * 100 + [True] * 100
    for number, result in enumerate(results[:100], ROUTES - 100):
        assert isinstance(result, AlreadyExists)
        assert f"'10.{number >> 8}.{number & 255}.0/24'" in result.operation


async def test_requests_and_dumps_inside_a_dump(conn: Connection, routes: int) -> None:
    seen = 0
    async for route in conn.get_routes(table="main", family=2):
        seen += 1
        if seen % 500 == 0:
            assert (await conn.get_link("i0")).ifindex == route.oif
            assert len(await conn.get_links()) == 2
            async for link in conn.get_links():
                assert link.name in ("lo", "i0")
    assert seen == routes


async def test_changing_what_is_dumped(conn: Connection, routes: int) -> None:
    async for route in conn.get_routes(table="main", family=2):
        assert route.dst is not None
        await conn.del_route(route.dst)
    assert await conn.get_routes(table="main", family=2) == []


async def test_a_dump_is_a_coroutine(conn: Connection) -> None:
    task = asyncio.create_task(conn.get_links())
    first, second = await asyncio.gather(task, conn.get_links())
    assert [link.name for link in first] == [link.name for link in second] == ["lo"]
    assert [link.name for link in await asyncio.wait_for(conn.get_links(), 10)] == ["lo"]
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        both = [group.create_task(conn.get_links()), group.create_task(conn.get_addresses())]
    assert all(one.result() for one in both)


async def test_a_dump_that_is_left_early(conn: Connection, routes: int) -> None:
    for _ in range(lanes.rounds(200)):
        async for route in conn.get_routes():
            assert route
            break
    assert len(await conn.get_routes(table="main", family=2)) == routes


async def test_a_dump_that_is_left_by_an_exception(conn: Connection, routes: int) -> None:
    for _ in range(20):
        with pytest.raises(ZeroDivisionError):  # noqa: PT012
            async for route in conn.get_routes():
                assert route.family // 0
    assert len(await conn.get_routes(table="main", family=2)) == routes


async def test_a_dump_that_is_never_begun(conn: Connection) -> None:
    dump = conn.get_links()
    dump.close()
    del dump
    conn.get_links()
    assert len(await conn.get_links()) == 1


async def test_a_timeout_around_a_slow_reader(conn: Connection, routes: int) -> None:
    with pytest.raises(TimeoutError):  # noqa: PT012
        async with asyncio.timeout(0.05):
            async for _ in conn.get_routes():
                await asyncio.sleep(0.001)
    assert len(await conn.get_routes(table="main", family=2)) == routes
