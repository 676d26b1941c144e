"""The layer below Connection: a Transport of one's own, in a multicast group that nlink has no events for.

In a namespace that it makes, and that is gone at the end; as root: python examples/hear_a_group.py
"""

from __future__ import annotations

import struct
from asyncio import run
from contextlib import suppress
from socket import NETLINK_ROUTE

from nlink import Transport, namespace
from nlink.link import Veth
from nlink.schema import Message, attr, header, s32, u8

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run

RTM_NEWNETCONF = 80  # linux/rtnetlink.h, as is the next
RTNLGRP_IPV4_NETCONF = 24
NLMSGHDR = struct.Struct("=IHHII")  # length, type, flags, sequence, port (netlink(7))


class Netconf(Message):
    """Settings of a link as sysctl has them (linux/netconf.h)."""

    family: int = header("ncm_family", u8, default=0, pad=3)
    ifindex: int | None = attr(1, s32)
    forwarding: int | None = attr(2, s32)
    rp_filter: int | None = attr(3, s32)
    mc_forwarding: int | None = attr(4, s32)
    proxy_neigh: int | None = attr(5, s32)
    ignore_routes_with_linkdown: int | None = attr(6, s32)
    bc_forwarding: int | None = attr(8, s32)


async def main() -> None:
    async with (
        namespace.temporary() as ns,
        Transport(NETLINK_ROUTE, ns) as transport,
        transport.multicast(RTNLGRP_IPV4_NETCONF) as heard,
        ns.connect() as conn,
    ):
        await conn.add_link("v0", Veth(peer="v1"))
        ends = 0
        async for datagram in heard:
            length, kind, *_ = NLMSGHDR.unpack_from(datagram.data)
            print(kind == RTM_NEWNETCONF, Netconf.from_bytes(datagram.data[NLMSGHDR.size : length]))
            ends += 1
            if ends == 2:  # each end of the pair is told of
                break


if __name__ == "__main__":
    run(main())
