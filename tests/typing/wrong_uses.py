"""What users get wrong: every line marked with `# E` is refused by mypy and by pyright, and no other line is."""
# ruff: noqa: B018, T201

from __future__ import annotations

from ipaddress import IPv4Address

from nlink import Connection, EventStream, NewLink, NewRoute, namespace
from nlink.link import Bridge, Veth, Vlan, Vxlan
from nlink.route import NextHop, RouteMessage
from nlink.schema import Attributes, Message, attr, enum, header, ip, multi, nested, required, string, u8, u32


async def unknown_keywords(conn: Connection) -> None:
    await conn.add_link("br0", Bridge(spt=True))  # E
    await conn.add_link("br0", Bridge(), upp=True)  # E
    await conn.set_link("br0", mtuu=1400)  # E
    await conn.add_route("10.0.0.0/8", vai="192.0.2.1")  # E
    await conn.add_rule(sorce="10.0.0.0/8", table=100)  # E
    await conn.add_neighbor("v0", "192.0.2.1", mac="02:00:00:00:00:01")  # E
    await conn.add_address("v0", "192.0.2.1/24", lable="v0:web")  # E
    await conn.get_routes(tabel="main")  # E
    Connection(netns="blue")  # E
    NextHop(viaa="192.0.2.1")  # E


async def wrong_types(conn: Connection) -> None:
    await conn.set_link("v0", mtu="1400")  # E
    await conn.set_link("v0", up="yes")  # E
    await conn.set_link_mtu("v0", None)  # E
    await conn.set_link("v0", promiscuous="on")  # E
    await conn.set_link("v0", inet={"rp_filtre": 1})  # E
    await conn.set_link("v0", xdp=5)  # E
    await conn.set_port("v0", Bridge())  # E
    await conn.wait_for_link("v0", until=True)  # E
    await conn.get_link(b"v0")  # E
    await conn.add_link("v0", "veth")  # E
    await conn.add_link("v0", Veth)  # E
    await conn.add_route("10.0.0.0/8", metric="100")  # E
    await conn.add_route(10, via="192.0.2.1")  # E
    await conn.add_route("10.0.0.0/8", nexthops=["192.0.2.1"])  # E
    await conn.add_rule(table=100, dport=(80, 90))  # E
    await conn.del_route("10.0.0.0/8", "yes")  # E
    Connection(namespace=b"blue")  # E
    Connection("blue")  # E
    EventStream.builder().links().namespace(None)  # E


def wrong_options() -> None:
    Vlan()  # E
    Vlan(100)  # E
    Vlan(id="100")  # E
    Vlan(id=None)  # E
    Bridge(stp="on")  # E
    Bridge(ageing_time=b"30s")  # E
    Vxlan(vni=42, local=b"\x0a\0\0\1")  # E
    Bridge(bridge_id="8000.020000000001")  # E
    Bridge().stp = True  # E
    Vlan(id=100).id = 101  # E


async def forgotten_awaits(conn: Connection) -> None:
    conn.add_route("10.0.0.0/8", via="192.0.2.1")  # E
    conn.set_link_up("v0")  # E
    conn.get_link("v0")  # E
    for link in conn.get_links():  # E
        print(link)
    conn.get_link("v0").name  # E
    async with namespace.temporary() as ns:
        ns.spawn("true")  # E
    with Connection():  # E
        pass


async def untyped_options(conn: Connection) -> None:
    print((await conn.get_link("br0")).options.stp)  # E
    print((await conn.get_link("br0", Bridge)).options.spt)  # E
    await conn.get_link("br0", "bridge")  # E
    await conn.get_link("br0", RouteMessage)  # E


async def results(conn: Connection) -> None:
    async with conn.batch() as batch:
        await batch.add_route("10.0.0.0/8", via="192.0.2.1")  # E
        batch.add_route("10.0.0.0/8", vai="192.0.2.1")  # E
        await batch.get_links()  # E
        text: str = batch.add_link("v0", Veth()).result  # E
    link = await conn.get_link("v0")
    link.mtu = 1400  # E
    print(link.mut)  # E
    number: int = link.address  # E
    route = await conn.get_route("192.0.2.1")
    print(route.dst.prefixlen)  # E
    print(text, number)


async def events(stream: EventStream) -> None:
    async for event in stream:
        match event:
            case NewLink(link=link):
                print(link.gateway)  # E
            case NewRoute(route=route):
                print(route.ifindex)  # E
            case _:
                print(event.link)  # E
    for event in stream:  # E
        print(event)


class Inner(Attributes):
    number: int | None = attr(1, u32)


class Declared(Message):
    text_as_number: int | None = attr(1, string)  # E
    number_as_text: str | None = attr(2, u32)  # E
    never_none: int = attr(3, u32)  # E
    default_of_another_type: int = attr(4, u32, default="0")  # E
    required_as_text: str = required(5, u32)  # E
    header_as_text: str = header("family", u8)  # E
    address_as_text: str | None = attr(6, ip)  # E
    not_many: str | None = attr(7, multi(string))  # E
    another_set: Declared | None = attr(8, nested(Inner))  # E
    no_kind: int | None = attr(9)  # E
    no_enumeration: int | None = attr(10, enum(u8, u8))  # E


class Small(Message):
    family: int = header("family", u8, default=0)
    name: str = required(1, string)
    source: IPv4Address | None = attr(2, ip)  # E


async def declared(conn: Connection) -> None:
    Small()  # E
    Small(nmae="a", name="a")  # E
    Small(name=1)  # E
    small = Small(name="a")
    small.name = "b"  # E
    Small("a")  # E
    await conn.request("get")  # E
    print((await conn.request(small)).name)  # E
