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
from nlink.uapi import NETCONFA, RTM, RTNLGRP

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run

NLMSGHDR = struct.Struct("=IHHII")  # length, type, flags, sequence, port (netlink(7))


class Netconf(Message):
    """Settings of a link as sysctl has them (linux/netconf.h)."""

    family: int = header("ncm_family", u8, default=0, pad=3)
    ifindex: int | None = attr(NETCONFA.IFINDEX, s32)
    forwarding: int | None = attr(NETCONFA.FORWARDING, s32)
    rp_filter: int | None = attr(NETCONFA.RP_FILTER, s32)
    mc_forwarding: int | None = attr(NETCONFA.MC_FORWARDING, s32)
    proxy_neigh: int | None = attr(NETCONFA.PROXY_NEIGH, s32)
    ignore_routes_with_linkdown: int | None = attr(NETCONFA.IGNORE_ROUTES_WITH_LINKDOWN, s32)
    bc_forwarding: int | None = attr(NETCONFA.BC_FORWARDING, s32)


async def main() -> None:
    async with (
        namespace.temporary() as ns,
        Transport(NETLINK_ROUTE, ns) as transport,
        transport.multicast(RTNLGRP.IPV4_NETCONF) as heard,
        ns.connect() as conn,
    ):
        await conn.add_link("v0", Veth(peer="v1"))
        ends = 0
        async for datagram in heard:
            length, kind, *_ = NLMSGHDR.unpack_from(datagram.data)
            print(kind == RTM.NEWNETCONF, Netconf.from_bytes(datagram.data[NLMSGHDR.size : length]))
            ends += 1
            if ends == 2:  # each end of the pair is told of
                break


if __name__ == "__main__":
    run(main())
