"""Dumps: whole or an error, as many at once as wanted, and nothing left behind by one that is left."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import struct
import subprocess
from collections.abc import Callable

import pytest

from nlink.errors import DecodeError, DumpInterrupted, MessagesLost, NotFound, Timeout, Truncated
from nlink.netlink.transport import Transport, turns
from nlink.netlink.transport.dump_reader import RawReader
from nlink.netlink.transport.dump_stream import DumpStream
from tests import lanes
from tests.netns import Netns
from tests.transport.messages import (
    ACK,
    ALL,
    CREATE,
    DONE,
    DUMP_INTR,
    ERROR,
    MULTI,
    NOOP,
    OVERRUN,
    RTM_GETLINK,
    RTM_GETROUTE,
    RTM_NEWLINK,
    RTM_NEWROUTE,
    destination_of,
    index_of,
    link,
    message,
    route,
    routes,
    type_of,
)
from tests.transport.peer import Peer


def dump(transport: Transport, kind: int, payload: bytes) -> DumpStream[bytes]:
    return transport.dump(kind, 0, payload, RawReader())


async def add_routes(transport: Transport, count: int, table: int = 254) -> None:
    refusals = await transport.send_many([(RTM_NEWROUTE, CREATE, route(n, table), False) for n in range(count)])
    assert not any(refusals)


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


async def test_a_dump_gives_one_list_of_messages_for_each_datagram(transport: Transport) -> None:
    await add_routes(transport, 5000)
    parts = [part async for part in dump(transport, RTM_GETROUTE, routes(254))]
    assert 5 < len(parts) < 50
    found = [reply for part in parts for reply in part]
    assert len(found) == 5000
    assert {type_of(reply) for reply in found} == {RTM_NEWROUTE}
    assert {destination_of(reply) for reply in found} == set(range(5000))


async def test_an_empty_dump_ends_at_once(transport: Transport) -> None:
    assert [part async for part in dump(transport, RTM_GETROUTE, routes(254))] == []


async def test_a_refused_dump_raises(transport: Transport) -> None:
    stream = dump(transport, 0x7FF0, ALL)
    with pytest.raises(Exception, match="not supported"):
        await anext(stream)
    with pytest.raises(StopAsyncIteration):
        await anext(stream)


async def test_the_errno_that_done_carries_is_raised_with_the_kernels_words(transport: Transport) -> None:
    with pytest.raises(NotFound, match="FIB table does not exist"):
        await anext(dump(transport, RTM_GETROUTE, routes(4711)))


async def test_what_came_before_dones_errno_is_given_first(peer: Peer) -> None:
    async with peer.transport() as transport:
        stream = dump(transport, 100, b"")
        part = asyncio.ensure_future(anext(stream))
        sequence, port = await peer.request()
        one = message(100, MULTI, sequence, port)
        peer.say(port, one, one, message(DONE, MULTI, sequence, port, struct.pack("=i", -2)))
        assert await part == [one, one]
        with pytest.raises(NotFound):
            await anext(stream)


async def test_a_request_inside_a_loop_over_a_dump(transport: Transport) -> None:
    await add_routes(transport, 3000)
    seen = 0
    async for part in dump(transport, RTM_GETROUTE, routes(254)):
        (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
        assert index_of(reply) == 1
        async for inner in dump(transport, RTM_GETLINK, ALL):
            assert len(inner) == 1
        seen += len(part)
    assert seen == 3000


async def test_a_slow_consumer_leaves_the_rest_in_the_kernel(transport: Transport) -> None:
    await add_routes(transport, 20_000)
    stream = dump(transport, RTM_GETROUTE, routes(254))
    await anext(stream)
    await asyncio.sleep(0.05)
    queued = await transport.request(RTM_GETLINK, 0, link(1))
    assert queued, "requests go on beside it"
    await transport.request(RTM_NEWROUTE, ACK | CREATE, route(1 << 20))
    assert 1 << 20 in {destination_of(reply) async for part in stream for reply in part}, "added after the dump began"


async def test_leaving_a_dump_closes_its_socket_and_the_next_call_works(transport: Transport) -> None:
    await add_routes(transport, 5000)
    open_before = 0
    for _ in range(lanes.rounds(20)):
        async for _part in dump(transport, RTM_GETROUTE, routes(254)):
            break
        gc.collect()
        assert descriptors() == (open_before := open_before or descriptors())
    stream = dump(transport, RTM_GETROUTE, routes(254))
    await anext(stream)
    assert descriptors() == open_before + 1
    await stream.aclose()
    await stream.aclose()
    assert descriptors() == open_before
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    assert sum([len(part) async for part in dump(transport, RTM_GETROUTE, routes(254))]) == 5000


async def test_few_sockets_are_kept_when_many_dumps_are_done(transport: Transport) -> None:
    await add_routes(transport, 2000)
    open_before = descriptors()

    async def count() -> int:
        return sum([len(part) async for part in dump(transport, RTM_GETROUTE, routes(254))])

    assert await asyncio.gather(*(count() for _ in range(50))) == [2000] * 50
    assert descriptors() <= open_before + 2


async def test_two_tasks_cannot_read_one_dump(peer: Peer) -> None:
    async with peer.transport() as transport:
        stream = dump(transport, 100, b"")
        first = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="another task"):
            await anext(stream)
        await peer.reply(DONE, MULTI, struct.pack("=i", 0))
        with pytest.raises(StopAsyncIteration):
            await first


async def test_an_interrupted_dump_raises_at_its_end(peer: Peer) -> None:
    for on_done in (False, True):
        async with peer.transport() as transport:
            stream = dump(transport, 100, b"")
            part = asyncio.ensure_future(anext(stream))
            sequence, port = await peer.request()
            one = message(100, MULTI | (0 if on_done else DUMP_INTR), sequence, port)
            peer.say(port, one)
            done = MULTI | (DUMP_INTR if on_done else 0)
            peer.say(port, one, message(DONE, done, sequence, port, struct.pack("=i", 0)))
            assert await part == [one]
            assert await anext(stream) == [one]
            with pytest.raises(DumpInterrupted):
                await anext(stream)


async def test_the_kernel_says_when_links_changed_during_a_dump(transport: Transport, netns: Netns) -> None:
    netns.run("ip", "-batch", "-", input="".join(f"link add ifb{n} type ifb\n" for n in range(2, 302)))
    churn = subprocess.Popen(  # noqa: ASYNC220  begun once, and never waited for on the loop
        ["nsenter", f"--net={netns.path}", "--", "ip", "-batch", "-"], stdin=subprocess.PIPE, text=True
    )
    assert churn.stdin is not None
    churn.stdin.write("link add churn type ifb\nlink del churn\n" * 400)
    churn.stdin.close()
    interrupted = complete = 0
    while not interrupted and churn.poll() is None:
        stream = dump(transport, RTM_GETLINK, ALL)
        found: list[bytes] = []
        try:
            async for part in stream:
                found += part
                await asyncio.sleep(0.001)
            complete += 1
            assert 301 <= len({index_of(reply) for reply in found}) <= 302
        except DumpInterrupted:
            interrupted += 1
    churn.terminate()
    churn.wait()
    assert interrupted, f"{complete} dumps, none interrupted"


async def test_a_datagram_with_another_port_or_sequence_number_is_passed_over(peer: Peer) -> None:
    async with peer.transport() as transport:
        stream = dump(transport, 100, b"")
        part = asyncio.ensure_future(anext(stream))
        sequence, port = await peer.request()
        peer.say(port, message(101, MULTI, sequence, port + 1), message(DONE, MULTI, sequence, port + 1))
        peer.say(port, message(101, MULTI, sequence + 1, port), message(ERROR, 0, sequence + 1, port))
        peer.say(port, message(NOOP, 0, sequence, port), message(100, MULTI, sequence, port))
        assert await part == [message(100, MULTI, sequence, port)]


async def test_a_truncated_datagram_is_an_error_and_the_next_one_fits(peer: Peer) -> None:
    async with peer.transport() as transport:
        large = bytes(150_000)
        part = asyncio.ensure_future(anext(dump(transport, 100, b"")))
        await peer.reply(100, MULTI, large)
        with pytest.raises(Truncated, match="150016 bytes"):
            await part
        part = asyncio.ensure_future(anext(dump(transport, 100, b"")))
        await peer.reply(100, MULTI, large)
        assert (await part)[0][16:] == large


async def test_lost_messages_are_an_error(peer: Peer) -> None:
    async with peer.transport() as transport:
        stream = dump(transport, 100, b"")
        part = asyncio.ensure_future(anext(stream))
        sequence, port = await peer.request()
        peer.say(port, message(OVERRUN, MULTI, sequence, port))
        with pytest.raises(MessagesLost):
            await part


async def test_garbage_is_an_error(peer: Peer) -> None:
    for length in (0, 15, 17, 0xFFFF_FFFF):
        async with peer.transport() as transport:
            part = asyncio.ensure_future(anext(dump(transport, 100, b"")))
            sequence, port = await peer.request()
            peer.say(port, struct.pack("=IHHII", length, 100, MULTI, sequence, port))
            with pytest.raises(DecodeError):
                await part
            part = asyncio.ensure_future(anext(dump(transport, 100, b"")))
            await asyncio.sleep(0)
            peer.say((await peer.request())[1], b"short")
            with pytest.raises(DecodeError):
                await part


async def test_a_dump_that_gets_no_answer_times_out(peer: Peer) -> None:
    async with peer.transport(timeout=0.01) as transport:
        open_before = descriptors()
        with pytest.raises(Timeout, match=r"0\.01 seconds"):
            await anext(dump(transport, 100, b""))
        assert descriptors() == open_before


async def test_dumps_together_hold_the_loop_no_longer_than_one(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_routes(transport, 10_000)
    clock = 0.0
    monkeypatch.setattr(turns, "monotonic", lambda: clock)

    class Slow(RawReader):
        """Takes 0.5 ms a datagram."""

        def read(self, data: bytearray, offset: int, end: int, append: Callable[[bytes], object]) -> int:
            nonlocal clock
            clock += 0.0005
            return super().read(data, offset, end, append)

    rounds: list[float] = []

    async def tick() -> None:
        while True:
            rounds.append(clock)
            await asyncio.sleep(0)

    async def count() -> int:
        return sum([len(part) async for part in transport.dump(RTM_GETROUTE, 0, routes(254), Slow())])

    ticker = asyncio.ensure_future(tick())
    assert await asyncio.gather(*(count() for _ in range(10))) == [10_000] * 10
    ticker.cancel()
    assert len(rounds) > 25
    # Two turns can meet between two ticks: the end of one round of the loop and the beginning of the next.
    assert max(after - before for before, after in itertools.pairwise(rounds)) < 3 * turns.TURN


async def test_dumps_in_another_namespace_stay_there(netns: Netns, make_netns: Callable[[], Netns]) -> None:
    other = make_netns()
    other.run("ip", "link", "add", "ifb7", "type", "ifb")
    async with Transport(0, netns.path) as here, Transport(0, other.path) as there:
        assert here.namespace_id == netns.inode
        assert there.namespace_id == other.inode
        for _ in range(3):
            assert sum([len(part) async for part in dump(here, RTM_GETLINK, ALL)]) == 1
            assert sum([len(part) async for part in dump(there, RTM_GETLINK, ALL)]) == 2
        nested = dump(there, RTM_GETLINK, ALL)
        assert [type_of(reply) for reply in await anext(nested)] == [RTM_NEWLINK] * 2
