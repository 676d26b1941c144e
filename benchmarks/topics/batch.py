"""Very many changes in a batch."""

from __future__ import annotations

from time import perf_counter

from nlink import Connection

from ..bare import Bare
from ..report import FLOOR, IP, NLINK, Row, Target
from ..rounds import in_turns
from ..sizes import Sizes
from ..world import GATEWAY, ip_batch, prefixes


async def run(sizes: Sizes) -> list[Row]:
    """Measure; what ``ip -batch`` reads is made beforehand."""
    told = prefixes(sizes.routes)
    lines = "".join(f"route add {prefix} via {GATEWAY}\n" for prefix in told)
    async with Connection() as conn:
        with Bare() as bare:

            async def nlink() -> tuple[float, ...]:
                started = perf_counter()
                async with conn.batch() as batch:
                    for prefix in told:
                        batch.add_route(prefix, via=GATEWAY)
                taken = perf_counter() - started
                batch.check()
                bare.delete_routes(told, GATEWAY)
                return (taken,)

            async def floor() -> tuple[float, ...]:
                started = perf_counter()
                bare.add_routes(told, GATEWAY)
                taken = perf_counter() - started
                bare.delete_routes(told, GATEWAY)
                return (taken,)

            async def ip() -> tuple[float, ...]:
                started = perf_counter()
                ip_batch(lines)
                taken = perf_counter() - started
                bare.delete_routes(told, GATEWAY)
                return (taken,)

            (times,) = await in_turns({NLINK: nlink, FLOOR: floor, IP: ip}, sizes.rounds)
    return [Row(name=f"a batch that adds {sizes.routes:,} routes", rounds=times, targets=(Target(0.8, IP),))]
