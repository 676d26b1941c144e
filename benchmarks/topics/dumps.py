"""Dumps of very many routes into a list, and the same with a look at two fields of each."""

from __future__ import annotations

from socket import AF_INET
from time import perf_counter

from nlink import Connection

from ..bare import Bare
from ..peers import AsyncIPRoute
from ..report import FLOOR, IP, NLINK, PYROUTE2, Row, Target
from ..rounds import Contestant, in_turns
from ..sizes import Sizes
from ..world import GATEWAY, ip_json, prefixes


async def run(sizes: Sizes) -> list[Row]:
    """Measure both tables; pyroute2 would take too long for the large one."""
    all_prefixes = prefixes(sizes.many_routes)
    async with Connection() as conn, AsyncIPRoute() as ipr:
        with Bare() as bare:

            async def nlink() -> tuple[float, ...]:
                started = perf_counter()
                routes = await conn.get_routes(family=AF_INET, table="main")
                listed = perf_counter()
                for route in routes:
                    _ = route.dst, route.gateway
                return listed - started, perf_counter() - started

            async def floor() -> tuple[float, ...]:
                started = perf_counter()
                bare.dump_routes()
                return (perf_counter() - started,)

            async def ip() -> tuple[float, ...]:
                started = perf_counter()
                routes = ip_json("-4", "route")
                listed = perf_counter()
                for route in routes:
                    _ = route["dst"], route.get("gateway")
                return listed - started, perf_counter() - started

            async def pyroute2() -> tuple[float, ...]:
                started = perf_counter()
                routes = [route async for route in await ipr.get_routes(family=AF_INET)]
                listed = perf_counter()
                for route in routes:
                    _ = route.get("dst"), route.get("gateway")
                return listed - started, perf_counter() - started

            peers: dict[str, Contestant] = {NLINK: nlink, FLOOR: floor, IP: ip}
            bare.add_routes(all_prefixes[: sizes.routes], GATEWAY)
            listed, touched = await in_turns({**peers, PYROUTE2: pyroute2}, sizes.rounds)
            bare.add_routes(all_prefixes[sizes.routes :], GATEWAY)
            many_listed, many_touched = await in_turns(peers, sizes.rounds)
    some, many = f"{sizes.routes:,} routes", f"{sizes.many_routes:,} routes"
    share = sizes.routes / sizes.many_routes
    growth = [large * share / small for large, small in zip(many_listed[NLINK], listed[NLINK], strict=True)]
    return [
        Row(name=f"{some} into a list", rounds=listed, targets=(Target(0.5, IP), Target(1 / 30, PYROUTE2))),
        Row(name=f"{some}, dst and gateway of each", rounds=touched),
        Row(name=f"{many} into a list", rounds=many_listed),
        Row(name=f"{many}, dst and gateway of each", rounds=many_touched),
        Row(name="one of many beside one of few", rounds={NLINK: growth}, unit="times", targets=(Target(1.2),)),
    ]
