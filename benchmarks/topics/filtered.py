"""A small table beside a large one: whether the kernel is asked to choose."""

from __future__ import annotations

from collections.abc import Sequence
from socket import AF_INET
from time import perf_counter

from nlink import Connection

from ..bare import Bare
from ..peers import AsyncIPRoute
from ..report import IP, NLINK, PYROUTE2, Row, Target
from ..rounds import in_turns, repeated
from ..sizes import Sizes
from ..world import DEVICE, GATEWAY, ip_batch, ip_json, prefixes

TABLE = 7000
ROUTES = 10


async def run(sizes: Sizes) -> list[Row]:
    """Measure; pyroute2 lists every table and chooses itself, also when told to be strict (0.9.7)."""
    with Bare() as bare:
        bare.add_routes(prefixes(sizes.routes), GATEWAY)
    ip_batch("".join(f"route add 172.16.{i}.0/24 dev {DEVICE} table {TABLE}\n" for i in range(ROUTES)))
    async with Connection() as conn, AsyncIPRoute() as ipr:

        async def nlink() -> None:
            check(await conn.get_routes(family=AF_INET, table=TABLE))

        async def ip() -> None:
            check(ip_json("-4", "route", "show", "table", str(TABLE)))

        async def pyroute2() -> tuple[float, ...]:
            started = perf_counter()
            check([route async for route in await ipr.get_routes(family=AF_INET, table=TABLE)])
            return (perf_counter() - started,)

        contestants = {
            NLINK: repeated(nlink, sizes.calls // 10),
            IP: repeated(ip, sizes.calls // 100),
            PYROUTE2: pyroute2,
        }
        (times,) = await in_turns(contestants, sizes.rounds)
    name = f"a table of {ROUTES} routes beside {sizes.routes:,}"
    return [Row(name=name, rounds=times, targets=(Target(1 / 500, PYROUTE2),))]


def check(routes: Sequence[object]) -> None:
    """See that it was the right table."""
    if len(routes) != ROUTES:
        raise SystemExit(f"{len(routes)} routes instead of {ROUTES}")
