"""One request at a time: getting a link by its name, and adding a route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from nlink import Connection

from ..bare import Bare
from ..peers import AsyncIPRoute
from ..report import FLOOR, IP, NLINK, PYROUTE2, Row, Target
from ..rounds import Contestant, in_turns, repeated
from ..sizes import Sizes
from ..world import DEVICE, GATEWAY, ip, ip_json, prefixes


async def run(sizes: Sizes) -> list[Row]:
    """Measure both."""
    async with Connection() as conn, AsyncIPRoute() as ipr:
        with Bare() as bare:
            got = await links(conn, ipr, bare, sizes)
            added = await routes(conn, ipr, bare, sizes)
    return [
        Row(name="one get_link", rounds=got, targets=(Target(1 / 20, PYROUTE2),)),
        Row(name="one add_route", rounds=added, targets=(Target(1 / 5, PYROUTE2),)),
    ]


async def links(conn: Connection, ipr: Any, bare: Bare, sizes: Sizes) -> dict[str, list[float]]:
    """Get one link, again and again."""

    async def floor() -> None:
        bare.get_link(DEVICE)

    async def by_process() -> None:
        ip_json("link", "show", "dev", DEVICE)

    contestants = {
        NLINK: repeated(lambda: conn.get_link(DEVICE), sizes.calls),
        FLOOR: repeated(floor, sizes.calls),
        IP: repeated(by_process, sizes.calls // 100),
        PYROUTE2: repeated(lambda: ipr.link("get", ifname=DEVICE), sizes.calls // 4),
    }
    (times,) = await in_turns(contestants, sizes.rounds)
    return times


async def routes(conn: Connection, ipr: Any, bare: Bare, sizes: Sizes) -> dict[str, list[float]]:
    """Add one route after the other, to a table that each contestant finds empty."""

    async def floor(prefix: str) -> None:
        bare.add_route(prefix, GATEWAY)

    async def by_process(prefix: str) -> None:
        ip("route", "add", prefix, "via", GATEWAY)

    def adding(add: Callable[[str], Awaitable[object]], count: int) -> Contestant:
        told = prefixes(count)

        async def work() -> tuple[float, ...]:
            rest: Iterator[str] = iter(told)
            times = await repeated(lambda: add(next(rest)), count)()
            bare.delete_routes(told, GATEWAY)
            return times

        return work

    contestants = {
        NLINK: adding(lambda prefix: conn.add_route(prefix, via=GATEWAY), sizes.calls),
        FLOOR: adding(floor, sizes.calls),
        IP: adding(by_process, sizes.calls // 100),
        PYROUTE2: adding(lambda prefix: ipr.route("add", dst=prefix, gateway=GATEWAY), sizes.calls // 4),
    }
    (times,) = await in_turns(contestants, sizes.rounds)
    return times
