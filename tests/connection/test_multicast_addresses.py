"""The multicast and anycast addresses of devices, by nlink and by ``ip maddress``."""

from __future__ import annotations

from socket import AF_INET, AF_INET6
from typing import Any

import pytest

from nlink import Connection, LinkNotFound
from nlink.link import Veth
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes


@pytest.fixture(autouse=True)
async def v0(conn: Connection, netns: Netns) -> None:
    netns.run("sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding")
    netns.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad")
    await conn.add_link("v0", Veth(peer="v1"), up=True, addresses=["192.0.2.1/24", "2001:db8::1/64"])


def by_ip(netns: Netns, family: str) -> dict[str, set[str]]:
    shown: list[dict[str, Any]] = netns.json("ip", "-j", "maddress", "show")
    return {
        one["ifname"]: {group["address"] for group in one["maddr"] if group.get("family") == family}
        for one in shown
    }  # fmt: skip


@pytest.mark.parametrize(
    "family", [AF_INET6, pytest.param(AF_INET, marks=requires("linux:6.14"))], ids=["inet6", "inet"]
)
async def test_groups_are_as_ip_tells_them(family: int, conn: Connection, netns: Netns) -> None:
    word = "inet6" if family == AF_INET6 else "inet"
    for device in ("v0", "lo"):
        read = await conn.get_multicast_addresses(device, family=family)
        assert {str(one.multicast) for one in read} == by_ip(netns, word)[device] != set()
        assert [unknown_attributes(one) for one in read] == [[]] * len(read)
    everything = await conn.get_multicast_addresses(family=family)
    assert {one.ifindex for one in everything} >= {1, await conn.index_of("v0")}
    with pytest.raises(LinkNotFound):
        await conn.get_multicast_addresses("absent")


async def test_anycast(conn: Connection) -> None:
    """A router has its networks' own address, as anycast (RFC 4291)."""
    read = [str(one.anycast) for one in await conn.get_anycast_addresses("v0")]
    assert "2001:db8::" in read
    assert [one async for one in conn.get_anycast_addresses("lo")] == []
