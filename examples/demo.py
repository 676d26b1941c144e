"""What nlink does, shown in two network namespaces that it makes and that are gone at the end: scripts/demo

Links, addresses, routes, neighbours and a rule, made, read back and watched; ten thousand routes in a batch; errors.
"""

from __future__ import annotations

import asyncio
from asyncio import run
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from socket import AF_BRIDGE, AF_INET
from time import perf_counter

from nlink import Connection, DelLink, EventStream, Namespace, NetlinkError, NewAddress, NewNeighbor, NewRule, namespace
from nlink.link import Bridge, Veth, Vxlan
from nlink.route import NextHop

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run

MANY = 10_000


async def main() -> None:
    print("Everything happens in network namespaces without a name: this machine's own network stays as it is.")
    async with namespace.temporary() as here, namespace.temporary() as there, here.connect() as conn:
        stream = EventStream.builder().links().addresses().routes().neighbors().rules().namespace(here).build()
        async with stream, asyncio.TaskGroup() as tasks:
            tasks.create_task(watch(stream))
            await links(conn, there)
            await routes(conn)
            await many(conn)
            await errors(conn)
            await conn.del_link("br0")


def title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


async def links(conn: Connection, there: Namespace) -> None:
    title("Links and addresses: a bridge, and a cable from it to another namespace")
    await conn.set_link_up("lo")
    await conn.add_link("br0", Bridge(mcast_snooping=False), up=True, addresses=["192.0.2.1/24", "2001:db8::1/64"])
    await conn.add_link("port1", Veth(peer="far"), master="br0", mtu=9000, up=True, alias="to the other namespace")
    await conn.set_link("far", name="eth0", namespace=there)
    async with there.connect() as other:
        await other.set_link_up("eth0")
        await other.add_address("eth0", "192.0.2.2/24")
        print("there:", *await other.get_links(), *await other.get_addresses("eth0"), sep="\n  ")
    print("here:", *await conn.get_links(), *await conn.get_addresses("br0"), sep="\n  ")

    await conn.set_link_kind("br0", Bridge(ageing_time=30))
    bridge = (await conn.get_link("br0", Bridge)).options
    print("br0: ageing_time", bridge.ageing_time, "mcast_snooping", bridge.mcast_snooping, "id", bridge.bridge_id)


async def routes(conn: Connection) -> None:
    title("Routes, neighbours and a rule")
    await conn.add_route("10.0.0.0/8", via="192.0.2.2", metric=100, mtu=1300)
    await conn.add_route("default", nexthops=[NextHop(via="192.0.2.2", weight=2), NextHop(via="192.0.2.3")])
    await conn.add_route("198.51.100.0/24", type="blackhole")
    await conn.add_route("default", via="192.0.2.3", table=100)
    await conn.add_rule(destination="203.0.113.0/24", table=100, priority=1000)
    await conn.add_neighbor("br0", "192.0.2.3", lladdr="02:00:00:00:00:03")
    print("routes:", *await conn.get_routes(table="main", family=AF_INET), sep="\n  ")
    print("rules:", *await conn.get_rules(family=AF_INET), sep="\n  ")
    print("neighbours:", *await conn.get_neighbors(), sep="\n  ")
    print("the way to 10.1.2.3:", await conn.get_route("10.1.2.3"))
    print("the way to 203.0.113.7:", await conn.get_route("203.0.113.7"))


async def many(conn: Connection) -> None:
    title(f"{MANY:,} routes")
    began = perf_counter()
    async with conn.batch() as batch:
        for number in range(MANY):
            batch.add_route(f"100.{number >> 8}.{number & 255}.0/24", via="192.0.2.2", table=200)
        batch.add_route("100.0.0.0/24", via="192.0.2.2", table=200)
    print(f"added in {perf_counter() - began:.3f} s; and refused:", *(failure.error for failure in batch.failures))
    began = perf_counter()
    found = await conn.get_routes(table=200)
    print(f"{len(found):,} read in {perf_counter() - began:.3f} s; the last one: {found[-1]}")


async def errors(conn: Connection) -> None:
    title("What is wrong is said: by nlink before anything is sent, else by the kernel")
    wrong: list[Callable[[], Awaitable[object]]] = [
        lambda: conn.set_link_mtu("br0", -1),
        lambda: conn.get_link("nonsense0"),
        lambda: conn.add_link("br0", Bridge()),
        lambda: conn.add_link("vx0", Vxlan(vni=42, local="10.0.0.1", remote="fd00::1")),
        lambda: conn.add_route("172.16.0.0/12", via="203.0.113.1", device="br0"),
    ]
    for call in wrong:
        try:
            await call()
        except (ValueError, NetlinkError) as error:
            print(f"{type(error).__name__}: {error}")


async def watch(stream: EventStream) -> None:
    """Count what the kernel tells until br0 is gone, and keep some of it."""
    seen: Counter[str] = Counter()
    some: list[str] = []
    async for event in stream:
        seen[type(event).__name__] += 1
        match event:
            case NewAddress(address=address):
                some.append(f"new address {address}")
            case NewNeighbor(neighbor=neighbor) if neighbor.family != AF_BRIDGE:
                some.append(f"new neighbour {neighbor}")
            case NewRule(rule=rule):
                some.append(f"new rule {rule}")
            case DelLink(link=link) if link.name == "br0":
                break
            case _:
                pass
    title("What the kernel told meanwhile")
    print(", ".join(f"{count:,} {name}" for name, count in seen.items()))
    print("among them:", *some, sep="\n  ")


if __name__ == "__main__":
    run(main())
