"""What sysctl has of each device, by nlink and by ``ip netconf``."""

from __future__ import annotations

from socket import AF_INET, AF_INET6

import pytest

from nlink import Connection, LinkNotFound
from nlink.link import Veth
from nlink.netlink.uapi.netconf import NETCONFA_IFINDEX_ALL, NETCONFA_IFINDEX_DEFAULT
from nlink.route import NetconfMessage
from tests.netns import Netns
from tests.unknown import unknown_attributes

WORDS = {NETCONFA_IFINDEX_ALL: "all", NETCONFA_IFINDEX_DEFAULT: "default"}


@pytest.fixture(autouse=True)
async def v0(conn: Connection, netns: Netns) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    netns.run(
        "sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/v0/forwarding; echo 2 > /proc/sys/net/ipv4/conf/v0/rp_filter"
    )


@pytest.mark.parametrize("family", [AF_INET, AF_INET6])
async def test_the_list_is_as_ip_tells_it(family: int, conn: Connection, netns: Netns) -> None:
    shown = netns.json("ip", "-4" if family == AF_INET else "-6", "-j", "netconf")
    links = {link.ifindex: link.name for link in await conn.get_links()} | WORDS
    read = {links[one.ifindex or 0]: one for one in await conn.get_netconfs(family=family)}
    assert read.keys() == {one["interface"] for one in shown}
    for one in shown:
        mine = read[one["interface"]]
        assert unknown_attributes(mine) == []
        assert mine.family == family
        for name in ("forwarding", "mc_forwarding", "proxy_neigh", "ignore_routes_with_linkdown"):
            assert getattr(mine, name) == one[name], name
    if family == AF_INET:
        assert (read["v0"].forwarding, read["v0"].rp_filter, read["v1"].forwarding) == (True, 2, False)
        assert str(read["v0"]).startswith(f"dev {read['v0'].ifindex} forwarding on rp_filter 2 mc_forwarding off")


async def test_all_families(conn: Connection) -> None:
    assert {AF_INET, AF_INET6} <= {one.family for one in await conn.get_netconfs()}


async def test_of_one_device(conn: Connection) -> None:
    found: NetconfMessage = await conn.get_netconf("v0")
    assert (found.ifindex, found.forwarding, found.rp_filter) == (await conn.index_of("v0"), True, 2)
    assert (await conn.get_netconf("v0", family=AF_INET6)).forwarding is False
    assert str(await conn.get_netconf(NETCONFA_IFINDEX_ALL)).startswith("dev all forwarding ")
    assert (await conn.get_netconf(NETCONFA_IFINDEX_DEFAULT)).ifindex == NETCONFA_IFINDEX_DEFAULT
    with pytest.raises(LinkNotFound):
        await conn.get_netconf("absent")
