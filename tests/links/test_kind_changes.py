"""Options of a living link and of a port: only what is given is changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, NotSupported
from nlink.link import Bond, BondPort, Bridge, BridgePort, Ifb, Ipip, Veth, Vxlan
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


async def test_only_what_is_given_is_changed(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge(stp=True, ageing_time=20, priority=4096))
    sent = Sent(conn)
    await conn.set_link_kind("br0", Bridge(ageing_time=30))
    assert len(sent.requests) == 1
    options = (await conn.get_link("br0", Bridge)).options
    assert (options.stp, options.ageing_time, options.priority) == (1, timedelta(seconds=30), 4096)
    async with conn.batch() as batch:
        batch.set_link_kind("br0", Bridge(ageing_time=40))
    batch.check()
    shown = netns.json("ip", "-d", "-j", "link", "show", "br0")[0]["linkinfo"]["info_data"]
    assert (shown["stp_state"], shown["ageing_time"]) == (1, 4000)


async def test_of_another_kind(conn: Connection) -> None:
    await conn.add_link("i0", Ifb())
    with pytest.raises(NotSupported):
        await conn.set_link_kind("i0", Bridge(ageing_time=30))
    with pytest.raises(LinkNotFound):
        await conn.set_link_kind("nothing", Bridge(ageing_time=30))


async def test_a_vxlan_repeats_what_it_has_to(conn: Connection) -> None:
    await conn.add_link("vx0", Vxlan(vni=42, local="10.0.0.1", remote="10.0.0.2", port=4789, ttl=5))
    await conn.set_link_kind("vx0", Vxlan(vni=42, remote="10.0.0.3"))
    options = (await conn.get_link("vx0", Vxlan)).options
    assert (str(options.local), str(options.remote), options.ttl, options.port) == ("10.0.0.1", "10.0.0.3", 5, 4789)


@requires("link:ipip")
async def test_a_kind_that_forgets_is_told_all(conn: Connection, netns: Netns) -> None:
    await conn.add_link("t0", Ipip(local="10.0.0.1", remote="10.0.0.2", ttl=9, tos=4))
    await conn.set_link_kind("t0", Ipip(ttl=7))
    await check_tunnel(netns, 7)
    async with conn.batch() as batch:
        batch.set_link_kind("t0", Ipip(ttl=6))
        wrong = batch.set_link_kind("lo", Ipip(ttl=6))
        absent = batch.set_link_kind("nothing", Ipip(ttl=6))
        then = batch.set_link_mtu("t0", 1300)
    assert isinstance(wrong.error, NotSupported)
    assert isinstance(absent.error, LinkNotFound)
    assert then.done
    await check_tunnel(netns, 6)


async def check_tunnel(netns: Netns, ttl: int) -> None:
    shown = netns.json("ip", "-d", "-j", "link", "show", "t0")[0]["linkinfo"]["info_data"]
    assert (shown["local"], shown["remote"], shown["ttl"], shown["tos"]) == ("10.0.0.1", "10.0.0.2", ttl, "0x4")


async def test_a_port_of_a_bridge(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge())
    await conn.add_link("v0", Veth(peer="v1"), master="br0")
    given = BridgePort(cost=10, hairpin=True, isolated=True, learning=False)
    await conn.set_port("v0", given)
    link = await conn.get_link("v0")
    assert link.port_options is not None
    assert given.matches(link.port_options)
    shown = netns.json("ip", "-d", "-j", "link", "show", "v0")[0]["linkinfo"]
    assert shown["info_slave_kind"] == "bridge"
    assert (shown["info_slave_data"]["cost"], shown["info_slave_data"]["hairpin"]) == (10, True)
    async with conn.batch() as batch:
        batch.set_port(link, BridgePort(cost=20))
    batch.check()
    options = (await conn.get_link("v0")).port_options
    assert isinstance(options, BridgePort)
    assert (options.cost, options.hairpin) == (20, True)


@requires("link:bond")
async def test_a_port_of_a_bond(conn: Connection) -> None:
    await conn.add_link("bond0", Bond())
    await conn.add_link("v0", Veth(peer="v1"), master="bond0")
    await conn.set_port("v0", BondPort(queue_id=3))
    options = (await conn.get_link("v0")).port_options
    assert isinstance(options, BondPort)
    assert options.queue_id == 3


async def test_no_port_of_that(conn: Connection) -> None:
    await conn.add_link("br0", Bridge())
    await conn.add_link("v0", Veth(peer="v1"), master="br0")
    before = (await conn.get_link("v0")).port_options
    with pytest.raises(NotSupported, match="v0 is a port of a bridge, not of a bond"):
        await conn.set_port("v0", BondPort(queue_id=3))
    with pytest.raises(NotSupported, match="v1 is no port"):
        await conn.set_port("v1", BridgePort(cost=3))
    with pytest.raises(LinkNotFound):
        await conn.set_port("nothing", BridgePort(cost=3))
    assert isinstance(before, BridgePort)
    assert before.matches((await conn.get_link("v0")).port_options)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [Bridge(), None, "bridge"])
async def test_what_is_no_port(wrong: Any, conn: Connection) -> None:
    with pytest.raises(InvalidInput, match="port"):
        await conn.set_port("lo", wrong)


async def test_the_kernel_takes_one_for_the_other(conn: Connection) -> None:
    """Why set_port asks first: IFLA_INFO_SLAVE_KIND is not looked at."""
    from nlink.netlink.route.links.message import LinkInfo, LinkMessage
    from nlink.netlink.uapi.rtnetlink import RTM

    await conn.add_link("br0", Bridge())
    link = await conn.add_link("v0", Veth(peer="v1"), master="br0")
    port = LinkInfo(port_kind="bond", port_data=BridgePort(cost=77))
    message: LinkMessage[Any] = LinkMessage(ifindex=link.ifindex, linkinfo=port)
    await conn.request(message, type=RTM.NEWLINK)
    options = (await conn.get_link("v0")).port_options
    assert isinstance(options, BridgePort)
    assert options.cost == 77
