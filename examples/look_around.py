"""What there is: the links, one of them with its addresses, a route looked up, and all routes as a stream.

Shows the network that it is started in, and changes nothing: python examples/look_around.py
"""

from __future__ import annotations

from asyncio import run
from contextlib import suppress

from nlink import Connection

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run


async def main() -> None:
    async with Connection() as conn:
        for link in await conn.get_links():  # list[LinkMessage]
            print(link)  # one line, much as `ip link` has it
            print(link.ifindex, link.name, link.mtu, link.address, link.is_up, link.operstate, link.kind)

        eth0 = await conn.get_link("eth0")  # by name, altname or index; one request; LinkNotFound if absent
        addresses = await conn.get_addresses(eth0)  # the kernel filters; get_addresses_for("eth0") is the same
        print(f"{eth0.name} has", *addresses, sep="\n  ")

        route = await conn.get_route("8.8.8.8")  # what `ip route get` answers
        print("to 8.8.8.8:", route)
        async for route in conn.get_routes(table="main"):  # a million of them: flat memory, stops reading when you do
            if route.dst and route.dst.prefixlen > 24:
                print(route.dst, "via", route.gateway, "metric", route.priority)


if __name__ == "__main__":
    run(main())
