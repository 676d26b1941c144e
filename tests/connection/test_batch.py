"""Batches: changes of any kind in order, each with its result or its error."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextlib import suppress
from typing import Any

import pytest

from nlink import AlreadyExists, Connection, ConnectionClosed, LinkNotFound, NetlinkError, Pending, RouteNotFound
from nlink.link import Bridge, Ifb, LinkMessage, Veth
from nlink.netlink.transport.worker import kernel_is_held
from tests import lanes
from tests.connection.sending import Sent
from tests.lanes import rounds
from tests.netns import Netns

MAC = "02:00:00:00:00:01"


async def test_changes_of_all_kinds_are_made_in_order(conn: Connection, netns: Netns) -> None:
    async with conn.batch() as batch:
        bridge = batch.add_link("br0", Bridge(), up=True)
        veth = batch.add_link("v0", Veth(peer="v1"), master="br0", up=True)
        batch.set_link_up("v1")
        address = batch.add_address("v1", "192.0.2.1/24")
        route = batch.add_route("10.0.0.0/8", via="192.0.2.2")
        batch.replace_route("10.0.0.0/8", via="192.0.2.3")
        neighbor = batch.add_neighbor("v1", "192.0.2.2", lladdr=MAC)
        rule = batch.add_rule(table=100, priority=10)
        deleted = batch.del_rule(priority=10)
        absent = batch.del_route("172.16.0.0/12", missing_ok=True)
        assert len(batch) == 10
    assert batch.failures == []
    batch.check()
    assert isinstance(bridge.result, LinkMessage)
    assert (bridge.result.name, veth.result.master) == ("br0", bridge.result.ifindex)
    assert [one.result for one in (address, route, neighbor, rule, deleted)] == [True] * 5
    assert absent.result is False
    assert [one["gateway"] for one in netns.json("ip", "-j", "route", "show", "10.0.0.0/8")] == ["192.0.2.3"]
    assert [one["dst"] for one in netns.json("ip", "-j", "-4", "neigh")] == ["192.0.2.2"]
    assert [rule.priority for rule in await conn.get_rules(family=2)] == [0, 32766, 32767]


async def test_each_failure_belongs_to_its_change(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), up=True)
    async with conn.batch() as batch:
        made = [batch.add_route(f"10.{number}.0.0/16", device="i0") for number in range(100)]
        again = [batch.add_route(f"10.{number}.0.0/16", device="i0") for number in range(0, 100, 7)]
        missing = batch.del_route("172.16.0.0/12")
        last = batch.add_route("192.168.0.0/16", device="i0")
    assert all(one.result for one in made)
    assert last.result is True
    assert batch.failures == [*again, missing]
    for number, failure in zip(range(0, 100, 7), again, strict=True):
        assert failure.request == f"add_route('10.{number}.0.0/16', device='i0')"
        assert isinstance(failure.error, AlreadyExists)
        assert failure.error.operation == failure.request
        with pytest.raises(AlreadyExists, match=f"10.{number}.0.0"):
            _ = failure.result
    assert isinstance(missing.error, RouteNotFound)
    with pytest.raises(ExceptionGroup, match="changes of a batch failed") as caught:
        batch.check()
    assert list(map(str, caught.value.exceptions)) == [str(failure.error) for failure in batch.failures]


async def test_a_refused_step_is_the_failure_of_the_whole(conn: Connection) -> None:
    async with conn.batch() as batch:
        link = batch.add_link("i0", Ifb(), addresses=["10.0.0.1/24", "ff02::1/64", "10.0.1.1/24"])
    assert batch.failures == [link]
    assert link.error is not None
    assert link.error.operation.startswith("add_link('i0', Ifb(), addresses=")
    assert [str(one.ip) for one in await conn.get_addresses("i0", family=2)] == ["10.0.0.1", "10.0.1.1"]


async def test_a_batch_can_be_sent_in_parts(conn: Connection) -> None:
    async with conn.batch() as batch:
        link = batch.add_link("i0", Ifb(), up=True)
        with pytest.raises(asyncio.InvalidStateError, match="add_link"):
            _ = link.result
        assert not link.done
        await batch.send()
        assert link.done
        assert len(batch) == 0
        route = batch.add_route("10.0.0.0/8", device=link.result)
    assert route.result is True


async def test_an_empty_batch_sends_nothing(conn: Connection, sent: Sent) -> None:
    async with conn.batch() as batch:
        pass
    batch.check()
    assert sent.requests == []


async def test_a_block_that_raises_sends_nothing(conn: Connection, netns: Netns, sent: Sent) -> None:
    with pytest.raises(RuntimeError, match="mine"):  # noqa: PT012
        async with conn.batch() as batch:
            batch.add_link("i0", Ifb())
            moved = batch.set_link("lo", namespace=netns.path)
            raise RuntimeError("mine")
    assert sent.requests == []
    assert len(batch) == 0
    with pytest.raises(asyncio.InvalidStateError):
        _ = moved.result


async def test_thousands_of_routes(conn: Connection, sent: Sent) -> None:
    await conn.add_link("i0", Ifb(), up=True)
    count = 1500 if lanes.FULL else 5000
    prefixes = [f"10.{number >> 8}.{number & 255}.0/24" for number in range(count)]
    sent.requests.clear()
    async with conn.batch() as batch:
        pending = [batch.add_route(prefix, device="i0", metric=number) for number, prefix in enumerate(prefixes)]
        doubled = batch.add_route(prefixes[1321], device="i0", metric=1321)
    assert all(one.result for one in pending)
    assert batch.failures == [doubled]
    assert len(sent.requests) == count + 2  # and one to find the device
    found = {str(route.dst): route.priority for route in await conn.get_routes(device="i0", table="main", family=2)}
    assert found == {prefix: number or None for number, prefix in enumerate(prefixes)}
    async with conn.batch() as batch:
        for prefix in prefixes:
            batch.del_route(prefix)
    batch.check()
    assert await conn.get_routes(device="i0", table="main", family=2) == []


async def test_closing_meanwhile(conn: Connection) -> None:
    """Whoever waits hears of it, and each change that was not made has the error."""
    for number in range(20):
        await conn.add_link(f"i{number}", Ifb())
    batch = conn.batch()
    pending = [batch.del_link(f"i{number}") for number in range(20)]
    sending = asyncio.create_task(batch.send())
    await asyncio.sleep(0.02)
    await conn.close()
    with pytest.raises(ConnectionClosed):
        await sending
    undone = [one for one in pending if not one.done]
    assert undone
    assert batch.failures == undone
    assert all(isinstance(one.error, ConnectionClosed) for one in undone)


async def test_a_closed_connection(conn: Connection) -> None:
    await conn.close()
    batch = conn.batch()
    by_index, by_name = batch.set_link_up(1), batch.set_link_up("lo")
    with pytest.raises(ConnectionClosed):
        await batch.send()
    assert batch.failures == [by_index, by_name]


async def test_several_batches_and_requests_at_once(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), up=True)

    async def fill(net: int) -> list[Any]:
        async with conn.batch() as batch:
            for number in range(200):
                batch.add_route(f"10.{net}.{number}.0/24", device="i0")
        return batch.failures

    results = await asyncio.gather(*(fill(net) for net in range(10)), *(conn.get_link("i0") for _ in range(100)))
    assert results[:10] == [[]] * 10
    assert len(await conn.get_routes(device="i0", table="main", family=2)) == 2000


async def test_a_batch_that_is_cancelled_leaves_the_connection_usable(conn: Connection) -> None:
    for number in range(10):
        await conn.add_link(f"i{number}", Ifb())
    batch = conn.batch()
    pending = [batch.del_link(f"i{number}") for number in range(10)]
    sending = asyncio.create_task(batch.send())
    await asyncio.sleep(0.02)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    undone = [one for one in pending if not one.done]
    for one in undone:
        with pytest.raises(asyncio.InvalidStateError):
            _ = one.result
    assert (await conn.get_link("lo")).ifindex == 1


async def test_nothing_is_done_behind_the_back_of_who_cancelled_a_batch(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), up=True)
    for _ in range(rounds(10)):
        batch = conn.batch()
        for number in range(1020):
            batch.add_route(f"10.0.{number >> 8}.{number & 255}/32", device="i0")
        task = asyncio.create_task(batch.send())
        while not (kernel_is_held() or task.done()):  # noqa: ASYNC110
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):  # else it was quick
            await task
        done = {route.dst for route in await conn.get_routes(table="main")}
        await asyncio.sleep(0.02)
        assert {route.dst for route in await conn.get_routes(table="main")} == done
        await conn.set_link_down("i0")
        await conn.set_link_up("i0")


async def test_names_that_are_not_there(conn: Connection) -> None:
    async with conn.batch() as batch:
        first = batch.set_link_mtu("absent", 1400)
        second = batch.add_route("10.0.0.0/8", device="missing")
        third = batch.set_link_mtu("lo", 60000)
        fourth = batch.add_link("i0", Ifb(), master="absent", addresses=["10.0.0.1/8"])
        tolerated = batch.del_link("absent", missing_ok=True)
    assert batch.failures == [first, second, fourth]
    for failure in batch.failures:
        assert isinstance(failure.error, LinkNotFound)
        assert failure.error.operation == failure.request
    assert third.result is None
    assert tolerated.result is False
    assert (await conn.get_link("lo")).mtu == 60000


async def test_a_change_shows_what_became_of_it(conn: Connection) -> None:
    batch = conn.batch()
    good, bad = batch.set_link_mtu("lo", 60000), batch.del_route("10.0.0.0/8")
    assert repr(good) == "<Pending set_link_mtu('lo', 60000), not done>"
    await batch.send()
    assert repr(good) == "<Pending set_link_mtu('lo', 60000)>"
    assert repr(bad).startswith("<Pending del_route('10.0.0.0/8'): No such process")
    assert isinstance(bad.error, NetlinkError)


async def test_the_garbage_collector_has_nothing_to_look_at(conn: Connection) -> None:
    index = (await conn.get_link("lo")).ifindex
    batch = conn.batch()
    queued = [batch.add_route(f"10.0.{number}.0/24", device=index) for number in range(50)]
    gc.collect()
    before = len(gc.get_objects())
    queued += [batch.add_route(f"10.1.{number}.0/24", device=index) for number in range(250)]
    gc.collect()  # it is the first look at a tuple of strings that tells that no other is needed
    assert len(gc.get_objects()) - before < 25
    await batch.send()


async def test_an_error_that_was_raised_keeps_nothing_alive(conn: Connection) -> None:
    class Kept:
        pass

    kept = Kept()
    gone = weakref.ref(kept)
    async with conn.batch() as batch:
        failure = batch.del_route("10.0.0.0/8")

    def fail(failure: Pending[bool], kept: Kept) -> None:
        with pytest.raises(RouteNotFound):
            _ = failure.result
        assert failure.error
        raise failure.error

    with pytest.raises(RouteNotFound):
        fail(failure, kept)
    with pytest.raises(ExceptionGroup):
        batch.check()
    del kept
    gc.collect()
    assert gone() is None
    assert str(failure.error) == str(failure.error)
    assert failure.error is not failure.error
