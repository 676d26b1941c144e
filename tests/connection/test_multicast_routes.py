"""Multicast routes, which a routing daemon makes and netlink lists."""

from __future__ import annotations

import socket
import struct

from nlink import Connection
from nlink.link import Veth
from tests.netns import Netns, inside
from tests.unknown import unknown_attributes

MRT_INIT, MRT_ADD_VIF, MRT_ADD_MFC = 200, 202, 204
VIFF_USE_IFINDEX = 8
IGMP = 2
IPMR = 128
"""``RTNL_FAMILY_IPMR``."""


async def test_a_multicast_route_is_read(conn: Connection, netns: Netns) -> None:
    first = (await conn.add_link("v0", Veth(peer="v1"), up=True)).ifindex
    second = (await conn.get_link("v1")).ifindex
    await conn.set_link_up("v1")
    # The kernel forgets its multicast routes when the daemon's socket closes.
    daemon = inside(netns.fd, lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW | socket.SOCK_CLOEXEC, IGMP))
    with daemon:
        daemon.setsockopt(socket.IPPROTO_IP, MRT_INIT, 1)
        for number, index in enumerate((first, second)):
            vif = struct.pack("=HBBIi4x", number, VIFF_USE_IFINDEX, 1, 0, index)
            daemon.setsockopt(socket.IPPROTO_IP, MRT_ADD_VIF, vif)
        entry = socket.inet_aton("10.0.0.9") + socket.inet_aton("239.1.1.1") + struct.pack("=H", 0)
        entry += bytes([0, 5]) + bytes(30)  # to the second one, from a TTL of 5 on
        daemon.setsockopt(socket.IPPROTO_IP, MRT_ADD_MFC, entry + bytes(-len(entry) % 4) + bytes(16))
        (route,) = await conn.get_routes(family=IPMR)
        (shown,) = netns.json("ip", "-j", "mroute", "show")
    assert unknown_attributes(route) == []
    assert (str(route.dst), str(route.src), route.iif) == ("239.1.1.1/32", "10.0.0.9/32", first)
    assert route.mfc_stats is not None
    assert route.multipath is not None
    assert [(hop.ifindex, hop.hops) for hop in route.multipath] == [(second, 5)]
    assert (shown["dst"], shown["iif"]) == ("239.1.1.1", "v0")
    assert await conn.get_routes(family=IPMR) == []
