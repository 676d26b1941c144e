"""Links, addresses, routes and a rule, made and changed one by one; then many routes in a batch.

Changes the network that it is started in, so give it one of its own. It needs a namespace called blue, and VLANs in
the kernel; as root: ip netns add blue; unshare --net python examples/change_things.py
"""

from __future__ import annotations

from asyncio import run
from contextlib import suppress

from nlink import Connection
from nlink.link import Bridge, Veth, Vlan
from nlink.route import NextHop

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run


async def main() -> None:
    async with Connection() as conn:
        await links(conn)
        await addresses_and_routes(conn)
        await many(conn, [f"100.64.{number}.0/24" for number in range(256)])


async def links(conn: Connection) -> None:
    br0 = await conn.add_link("br0", Bridge(stp=True, vlan_filtering=True), up=True)
    print(br0)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", mtu=9000, up=True)
    await conn.add_link("v0.100", Vlan(id=100), link="v0", addresses=["10.0.0.1/24", "fd00::1/64"])
    await conn.set_link_mtu("v0", 1400)
    await conn.set_link("v1", name="uplink", alias="to the lab", namespace="blue")
    await conn.set_link_kind("br0", Bridge(ageing_time=30))  # only what is given
    assert (await conn.get_link("br0", Bridge)).options.stp  # typed, because the kind was asked for


async def addresses_and_routes(conn: Connection) -> None:
    await conn.add_address("v0", "192.0.2.1/24", label="v0:web", valid_lifetime=3600)
    await conn.add_route("10.0.0.0/8", via="192.0.2.254", metric=100, mtu=1300)
    await conn.replace_route("default", nexthops=[NextHop(via="192.0.2.2", weight=2), NextHop(via="192.0.2.3")])
    await conn.add_rule(source="10.1.0.0/16", table=100, priority=1000)
    was_there = await conn.del_route("203.0.113.0/24", missing_ok=True)
    print("203.0.113.0/24 was there:", was_there)
    for route in await conn.get_routes(table="main"):
        print(route)


async def many(conn: Connection, prefixes: list[str]) -> None:
    async with conn.batch() as batch:  # thousands a second; each result kept
        for prefix in prefixes:
            batch.add_route(prefix, via="192.0.2.254")
        batch.add_route(prefixes[0], via="192.0.2.254")
    for failure in batch.failures:
        print(failure.error)  # it begins with the call: add_route('100.64.0.0/24', ...): File exists [EEXIST]


if __name__ == "__main__":
    run(main())
