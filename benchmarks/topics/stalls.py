"""How long the event loop stands still at most, while nlink is at work."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from socket import AF_INET

from nlink import Batch, Connection, RouteMessage

from ..bare import Bare
from ..report import NLINK, Row, Target
from ..sizes import Sizes
from ..ticker import Ticker
from ..world import GATEWAY, ip_batch, prefixes

SLICE = 100
"""Calls that fill a batch before the loop goes round: that loop is the user's own, and nlink cannot interrupt it."""
LONGEST = 0.010


async def run(sizes: Sizes) -> list[Row]:
    """Measure; the worst round counts, and the first row tells what the machine itself does to a loop."""
    names = [f"v{i}" for i in range(sizes.deleted_links)]
    told = prefixes(sizes.many_routes)
    some = told[: sizes.routes]
    links = f"{sizes.deleted_links} veths deleted"
    with Bare() as bare:
        async with Connection() as conn:

            def add_links() -> None:
                ip_batch("".join(f"link add {name} type veth peer name p{name}\n" for name in names))

            async def delete_singly() -> None:
                for name in names:
                    await conn.del_link(name)

            async def delete_together() -> Batch:
                async with conn.batch() as batch:
                    for name in names:
                        batch.del_link(name)
                batch.check()
                return batch

            async def add_routes() -> Batch:
                async with conn.batch() as batch:
                    for at, prefix in enumerate(some):
                        if at % SLICE == 0:
                            await asyncio.sleep(0)
                        batch.add_route(prefix, via=GATEWAY)
                batch.check()
                return batch

            async def dump() -> list[RouteMessage]:
                return await conn.get_routes(family=AF_INET, table="main")

            rounds = sizes.rounds
            rows = [
                await longest("nothing done", lambda: asyncio.sleep(1), rounds, targets=()),
                await longest(f"{links} one by one", delete_singly, rounds, before=add_links),
                await longest(f"{links} by a batch", delete_together, rounds, before=add_links),
                await longest(
                    f"a batch that adds {sizes.routes:,} routes", add_routes, rounds,
                    after=lambda: bare.delete_routes(some, GATEWAY),
                ),
            ]  # fmt: skip
            bare.add_routes(some, GATEWAY)
            rows.append(await longest(f"{sizes.routes:,} routes listed", dump, rounds))
            bare.add_routes(told[sizes.routes :], GATEWAY)
            rows.append(await longest(f"{sizes.many_routes:,} routes listed", dump, rounds))
    return rows


async def longest(
    name: str,
    work: Callable[[], Awaitable[object]],
    rounds: int,
    *,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
    targets: tuple[Target, ...] = (Target(LONGEST),),
) -> Row:
    """The longest stall in each of some rounds, of which the first one is not counted."""
    stalls: list[float] = []
    for _ in range(rounds + 1):
        before()
        gc.collect()
        async with Ticker() as ticker:
            kept = await work()
        del kept  # not before: it is the program's own, and a million routes take some time to forget
        after()
        stalls.append(ticker.longest)
    return Row(name=f"longest stall: {name}", rounds={NLINK: stalls[1:]}, targets=targets, worst=True)
