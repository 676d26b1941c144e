"""Devices that are made, renamed and deleted in the same batch that also uses their names."""

from __future__ import annotations

from nlink import Connection, LinkNotFound
from nlink.link import Bridge, Ifb, Veth
from tests.connection.sending import Sent
from tests.netns import Netns


async def test_a_link_that_is_made_in_the_same_batch(conn: Connection, sent: Sent) -> None:
    async with conn.batch() as batch:
        for number in range(20):
            batch.add_link(f"v{number}", Veth(peer=f"p{number}"), up=True)
        for number in range(20):
            batch.set_link_up(f"p{number}")
            batch.add_address(f"p{number}", f"10.0.{number}.1/24")
    assert batch.failures == []
    assert len(await conn.get_addresses(family=2, scope="global")) == 20


async def test_a_name_is_resolved_once(conn: Connection, sent: Sent) -> None:
    async with conn.batch() as batch:
        batch.add_link("i0", Ifb(), up=True)
        for number in range(50):
            batch.add_route(f"10.{number}.0.0/16", device="i0")
        batch.add_link("i1", Ifb())
        for number in range(50, 100):
            batch.add_route(f"10.{number}.0.0/16", device="i0")
    batch.check()
    # 2 links and 100 routes; the name once; and both links read at the end.
    assert len(sent.requests) == 102 + 1 + 2


async def test_names_mean_what_they_mean_at_their_place(conn: Connection, netns: Netns) -> None:
    """The links change their names between the uses of the names."""
    await conn.add_link("a", Ifb(), up=True)
    await conn.add_link("b", Ifb(), up=True)
    async with conn.batch() as batch:
        batch.add_address("a", "10.0.0.1/24")
        batch.set_link_name("a", "c")
        batch.set_link_name("b", "a")
        batch.add_address("a", "10.0.1.1/24")
        batch.add_address("c", "10.0.2.1/24")
        batch.set_link("c", name="d")
        batch.add_route("172.16.0.0/12", device="d")
        gone = batch.add_route("172.16.0.0/12", device="c")
    assert batch.failures == [gone]
    shown = {
        link["ifname"]: [one["local"] for one in link["addr_info"] if one["family"] == "inet"]
        for link in netns.json("ip", "-j", "address")
    }
    assert (shown["a"], shown["d"]) == (["10.0.1.1"], ["10.0.0.1", "10.0.2.1"])
    assert netns.json("ip", "-j", "route", "show", "172.16.0.0/12")[0]["dev"] == "d"


async def test_a_new_link_is_read_before_it_is_renamed_or_deleted(conn: Connection) -> None:
    async with conn.batch() as batch:
        renamed = batch.add_link("i0", Ifb(), mtu=1400)
        batch.set_link_name("i0", "i1")
        deleted = batch.add_link("i2", Ifb())
        batch.del_link("i2")
        again = batch.add_link("i2", Ifb())
        moved = batch.add_link("i3", Ifb())
    batch.check()
    assert (renamed.result.name, renamed.result.mtu) == ("i0", 1400)
    assert (await conn.get_link("i1")).ifindex == renamed.result.ifindex
    assert deleted.result.name == again.result.name == "i2"
    assert deleted.result.ifindex != again.result.ifindex == (await conn.get_link("i2")).ifindex
    assert moved.result.name == "i3"


async def test_a_name_of_a_link_that_was_deleted_and_made_again(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), up=True)
    async with conn.batch() as batch:
        batch.set_link_mtu("i0", 1400)
        batch.del_link("i0")
        gone = batch.set_link_mtu("i0", 1300)
        batch.add_link("i0", Ifb())
        batch.set_link_mtu("i0", 1200)
    assert batch.failures == [gone]
    assert isinstance(gone.error, LinkNotFound)
    assert (await conn.get_link("i0")).mtu == 1200


async def test_a_link_with_addresses_on_a_bridge_that_is_new_too(conn: Connection) -> None:
    async with conn.batch() as batch:
        batch.add_link("br0", Bridge(), up=True, addresses=["10.0.0.1/24", "fd00::1/64"])
        port = batch.add_link("v0", Veth(peer="v1"), master="br0", alias="first", addresses=["10.0.1.1/24"])
    batch.check()
    assert port.result.alias == "first"
    assert [str(one.interface) for one in await conn.get_addresses("v0", family=2)] == ["10.0.1.1/24"]
    assert len(await conn.get_addresses("br0", scope="global")) == 2
