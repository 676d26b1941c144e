"""Many changes at once: few sends, and each one's own result."""

from __future__ import annotations

import asyncio
import errno

import pytest

from nlink.errors import ConnectionClosed, Timeout
from nlink.netlink.transport import Transport
from tests.netns import Netns
from tests.transport.messages import (
    ACK,
    CREATE,
    ECHO,
    EXCL,
    NLMSGHDR,
    RTM_DELROUTE,
    RTM_GETLINK,
    RTM_NEWLINK,
    RTM_NEWROUTE,
    ifb,
    index_of,
    link,
    route,
)
from tests.transport.peer import Peer

Outgoing = tuple[int, int, bytes, bool]


def add(number: int, *, waits: bool = False) -> Outgoing:
    return RTM_NEWROUTE, CREATE | EXCL, route(number), waits


async def test_every_error_belongs_to_its_request(transport: Transport, netns: Netns) -> None:
    requests = [add(number) for number in range(1000)]
    wrong = {0, 1, 63, 64, 65, 127, 500, 999}
    for number in wrong:
        requests[number] = RTM_DELROUTE, 0, route(100_000 + number), False
    results = await transport.send_many(requests)
    assert {number for number, refusal in enumerate(results) if refusal is not None} == wrong
    assert {refusal.errno for refusal in results if refusal is not None} == {errno.ESRCH}
    assert len(netns.json("ip", "-j", "route", "show", "table", "main")) == 1000 - len(wrong)


async def test_all_may_be_refused(transport: Transport) -> None:
    requests = [(RTM_DELROUTE, ACK, route(number), False) for number in range(300)]
    results = await transport.send_many(requests)
    assert [refusal and refusal.errno for refusal in results] == [errno.ESRCH] * 300


async def test_nothing_to_send(transport: Transport) -> None:
    assert await transport.send_many([]) == []


async def test_they_are_done_in_order_also_when_some_wait(transport: Transport, netns: Netns) -> None:
    requests: list[Outgoing] = []
    for _ in range(5):
        requests += [(RTM_NEWLINK, CREATE | EXCL, ifb("ifb7"), False), (17, 0, link(name="ifb7"), True)]
        requests += [add(1), (RTM_DELROUTE, 0, route(1), True), (RTM_DELROUTE, 0, route(1), False)]
    results = await transport.send_many(requests)
    assert [refusal and refusal.errno for refusal in results] == [None, None, None, None, errno.ESRCH] * 5
    assert [found["ifname"] for found in netns.json("ip", "-j", "link")] == ["lo"]


async def test_payloads_of_any_length_and_size(transport: Transport) -> None:
    padded = [(RTM_NEWROUTE, CREATE, route(n) + b"\0" * (n % 4), False) for n in range(100)]
    large = [(RTM_NEWROUTE, CREATE, route(200 + n) + b"\x08\0\xff\x3f\0\0\0\0" * 3000, False) for n in range(5)]
    results = await transport.send_many([*padded, *large, add(300), *large])
    assert len(results) == 111
    assert results[105] is None


async def test_replies_with_data_do_not_disturb(transport: Transport) -> None:
    results = await transport.send_many([(RTM_NEWROUTE, CREATE | ECHO, route(n), False) for n in range(200)])
    assert results == [None] * 200
    (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
    assert index_of(reply) == 1


async def test_batches_and_requests_at_once(transport: Transport) -> None:
    batches = [transport.send_many([add(1000 * n + i) for i in range(500)]) for n in range(10)]
    gets = [transport.request(RTM_GETLINK, 0, link(1)) for _ in range(100)]
    results = await asyncio.gather(asyncio.gather(*batches), asyncio.gather(*gets))
    assert results[0] == [[None] * 500] * 10
    assert all(index_of(reply[0]) == 1 for reply in results[1])


async def test_only_the_last_message_of_a_send_asks_for_an_acknowledgement(peer: Peer) -> None:
    async with peer.transport() as transport:
        batch = asyncio.create_task(transport.send_many([(100, ACK, bytes(n), False) for n in range(70)]))
        for expected in (64, 6):
            sent = await peer.hear()
            headers: list[tuple[int, ...]] = []
            offset = 0
            while offset < len(sent):
                headers.append(NLMSGHDR.unpack_from(sent, offset))
                offset += (headers[-1][0] + 3) & ~3
            assert [flags for _, _, flags, _, _ in headers] == [1] * (expected - 1) + [1 | ACK]
            *_, sequence, port = headers[-1]
            peer.say(port, NLMSGHDR.pack(20, 2, 0, sequence, port) + bytes(4))
        assert await batch == [None] * 70


async def test_no_answer_is_a_timeout_and_closing_ends_it(peer: Peer) -> None:
    async with peer.transport() as transport:
        with pytest.raises(Timeout):
            await transport.send_many([(100, 0, b"", False)] * 3, timeout=0.01)
        batch = asyncio.create_task(transport.send_many([(100, 0, b"", False)] * 3))
        await asyncio.sleep(0)
    with pytest.raises(ConnectionClosed):
        await batch


async def test_the_loop_goes_round_during_a_batch(transport: Transport) -> None:
    rounds = 0

    async def tick() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            await asyncio.sleep(0)

    ticker = asyncio.create_task(tick())
    assert not any(await transport.send_many([add(number) for number in range(20_000)]))
    ticker.cancel()
    assert rounds > 5
