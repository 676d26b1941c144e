"""Defects that a reader of the code found, each by what it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlink import AlreadyExists, InvalidInput, LinkNotFound, NamespaceNotFound, RouteNotFound
from nlink.link import Bridge, Macvlan, Veth
from nlink.netlink.connection import Connection
from tests.netns import Netns


async def test_a_link_that_was_not_read_is_no_device(make_netns, netns: Netns) -> None:
    """Its index is 0, by which the kernel means all devices."""
    elsewhere = make_netns()
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("d0", Veth(peer="d1"), up=True)
        made = await conn.add_link("m0", Macvlan(), link="d1", namespace=elsewhere.path)
        with pytest.raises(InvalidInput, match="has no index"):
            await conn.set_link(made, up=False)
        assert (await conn.get_link("d0")).is_up


async def test_a_refused_link_in_a_batch_leaves_the_one_of_its_name_as_it_is(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("d0", Veth(peer="d1"))
        async with conn.batch() as batch:
            batch.set_link_up("d0")
            refused = batch.add_link("d0", Bridge(), addresses=["192.0.2.1/24"])
        assert isinstance(refused.error, AlreadyExists)
        assert not [address for address in await conn.get_addresses("d0") if address.ip and address.ip.version == 4]


async def test_a_namespace_that_is_not_there_is_all_that_is_said(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        with pytest.raises(NamespaceNotFound):
            await conn.set_link("lo", namespace="nlink-test-nowhere")


async def test_only_ipv6_routes_have_a_source(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        for destination, source in (("10.0.0.0/8", "10.0.0.0/8"), ("2001:db8::/32", "10.0.0.0/8")):
            with pytest.raises(InvalidInput, match="source"):
                await conn.add_route(destination, device="lo", source=source)


async def test_routes_of_a_device_that_is_not_there(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        with pytest.raises(LinkNotFound):
            await conn.get_routes(device=9999, table="main")
        with pytest.raises(LinkNotFound):
            await conn.get_routes(device=9999)
        assert await conn.get_routes(table=4711) == []


async def test_a_rule_that_may_exist_needs_a_priority(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        with pytest.raises(InvalidInput, match="priority"):
            await conn.add_rule(table=5, exist_ok=True)


async def test_deleting_a_route_of_any_scope(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.add_route("10.8.0.0/16", device="lo")
        assert await conn.del_route("10.8.0.0/16", scope=None)


async def test_a_master_is_not_looked_for_in_another_namespace(netns: Netns, make_netns: Callable[[], Netns]) -> None:
    there = make_netns()
    there.run("ip", "link", "add", "other", "index", "7", "type", "bridge")
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("br0", Bridge(), ifindex=7)
        await conn.add_link("v0", Veth(peer="v1"))
        for change in (
            lambda: conn.set_link("v0", master="br0", namespace=there.path),
            lambda: conn.add_link("w0", Veth(peer="w1"), master="br0", namespace=there.path),
        ):
            with pytest.raises(InvalidInput, match="master"):
                await change()
        await conn.set_link("v0", master=None, namespace=there.path)
    assert {link["ifname"] for link in there.json("ip", "-j", "link")} == {"lo", "other", "v0"}


async def test_lookups_of_what_has_no_way(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        for number, kind in enumerate(("blackhole", "unreachable", "prohibit", "throw")):
            for address, prefix in (
                (f"10.{number}.0.1", f"10.{number}.0.0/16"),
                (f"fd0{number}::1", f"fd0{number}::/16"),
            ):
                await conn.add_route(prefix, type=kind)
                with pytest.raises(RouteNotFound):
                    await conn.get_route(address)


async def test_a_route_needs_a_way(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        for destination in ("10.0.0.0/8", "fd00::/16"):
            with pytest.raises(InvalidInput, match="via: give via, device"):
                await conn.add_route(destination)
