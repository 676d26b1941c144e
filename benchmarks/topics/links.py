"""Links, which have ten times as many attributes as routes."""

from __future__ import annotations

from time import perf_counter

from nlink import Connection

from ..bare import Bare
from ..peers import AsyncIPRoute
from ..report import FLOOR, IP, NLINK, PYROUTE2, Row
from ..rounds import in_turns
from ..sizes import Sizes
from ..world import ip_batch, ip_json


async def run(sizes: Sizes) -> list[Row]:
    """Measure dumps of links into a list, all details and counters included."""
    pairs = (sizes.links - 2) // 2  # loopback and what every benchmark begins with are links too
    ip_batch("".join(f"link add v{i} type veth peer name p{i}\n" for i in range(pairs)))
    async with Connection() as conn, AsyncIPRoute() as ipr:
        with Bare() as bare:

            async def nlink() -> tuple[float, ...]:
                started = perf_counter()
                links = await conn.get_links()
                listed = perf_counter()
                for link in links:
                    _ = link.name, link.address
                return listed - started, perf_counter() - started

            async def floor() -> tuple[float, ...]:
                started = perf_counter()
                bare.dump_links()
                return (perf_counter() - started,)

            async def ip() -> tuple[float, ...]:
                started = perf_counter()
                links = ip_json("-details", "-statistics", "link")
                listed = perf_counter()
                for link in links:
                    _ = link["ifname"], link["address"]
                return listed - started, perf_counter() - started

            async def pyroute2() -> tuple[float, ...]:
                started = perf_counter()
                links = [link async for link in await ipr.get_links()]
                listed = perf_counter()
                for link in links:
                    _ = link.get("ifname"), link.get("address")
                return listed - started, perf_counter() - started

            listed, touched = await in_turns({NLINK: nlink, FLOOR: floor, IP: ip, PYROUTE2: pyroute2}, sizes.rounds)
    some = f"{sizes.links:,} links"
    return [
        Row(name=f"{some} into a list", rounds=listed),
        Row(name=f"{some}, name and address of each", rounds=touched),
    ]
