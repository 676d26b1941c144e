"""What a program hears when something is wrong: before anything is sent, or from the kernel.

Nothing comes of it, but asking needs the right to make links: unshare --net python examples/when_it_goes_wrong.py
"""

from __future__ import annotations

from asyncio import run
from contextlib import suppress

from nlink import Connection, LinkNotFound, NetlinkError, NotFound
from nlink.link import Bridge, Vlan, Vxlan

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run


async def main() -> None:
    async with Connection() as conn:
        try:
            await conn.add_link("v0.5000", Vlan(id=5000), link="v0")
        except ValueError as error:  # pydantic's; nothing was sent
            print(error)

        try:
            await conn.set_link_mtu("lo", -1)
        except ValueError as error:  # nlink's own InvalidInput, with .field and .reason
            print(error)

        try:
            await conn.add_link("vx0", Vxlan(vni=42, local="10.0.0.1", remote="fd00::1"))
        except NotFound:  # also PermissionDenied, AlreadyExists, Busy, NotSupported, InvalidRequest, Timeout, ...
            print("no such link, route, namespace ...")
        except NetlinkError as error:
            print(error)  # the call, what the kernel says about it, the errno's name, the attribute where it tells it
            print(error.errno, error.message, error.attribute, error.policy, error.operation)

        try:
            await conn.add_link("lo", Bridge())
        except FileExistsError as error:  # AlreadyExists is one, PermissionDenied a PermissionError, ...
            print(type(error).__name__, error)

        try:
            await conn.get_link("nonsense0")
        except LinkNotFound as error:  # a NotFound
            print(error, "|", error.is_not_found)


if __name__ == "__main__":
    run(main())
