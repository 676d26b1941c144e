"""Provisioning many pairs costs few requests, and lists nothing."""

from __future__ import annotations

import pytest

from nlink import Connection, NetlinkError
from nlink.link import Bridge, Ifb, Veth
from nlink.netlink.uapi.rtnetlink import RTM
from tests import lanes
from tests.connection.sending import Sent
from tests.netns import Netns

PAIRS = lanes.rounds(100)


async def test_four_requests_a_pair_and_no_dump(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        bridge = await conn.add_link("br0", Bridge(), up=True)
        sent = Sent(conn)
        async with conn.batch() as batch:
            for number in range(PAIRS):
                batch.add_link(
                    f"v{number}", Veth(peer=f"w{number}"), up=True, master=bridge, addresses=[f"10.0.{number}.1/24"]
                )
                batch.set_link_up(f"w{number}")
        batch.check()
        assert len(sent.requests) == 4 * PAIRS
        assert sent.dumped == 0
        assert {type for type, _, _ in sent.requests} == {RTM.NEWLINK, RTM.GETLINK, RTM.NEWADDR}
        links = {link.name: link for link in await conn.get_links(up=True)}
        assert len(links) == 2 * PAIRS + 2
        assert len(await conn.get_links(master="br0")) == PAIRS
        addresses = {one.ifindex: str(one.ip) for one in await conn.get_addresses(family=2)}
        assert all(addresses[links[f"v{number}"].ifindex] == f"10.0.{number}.1" for number in range(PAIRS))


async def test_two_addresses_are_one_request_each(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        sent = Sent(conn)
        link = await conn.add_link("i0", Ifb(), alias="x", addresses=["10.0.0.1/24", "10.0.0.2/24"])
        assert [type for type, _, _ in sent.requests] == [
            RTM.NEWLINK, RTM.NEWLINK, RTM.GETLINK, RTM.NEWADDR, RTM.NEWADDR
        ]  # fmt: skip
        assert link.alias == "x"


async def test_an_address_that_is_refused(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        twice = ["10.0.0.1/24", "10.0.0.1/24", "10.0.0.2/24"]
        with pytest.raises(NetlinkError, match="add_link"):
            await conn.add_link("i0", Ifb(), addresses=twice)
        async with conn.batch() as batch:
            failed = batch.add_link("i1", Ifb(), addresses=twice)
            fine = batch.add_link("i2", Ifb(), addresses=["10.0.1.1/24"])
            there = batch.add_link("i2", Ifb(), addresses=["10.0.9.1/24"], exist_ok=True)
        assert [one.request for one in batch.failures] == [failed.request]
        assert failed.error is not None
        assert not failed.done
        assert (fine.result.name, there.result.name) == ("i2", "i2")
        assert [str(one.ip) for one in await conn.get_addresses("i2", family=2)] == ["10.0.1.1"]
