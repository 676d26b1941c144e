"""Memory that a list of routes takes: how much a fresh process grows by it."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from socket import AF_INET
from typing import Any

from ..bare import Bare
from ..report import IP, NLINK, PYROUTE2, Row, Target
from ..sizes import Sizes
from ..world import GATEWAY, ip_json, prefixes


async def run(sizes: Sizes) -> list[Row]:
    """Measure each contestant in processes of its own."""
    with Bare() as bare:
        bare.add_routes(prefixes(sizes.routes), GATEWAY)
    contestants: dict[str, Callable[[], tuple[float, float]]] = {NLINK: nlink, IP: ip, PYROUTE2: pyroute2}
    found = {name: [in_fresh_process(measure) for _ in range(sizes.rounds)] for name, measure in contestants.items()}
    untouched = {name: [one[0] for one in rounds] for name, rounds in found.items()}
    touched = {name: [one[1] for one in rounds] for name, rounds in found.items()}
    return [
        Row(name="memory of one route", rounds=untouched, unit="bytes", targets=(Target(450),)),
        Row(name="memory of one route, dst and gateway looked at", rounds=touched, unit="bytes"),
    ]


def in_fresh_process(measure: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    """Call a function in a process that has done nothing yet."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(measure).result()


def nlink() -> tuple[float, float]:
    """Routes as nlink gives them."""
    return asyncio.run(_nlink())


async def _nlink() -> tuple[float, float]:
    from nlink import Connection

    async with Connection() as conn:
        await conn.get_routes(table="local")  # everything is imported and open then
        before = resident()
        routes = await conn.get_routes(family=AF_INET, table="main")
        return grown(before, routes, lambda route: (route.dst, route.gateway))


def pyroute2() -> tuple[float, float]:
    """Routes as pyroute2 gives them."""
    return asyncio.run(_pyroute2())


async def _pyroute2() -> tuple[float, float]:
    from ..peers import AsyncIPRoute

    async with AsyncIPRoute() as ipr:
        _ = [address async for address in await ipr.get_addr()]
        before = resident()
        routes = [route async for route in await ipr.get_routes(family=AF_INET)]
        return grown(before, routes, lambda route: (route.get("dst"), route.get("gateway")))


def ip() -> tuple[float, float]:
    """Routes as dictionaries from ``ip -j``."""
    ip_json("address")
    before = resident()
    return grown(before, ip_json("-4", "route"), lambda route: (route["dst"], route.get("gateway")))


def grown(before: int, routes: Sequence[Any], touch: Callable[[Any], object]) -> tuple[float, float]:
    """The growth of this process for each route, before and after a look at them."""
    untouched = resident() - before
    for route in routes:
        touch(route)
    return untouched / len(routes), (resident() - before) / len(routes)


def resident() -> int:
    """Bytes of memory that this process has, without garbage."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
