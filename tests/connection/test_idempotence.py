"""The idempotent forms of what changes links; those of addresses, routes, neighbours and rules are beside them."""

from __future__ import annotations

import pytest

from nlink import AlreadyExists, Connection, LinkNotFound
from nlink.link import Bridge, Ifb, Veth
from tests.connection.sending import Sent


async def test_a_link_that_is_there_already_is_given_back_unchanged(conn: Connection, sent: Sent) -> None:
    first = await conn.add_link("br0", Bridge(ageing_time=20), mtu=1400)
    again = await conn.add_link(
        "br0", Bridge(ageing_time=30), mtu=1300, exist_ok=True, addresses=["10.0.0.1/8"], alias="x"
    )
    assert again.ifindex == first.ifindex
    assert (again.mtu, again.alias) == (1400, None)
    assert await conn.get_addresses("br0", family=2) == []
    with pytest.raises(AlreadyExists, match=r"add_link\('br0', Bridge\(\)\): "):
        await conn.add_link("br0", Bridge())
    with pytest.raises(AlreadyExists):
        await conn.add_link("v0", Veth(peer="br0"))


async def test_in_a_batch_too(conn: Connection) -> None:
    first = await conn.add_link("i0", Ifb())
    await conn.add_address("i0", "10.0.0.1/8")
    async with conn.batch() as batch:
        again = batch.add_link("i0", Ifb(), exist_ok=True, addresses=["10.0.0.1/8", "10.0.0.2/8"], mtu=1300)
        other = batch.add_link("i1", Ifb(), exist_ok=True, addresses=["10.0.0.3/8"])
    assert batch.failures == []
    assert again.result.ifindex == first.ifindex
    assert [str(one.ip) for one in await conn.get_addresses(family=2) if one.ifindex != 1] == ["10.0.0.1", "10.0.0.3"]
    assert other.result.name == "i1"


async def test_a_link_that_is_not_there(conn: Connection) -> None:
    await conn.add_link("i0", Ifb())
    assert await conn.del_link("i0", missing_ok=True) is True
    assert await conn.del_link("i0", missing_ok=True) is False
    assert await conn.del_link(4711, missing_ok=True) is False
    with pytest.raises(LinkNotFound, match=r"del_link\('i0'\): .* \[ENODEV\]"):
        await conn.del_link("i0")


async def test_other_errors_are_not_tolerated(conn: Connection) -> None:
    with pytest.raises(LinkNotFound):
        await conn.add_link("v0", Veth(peer="v1"), master="absent", exist_ok=True)
    with pytest.raises(LinkNotFound):
        await conn.del_route("10.0.0.0/8", device="absent", missing_ok=True)
