"""Operations whose handler in the kernel waits: sent from a thread, and nothing else waits for them on the loop."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable

import pytest

from nlink.errors import AlreadyExists, ConnectionClosed, InvalidRequest, NotFound
from nlink.netlink.socket import NetlinkSocket
from nlink.netlink.transport import Transport, worker
from nlink.netlink.transport.dump_reader import RawReader
from tests import lanes
from tests.netns import Netns
from tests.transport.letting_go import kernel_let_go
from tests.transport.messages import (
    ACK,
    ALL,
    CREATE,
    EXCL,
    RTM_DELLINK,
    RTM_GETLINK,
    RTM_NEWLINK,
    ifb,
    index_of,
    link,
    veth,
)


@pytest.fixture
def senders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the threads that sent, or received a dump's part, in order."""
    seen: list[str] = []
    original = NetlinkSocket.__init__

    def watched(self: NetlinkSocket, *args: object) -> None:
        original(self, *args)  # type: ignore[arg-type]
        plain = self.send

        def send(data: bytes) -> int:
            seen.append(threading.current_thread().name)
            return plain(data)

        self.send = send  # type: ignore[assignment]

    monkeypatch.setattr(NetlinkSocket, "__init__", watched)
    return seen


async def add_veths(transport: Transport, count: int) -> None:
    requests = [(RTM_NEWLINK, CREATE | EXCL, veth(f"v{n}", f"w{n}"), True) for n in range(count)]
    assert await transport.send_many(requests) == [None] * count


async def test_they_are_sent_from_a_thread_one_by_one(senders: list[str], netns: Netns) -> None:
    async with Transport(0, netns.path) as transport:
        await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb("ifb7"), waits=True)
        await transport.request(RTM_GETLINK, 0, link(1))
        await transport.send_many([(RTM_NEWLINK, CREATE | EXCL, ifb(f"ifb{n}"), n > 12) for n in range(8, 16)])
    here = threading.current_thread().name
    assert [name == here for name in senders] == [False, True, False, False, False, False]


async def test_errors_come_back(transport: Transport) -> None:
    await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb("ifb7"), waits=True)
    with pytest.raises(AlreadyExists):
        await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb("ifb7"), waits=True)
    with pytest.raises(NotFound):
        await transport.request(RTM_DELLINK, ACK, link(name="nobody"), waits=True)
    with pytest.raises(InvalidRequest):
        await transport.request(RTM_DELLINK, ACK, bytes(1 << 20), waits=True)
    await kernel_let_go()


async def test_while_one_is_done_nothing_is_sent_on_the_loop(
    senders: list[str], netns: Netns, make_netns: Callable[[], Netns], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``rtnl_mutex`` is one for all namespaces, so this holds for other transports too."""
    async with Transport(0, netns.path) as transport, Transport(0, make_netns().path) as other:
        await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, veth("v0", "w0"))
        stream = other.dump(RTM_GETLINK, 0, ALL, RawReader())
        senders.clear()
        received: list[str] = []
        plain = NetlinkSocket.receive

        def receive(self: NetlinkSocket) -> int:
            received.append(threading.current_thread().name)
            return plain(self)

        monkeypatch.setattr(NetlinkSocket, "receive", receive)
        worker._hold()  # as long as the test says, however quick the kernel is with the deletion
        try:
            deleting = asyncio.create_task(transport.request(RTM_DELLINK, ACK, link(name="v0"), waits=True))
            (part, _) = await asyncio.gather(anext(stream), other.request(RTM_GETLINK, 0, link(1)))
            await deleting
        finally:
            worker._let_go(None)
        assert index_of(part[0]) == 1
        here = threading.current_thread().name
        assert here not in senders
        assert len(senders) == 3
        assert set(received) - {here}, "the part of a dump is made when it is received"
        await kernel_let_go()


async def test_the_loop_goes_round_while_veths_are_deleted_one_by_one(transport: Transport, netns: Netns) -> None:
    half = lanes.rounds(100)
    await add_veths(transport, 2 * half)
    rounds = [0]

    async def tick() -> None:
        while True:
            rounds[-1] += 1
            await asyncio.sleep(0.001)

    ticker = asyncio.create_task(tick())
    for number in range(half):
        await transport.request(RTM_DELLINK, ACK, link(name=f"v{number}"), waits=True)
        rounds.append(0)
    singly = sum(rounds)
    results = await transport.send_many([(RTM_DELLINK, 0, link(name=f"v{n}"), True) for n in range(half, 2 * half)])
    ticker.cancel()
    assert results == [None] * half
    if os.cpu_count() != 1:  # else the kernel has no other processor to wait for
        assert singly > half
        assert rounds[-1] > half
    assert [found["ifname"] for found in netns.json("ip", "-j", "link")] == ["lo"]


async def test_many_at_once_and_other_requests_beside_them(transport: Transport) -> None:
    await add_veths(transport, 20)
    deletions = [transport.request(RTM_DELLINK, ACK, link(name=f"v{n}"), waits=True) for n in range(20)]
    gets = [transport.request(RTM_GETLINK, 0, link(1)) for _ in range(200)]
    dumps = [collect(transport) for _ in range(5)]
    deleted, got, listed = await asyncio.gather(
        asyncio.gather(*deletions), asyncio.gather(*gets), asyncio.gather(*dumps, return_exceptions=True)
    )
    assert deleted == [[]] * 20
    assert all(index_of(reply[0]) == 1 for reply in got)
    assert len(listed) == 5
    assert len(await collect(transport)) == 1


async def collect(transport: Transport) -> list[bytes]:
    return [reply async for part in transport.dump(RTM_GETLINK, 0, ALL, RawReader()) for reply in part]


async def test_one_that_is_cancelled_before_it_is_sent_is_not_sent(transport: Transport, netns: Netns) -> None:
    await add_veths(transport, 3)
    tasks = [asyncio.create_task(transport.request(RTM_DELLINK, ACK, link(name=f"v{n}"), waits=True)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[2].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[:2] == [[], []]
    assert isinstance(results[2], asyncio.CancelledError)
    assert {found["ifname"] for found in netns.json("ip", "-j", "link")} == {"lo", "v2", "w2"}
    await kernel_let_go()


async def test_closing_meanwhile_waits_for_the_kernel_and_wakes_who_waits(netns: Netns) -> None:
    transport = await Transport(0, netns.path).open()
    await add_veths(transport, 4)
    tasks = [asyncio.create_task(transport.request(RTM_DELLINK, ACK, link(name=f"v{n}"), waits=True)) for n in range(4)]
    dump = asyncio.create_task(collect(transport))
    await asyncio.sleep(0)
    await transport.close()
    for task in (*tasks, dump):
        with pytest.raises(ConnectionClosed):
            await task
    assert transport.socket.fileno() == -1
    await kernel_let_go()
