"""What users write, as type checkers have to see it. Not run: `mypy --strict` and `pyright` pass it as it stands."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import assert_type

from pydantic import BaseModel

from nlink import (
    AddressMessage,
    Batch,
    Connection,
    DelLink,
    Dump,
    EventStream,
    LinkMessage,
    Malformed,
    Namespace,
    NeighborMessage,
    NetlinkError,
    NewAddress,
    NewLink,
    NewNeighbor,
    NewRoute,
    NewRule,
    Overrun,
    Pending,
    Policy,
    RouteMessage,
    RuleMessage,
    Transport,
    Unknown,
    namespace,
)  # fmt: skip
from nlink.generic import Family, FamilyPolicy, GenericMessage
from nlink.link import (
    Bond,
    Bridge,
    BridgePort,
    LinkOptions,
    LinkStatistics,
    Macvlan,
    StatisticsGroup,
    Veth,
    VirtualFunction,
    Vlan,
    Vxlan,
    Xdp,
)  # fmt: skip
from nlink.netlink.uapi.if_ import IF_OPER
from nlink.netlink.uapi.rtnetlink import RTN
from nlink.route import NextHop
from nlink.schema import Attributes, Message, attr, enum, header, ip, multi, nested, prefix, required, string, u8, u32

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network


async def look_around(conn: Connection) -> None:
    assert_type(await conn.get_links(), list[LinkMessage])
    async for link in conn.get_links(kind=Bridge, up=True, master="br0"):
        assert_type(link, LinkMessage)
    assert_type(await conn.get_addresses("eth0"), list[AddressMessage])
    assert_type(await conn.get_neighbors("eth0"), list[NeighborMessage])
    assert_type(await conn.get_rules(), list[RuleMessage])
    assert_type(conn.get_routes(table="main"), Dump[RouteMessage])
    assert_type(await conn.get_routes(table=254, device="eth0", type="unicast"), list[RouteMessage])

    eth0 = await conn.get_link("eth0")
    assert_type(eth0, LinkMessage)
    assert_type((eth0.ifindex, eth0.name, eth0.mtu, eth0.is_up), tuple[int, str, int, bool])
    assert_type(eth0.address, str | None)
    assert_type(eth0.operstate, IF_OPER | int)
    assert_type(eth0.kind, str | None)
    assert_type(eth0.statistics, LinkStatistics | None)
    assert_type(eth0.options, LinkOptions | None)
    await conn.get_addresses_for(eth0)
    await conn.get_addresses_for(2)

    route = await conn.get_route("8.8.8.8", source=IPv4Address("192.0.2.1"), iif=eth0, mark=1)
    assert_type(route, RouteMessage)
    assert_type(route.dst, IPNetwork | None)
    assert_type(route.gateway, IPAddress | None)
    assert_type(route.type, RTN | int)


async def change_things(conn: Connection, prefixes: list[str]) -> None:
    assert_type(await conn.add_link("br0", Bridge(stp=True, vlan_filtering=True), up=True), LinkMessage)
    await conn.add_link("v0", Veth(peer="v1"), master="br0", mtu=9000, up=True)
    await conn.add_link("v0.100", Vlan(id=100), link="v0", addresses=["10.0.0.1/24", "fd00::1/64"])
    await conn.add_link("bond0", Bond(mode="802.3ad"), exist_ok=True)
    await conn.set_link_mtu("v0", 1400)
    assert_type(await conn.set_link("v1", name="uplink", alias="to the lab", namespace="blue"), None)
    await conn.set_link("v1", master=None, up=False)
    await conn.set_link_kind("br0", Bridge(ageing_time=30))
    assert_type(await conn.del_link("v0", missing_ok=True), bool)
    await conn.set_link("v1", promiscuous=True, proto_down_reasons={3: True}, token="::5", inet={"rp_filter": 2})
    await conn.set_link("v1", xdp=Xdp(fd=3, mode="driver", replace=True), operstate="dormant", addr_gen_mode="none")
    await conn.set_port("v1", BridgePort(cost=10))
    await conn.set_virtual_function("eth0", 3, vlan=100, trust=True)
    assert_type(await conn.get_virtual_functions("eth0"), tuple[VirtualFunction, ...])
    assert_type(await conn.wait_for_link("v1", up=True, until=lambda link: link.mtu > 1500), LinkMessage)
    assert_type(await conn.del_link_altname("v1", "a long name"), bool)
    assert_type(await conn.get_namespace_id("blue"), int | None)
    assert_type((await conn.get_link_statistics("v1", StatisticsGroup.LINK)).link, LinkStatistics | None)

    await conn.add_address("v0", "192.0.2.1/24", label="v0:web", valid_lifetime=3600)
    assert_type(await conn.add_route("10.0.0.0/8", via="192.0.2.254", metric=100, mtu=1300), bool)
    await conn.replace_route("default", nexthops=[NextHop(via="192.0.2.2", weight=2), NextHop(via="192.0.2.3")])
    await conn.add_route(IPv6Network("2001:db8::/32"), via=IPv6Address("fe80::1"), device="v0")
    await conn.add_rule(source="10.1.0.0/16", table=100, priority=1000, dport=range(80, 91))
    await conn.add_neighbor("v0", "192.0.2.2", lladdr="02:00:00:00:00:02")
    assert_type(await conn.del_route("203.0.113.0/24", missing_ok=True), bool)

    async with conn.batch() as batch:
        assert_type(batch, Batch)
        for prefix_ in prefixes:
            assert_type(batch.add_route(prefix_, via="192.0.2.254"), Pending[bool])
        made = batch.add_link("v2", Veth(peer="v3"))
        assert_type(made, Pending[LinkMessage])
        batch.set_link_mtu("v2", 1400)
    assert_type(made.result, LinkMessage)
    for failure in batch.failures:
        assert_type(failure.request, str)
        assert_type(failure.error, NetlinkError | None)


async def options(conn: Connection) -> None:
    br0 = await conn.get_link("br0", Bridge)
    assert_type(br0, LinkMessage[Bridge])
    assert_type(br0.options.stp, bool | None)
    assert_type(br0.options.ageing_time, timedelta | None)
    links: list[LinkMessage] = [br0]  # what is known of its options may be forgotten
    links.append(br0)
    await conn.add_link("br1", br0.options.replace(ageing_time="30s"))

    match (await conn.get_link("v0")).options:
        case Vlan(id=number):
            assert_type(number, int)
        case Vxlan(local=local):
            assert_type(local, IPAddress | None)
        case Macvlan():
            pass
        case _:
            pass
    assert_type(Vxlan(vni=42, local="10.0.0.1", remote=IPv4Address("10.0.0.2")).matches(Vxlan(vni=42)), bool)
    assert_type(Bridge(ageing_time=30), Bridge)
    Bridge(ageing_time="30s", forward_delay=timedelta(seconds=2), stp=None)


async def when_it_goes_wrong(conn: Connection) -> None:
    try:
        await conn.add_link("vx0", Vxlan(vni=42))
    except NetlinkError as error:
        assert_type(error.errno, int)
        assert_type(error.message, str)
        assert_type(error.attribute, str | None)
        assert_type(error.policy, Policy | None)
        assert_type(error.operation, str)


async def another_namespace(pid: int, descriptor: int) -> None:
    async with Connection(namespace="blue") as blue:
        assert_type(blue, Connection)
    async with Connection(namespace=pid), Connection(namespace=Path("/proc/4242/ns/net")):
        pass
    async with Connection(namespace=Namespace.from_fd(descriptor), timeout=None):
        pass
    async with namespace.temporary() as ns:
        assert_type(ns, Namespace)
        async with ns.connect() as conn:
            assert_type(conn, Connection)
        process = await ns.spawn("ping", "-c1", "10.0.0.1")
        assert_type(await process.wait(), int)


async def watch() -> None:
    stream = EventStream.builder().links().routes().namespace("blue").build()
    async with stream:
        async for event in stream:
            match event:
                case NewLink(link=link) | DelLink(link=link):
                    assert_type(link, LinkMessage)
                case NewRoute(route=route, replaced=True):
                    assert_type(route, RouteMessage)
                case NewAddress(address=address):
                    assert_type(address, AddressMessage)
                case NewNeighbor(neighbor=neighbor):
                    assert_type(neighbor, NeighborMessage)
                case NewRule(rule=rule):
                    assert_type(rule, RuleMessage)
                case Malformed(data=data) | Unknown(data=data):
                    assert_type(data, bytes)
                case Overrun():
                    pass
                case _:
                    pass


async def many_at_once(conn: Connection) -> None:
    async with asyncio.TaskGroup() as tasks:
        listing = tasks.create_task(conn.get_links())
        tasks.create_task(conn.add_route("192.0.2.0/24", device="v0"))
    assert_type(listing.result(), list[LinkMessage])
    links, one = await asyncio.gather(conn.get_links(), conn.get_link("v0"))
    assert_type(links, list[LinkMessage])
    assert_type(one, LinkMessage)
    assert_type(await asyncio.wait_for(conn.get_routes(), 1), list[RouteMessage])
    asyncio.run_coroutine_threadsafe(conn.get_links(), conn.loop)


class Counters(Attributes):
    packets: int | None = attr(1, u32)


class Thing(Message, types={"get": 1}):
    family: int = header("family", u8, default=0, pad=3)
    name: str = required(1, string)
    type: RTN | int | None = attr(2, enum(RTN, u8))
    source: IPAddress | None = attr(3, ip)
    dst_len: int = attr(4, u8, default=0)
    destination: IPNetwork | None = attr(5, prefix("dst_len"))
    counters: Counters | None = attr(6, nested(Counters))
    aliases: tuple[str, ...] = attr(7, multi(string), default=())


class Query(GenericMessage):
    name: str | None = attr(2, string)


async def what_is_not_wrapped(conn: Connection) -> None:
    thing = Thing(name="a", source=IPv4Address("192.0.2.1"), counters=Counters(packets=1))
    assert_type(thing.name, str)
    assert_type(thing.counters, Counters | None)
    assert_type(await conn.request(thing), list[Thing])
    assert_type(await conn.dump(thing), list[Thing])
    assert_type(await conn.generic.request("nlctrl", Query(command=3, name="nlctrl")), list[Query])
    assert_type(await conn.generic.get_families(), list[Family])
    assert_type(await conn.generic.get_policy("nlctrl"), FamilyPolicy)
    async with Transport(0, "blue", strict=True) as transport, transport.multicast(1, no_enobufs=True) as heard:
        assert_type(await transport.request(18, 0, thing.to_bytes()), list[bytes])
        async for datagram in heard:
            assert_type(datagram.data, bytes)


class Inventory(BaseModel):
    """Messages and options are fields of a user's own model."""

    link: LinkMessage
    bridge: Bridge
