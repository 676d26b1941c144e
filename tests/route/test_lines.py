"""Every message prints as one line that tells what it is about, in the manner of ``ip``."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from nlink import AddressMessage, Connection, LinkMessage, NeighborMessage, RouteMessage, RuleMessage
from nlink.generic import Family
from nlink.link import Veth
from nlink.netlink.uapi.fib_rules import FR_ACT
from nlink.netlink.uapi.if_addr import IFA_F
from nlink.netlink.uapi.neighbour import NTF, NUD
from nlink.netlink.uapi.rtnetlink import RT_SCOPE, RTN, RTPROT
from nlink.route import NextHop
from tests.netns import Netns

LOOKUP = {"action": FR_ACT.TO_TBL, "table": 254}
HOST, ROUTER = ip_address("192.0.2.1"), ip_address("fe80::1")
HOP = NextHop(via=ROUTER, device=3)
WAY = {"type": RTN.UNICAST, "table": 254, "oif": 2}

LINES: list[tuple[Any, str]] = [
    (RuleMessage(family=2, priority=5, **LOOKUP), "5: from all lookup main"),
    (RuleMessage(family=10, priority=5, **LOOKUP), "5: inet6 from all lookup main"),
    (RuleMessage(family=128, priority=5, **LOOKUP), "5: family 128 from all lookup main"),
    (RuleMessage(family=10, priority=5, src=ip_network("fd00::/8"), **LOOKUP), "5: from fd00::/8 lookup main"),
    (RuleMessage(family=10, priority=5, action=FR_ACT.BLACKHOLE), "5: inet6 from all blackhole"),
    (
        RuleMessage(family=2, priority=5, iifname="a\nb", protocol=RTPROT.STATIC, **LOOKUP),
        "5: from all iif a\\nb lookup main proto static",
    ),
    (RouteMessage(family=2, **WAY), "default dev 2"),
    (RouteMessage(family=10, **WAY), "inet6 default dev 2"),
    (RouteMessage(family=10, gateway=ROUTER, **WAY), "default via fe80::1 dev 2"),
    (
        RouteMessage(family=10, type=RTN.UNICAST, table=254, multipath=(HOP.to_wire(10, 3),)),
        "default nexthop via fe80::1 dev 3 weight 1",
    ),
    (RouteMessage(family=10, type=RTN.UNREACHABLE, table=254, priority=1024), "unreachable inet6 default metric 1024"),
    (
        RouteMessage(family=2, destination=ip_network("10.0.0.0/8"), scope=RT_SCOPE.LINK, protocol=77, **WAY),
        "10.0.0.0/8 dev 2 proto 77 scope link",
    ),
    (
        AddressMessage(family=2, prefixlen=24, ifindex=2, local=HOST, label="a\tb", flags=IFA_F.NODAD),
        "192.0.2.1/24 dev 2 scope global nodad label a\\tb",
    ),
    (
        AddressMessage(family=10, prefixlen=64, ifindex=2, address=ROUTER, scope=RT_SCOPE.LINK),
        "fe80::1/64 dev 2 scope link",
    ),
    (
        NeighborMessage(family=2, ifindex=2, dst=HOST, state=NUD.STALE | NUD(0x400), flags=NTF.ROUTER),
        "192.0.2.1 dev 2 router stale 0x400",
    ),
    (NeighborMessage(family=10, ifindex=2, dst=ROUTER, protocol=RTPROT.ZEBRA), "fe80::1 dev 2 proto zebra"),
    (LinkMessage(ifindex=7, name="a\udcffb", alias="one\ntwo", mtu=1500),
     "7: a\\udcffb <> mtu 1500 state UNKNOWN alias one\\ntwo"),
    (Family(command=1, name="nlctrl", id=16, family_version=2), "nlctrl id 0x10 version 2 groups []"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "line"), LINES, ids=[line for _, line in LINES])
def test_a_message_is_one_line(message: Any, line: str) -> None:
    assert str(message) == line
    assert type(message).from_bytes(message.to_bytes()).__str__() == line


async def test_whatever_a_kernel_tells_is_one_printable_line(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link(
            "v0", Veth(peer="v1"), up=True, alias="two\nlines", addresses=["192.0.2.1/24", "fd00::1/64"]
        )
        await conn.set_link_up("v1")
        await conn.add_neighbor("v0", "192.0.2.2", lladdr="02:00:00:00:00:01")
        lists: list[list[Any]] = [
            await conn.get_links(), await conn.get_addresses(), await conn.get_routes(), await conn.get_neighbors(),
            await conn.get_rules(), await conn.generic.get_families(),
        ]  # fmt: skip
    for messages in lists:
        assert messages
        for message in messages:
            assert str(message).isprintable()
            assert "None" not in str(message)
