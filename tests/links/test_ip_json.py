"""A link as a dictionary is what `ip -d -j link` prints for it, key by key."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import Connection
from nlink.link import Bridge, Ifb, Macvlan, Veth
from nlink.netlink.route.links.ip_json import NEWER, link_to_ip
from tests.links.conftest import every_kind as every_kind
from tests.needs import lacking, requires
from tests.netns import Netns

NOT_YET = {"info_data", "info_slave_data"}
RICH = [
    "link add w0 type veth peer name w1",
    "link set w0 address 02:00:00:00:00:0a addrgenmode random",
    "link set w0 multicast off allmulticast on arp off dynamic on mode dormant",
    "link set w1 gso_max_size 60000 gso_max_segs 100 gro_max_size 50000 addrgenmode none txqueuelen 0",
    "link property add dev w1 altname one-more-name altname yet-another-one-that-is-longer",
    "link add far type veth peer name near",
]
TUNNELS = {
    "ipip": "link add t4 type ipip local 10.0.0.1 remote 10.0.0.2",
    "sit": "link add ts type sit local 10.0.0.1",
    "gre": "link add tg type gre local 10.0.0.1 remote 10.0.0.2",
    "ip6tnl": "link add t6 type ip6tnl local fd00::1 remote fd00::2",
    "ip6gre": "link add tg6 type ip6gre local fd00::1 remote fd00::2",
    "vcan": "link add can0 type vcan",
    "nlmon": "link add mon0 type nlmon",
    "vrf": "link add vrf0 type vrf table 10",
    "wireguard": "link add wg0 type wireguard",
}


async def compared(conn: Connection, netns: Netns) -> int:
    """How many links there are, of which each is printed the same."""
    theirs = netns.json("ip", "-d", "-j", "link")
    links = {link.ifindex: link for link in await conn.get_links()}
    for shown in theirs:
        ours = link_to_ip(links[shown["ifindex"]], links)
        if "linkinfo" in shown:
            shown["linkinfo"] = {key: value for key, value in shown["linkinfo"].items() if key not in NOT_YET}
        ours = {key: value for key, value in ours.items() if key in shown or key not in NEWER}
        assert ours == shown
        assert list(ours) == list(shown)
    assert len(theirs) == len(links)
    return len(theirs)


@requires("command:ip")
async def test_of_a_rich_state_made_by_ip(every_kind: Netns, make_netns: Any) -> None:
    other = make_netns()
    for command in [*RICH, *(command for kind, command in TUNNELS.items() if lacking(f"link:{kind}") is None)]:
        every_kind.run("ip", *command.split())
    every_kind.run("ip", "link", "set", "far", "netns", other.path)
    async with Connection(namespace=every_kind.path) as conn:
        assert await compared(conn, every_kind) >= 10


@requires("command:ip")
@pytest.mark.parametrize("up", [True, False])
async def test_of_a_state_made_by_nlink(up: bool, netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("br0", Bridge(), up=up)
        for number in range(10):
            await conn.add_link(
                f"v{number}", Veth(peer=f"w{number}"), master="br0", mtu=1300 + number, alias=f"number {number}",
                group=number, promiscuous=number % 2 == 0,
                addr_gen_mode=["none", "random"][number % 2], up=number % 3 == 0,
            )  # fmt: skip
            await conn.set_link(f"w{number}", up=up)
        await conn.add_link("m0", Macvlan(), link="w0", proto_down=True, proto_down_reasons={1: True, 6: True})
        await conn.add_link("i0", Ifb(), up=up, operstate="dormant", link_mode="dormant")
        assert await compared(conn, netns) >= 24  # some kernels put tunnels into every namespace
