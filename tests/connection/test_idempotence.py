"""The idempotent forms of what changes links; those of addresses, routes, neighbours and rules are beside them."""

from __future__ import annotations

from collections.abc import Callable
from errno import EEXIST

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, LinkNotFound
from nlink.link import Bridge, Ifb, LinkOptions, Veth, Vxlan
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns


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


IN_THE_WAY: list[tuple[str, LinkOptions, LinkOptions]] = [
    ("the name of the peer", Veth(peer="taken"), Veth(peer="free")),
    pytest.param("the VNI", Vxlan(vni=42), Vxlan(vni=43), marks=requires("link:vxlan")),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("what", "refused", "allowed"), IN_THE_WAY)
async def test_what_exists_is_not_the_link_that_is_asked_for(
    what: str, refused: LinkOptions, allowed: LinkOptions, conn: Connection
) -> None:
    await conn.add_link("taken", Vxlan(vni=42) if refused.kind == "vxlan" else Ifb())
    with pytest.raises(AlreadyExists) as own:
        await conn.add_link("new", refused)
    with pytest.raises(AlreadyExists) as caught:
        await conn.add_link("new", refused, exist_ok=True, mtu=1400)
    error = caught.value
    assert (error.errno, error.message) == (EEXIST, own.value.message), "what the kernel says"
    assert error.operation == f"add_link('new', {refused!r}, exist_ok=True, mtu=1400)"
    async with conn.batch() as batch:
        failed = batch.add_link("new", refused, exist_ok=True)
        made = batch.add_link("other", allowed, exist_ok=True)
        again = batch.add_link("other", allowed, exist_ok=True)
    assert batch.failures == [failed]
    assert isinstance(failed.error, AlreadyExists)
    assert made.result.ifindex == again.result.ifindex


async def test_a_failed_one_in_a_batch_is_told(conn: Connection) -> None:
    await conn.add_link("taken", Ifb())
    async with conn.batch() as batch:
        failed = batch.add_link("new", Veth(peer="taken"), exist_ok=True, alias="x", addresses=["192.0.2.1/24"])
        other = batch.add_link("other", Ifb(), exist_ok=True)
    assert batch.failures == [failed]
    assert isinstance(failed.error, AlreadyExists)
    assert failed.error.operation.startswith("add_link('new', Veth(peer=Peer(name='taken')), ")
    assert other.result.name == "other"
    with pytest.raises(AlreadyExists):
        failed.result  # noqa: B018
    with pytest.raises(LinkNotFound):
        await conn.get_link("new")


async def test_what_was_in_the_way_has_gone_by_then(conn: Connection) -> None:
    """In a batch the links are read at its end, or before a name goes to another one."""
    await conn.add_link("taken", Ifb())
    async with conn.batch() as batch:
        failed = batch.add_link("new", Veth(peer="taken"), exist_ok=True)
        batch.del_link("taken")
        made = batch.add_link("new", Veth(peer="taken"), exist_ok=True, addresses=["192.0.2.1/24"])
    assert batch.failures == [failed]
    assert made.result.name == "new"
    assert len(await conn.get_addresses("new", family=2)) == 1


async def test_a_link_of_another_kind_is_not_the_one_asked_for(conn: Connection) -> None:
    await conn.add_link("x0", Ifb())
    for name in ("x0", "lo"):
        with pytest.raises(AlreadyExists, match=rf"{name} is a .*, not a bridge") as caught:
            await conn.add_link(name, Bridge(), exist_ok=True)
        assert caught.value.errno == EEXIST
    async with conn.batch() as batch:
        other = batch.add_link("x0", Bridge(), exist_ok=True)
        same = batch.add_link("x0", Ifb(), exist_ok=True)
    assert batch.failures == [other]
    assert isinstance(other.error, AlreadyExists)
    assert same.result.kind == "ifb"


async def test_an_alternative_name_is_a_name_too(conn: Connection, netns: Netns) -> None:
    first = await conn.add_link("x0", Ifb())
    netns.run("ip", "link", "property", "add", "dev", "x0", "altname", "second")
    assert (await conn.add_link("second", Ifb(), exist_ok=True)).ifindex == first.ifindex


async def test_whether_a_link_exists_is_not_asked_of_another_namespace(
    conn: Connection, make_netns: Callable[[], Netns]
) -> None:
    with pytest.raises(InvalidInput, match="connect to that one") as caught:
        await conn.add_link("x0", Ifb(), namespace=make_netns().path, exist_ok=True)
    assert caught.value.field == "exist_ok"


async def test_what_makes_an_address_another_one(conn: Connection) -> None:
    await conn.add_link("x0", Ifb())
    for address in ("192.0.2.1/24", "2001:db8::1/64"):
        await conn.add_address("x0", address)
        assert await conn.add_address("x0", address, exist_ok=True, metric=7) is False
    assert await conn.add_address("x0", "192.0.2.1/25", exist_ok=True) is True
    assert await conn.add_address("x0", "2001:db8::1/65", exist_ok=True) is False
    assert [one.prefixlen for one in await conn.get_addresses("x0", scope="global")] == [24, 25, 64]


async def test_a_route_exists_whichever_way_it_leads(conn: Connection) -> None:
    await conn.add_link("x0", Ifb(), up=True)
    for destination in ("198.51.100.0/24", "2001:db8::/32"):
        assert await conn.add_route(destination, device="x0") is True
        assert await conn.add_route(destination, type="blackhole", exist_ok=True) is False
        assert await conn.add_route(destination, device="x0", metric=77, exist_ok=True) is True
        assert await conn.add_route(destination, device="x0", table=77, exist_ok=True) is True
    assert await conn.add_route("198.51.100.0/24", device="x0", tos=16, exist_ok=True) is True


async def test_a_neighbor_exists_whatever_its_state(conn: Connection) -> None:
    for address in ("192.0.2.9", "2001:db8::9"):
        await conn.add_link("x0", Veth(peer="x1"), up=True, exist_ok=True)
        await conn.add_neighbor("x0", address, lladdr="02:00:00:00:00:01", state="failed")
        assert await conn.add_neighbor("x0", address, lladdr="02:00:00:00:00:01", exist_ok=True) is False
