"""Whose answer a message is: from the kernel, to our port, with a sequence number that is in flight; or nobody's."""

from __future__ import annotations

import asyncio
import os
import struct

import pytest

from nlink.errors import DecodeError, MessagesLost, Timeout, Truncated
from nlink.netlink.transport import Transport
from nlink.netlink.uapi.netlink import NETLINK
from tests import lanes
from tests.netns import Netns
from tests.transport.messages import (
    ACK,
    DONE,
    ERROR,
    MULTI,
    NLMSGHDR,
    OVERRUN,
    RTM_GETLINK,
    RTM_NEWLINK,
    index_of,
    link,
    message,
)
from tests.transport.peer import Peer


def sent_by_another(transport: Transport, netns: Netns, *messages: bytes) -> None:
    """Have a process in the namespace send to the transport's own port."""
    program = (
        "import socket, sys\n"
        "other = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)\n"
        "other.bind((0, 0))\n"
        f"for line in sys.stdin: other.sendto(bytes.fromhex(line), ({transport.port}, 0))\n"
    )
    netns.run("python3", "-c", program, input="".join(f"{data.hex()}\n" for data in messages))


async def test_what_another_process_sends_is_dropped(transport: Transport, netns: Netns) -> None:
    requests = transport._requests
    assert requests is not None
    following = requests.next_sequence() + 1
    forged = [message(ERROR, 0, following + n, transport.port, struct.pack("=i", -1) + bytes(16)) for n in range(3)]
    forged += [message(RTM_NEWLINK, 0, following + n, transport.port, bytes(16)) for n in range(3)]
    sent_by_another(transport, netns, *forged)
    for _ in range(3):
        (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
        assert index_of(reply) == 1
    assert transport.socket.foreign == 6


async def test_a_reply_to_another_port_is_never_taken_for_ours(peer: Peer) -> None:
    async with peer.transport() as transport:
        request = asyncio.create_task(transport.request(100, 0, b""))
        sequence, port = await peer.request()
        peer.say(port, message(101, 0, sequence, port + 1), message(ERROR, 0, sequence, 0, struct.pack("=i", -1)))
        peer.say(port, message(102, 0, sequence + 1, port))
        peer.say(port, message(103, 0, sequence, port))
        assert await request == [message(103, 0, sequence, port)]


async def test_messages_of_one_datagram_go_to_whom_each_answers(peer: Peer) -> None:
    async with peer.transport() as transport:
        tasks = [asyncio.create_task(transport.request(100 + n, 0, b"")) for n in range(3)]
        await asyncio.sleep(0)
        asked = [await peer.request() for _ in tasks]
        port = asked[0][1]
        peer.say(
            port, *(message(200, 0, sequence, port, struct.pack("=I", sequence)) for sequence, _ in reversed(asked))
        )
        for task, (sequence, _) in zip(tasks, asked, strict=True):
            assert await task == [message(200, 0, sequence, port, struct.pack("=I", sequence))]


async def test_a_reply_that_nobody_waits_for_any_more_is_dropped(peer: Peer) -> None:
    async with peer.transport() as transport:
        with pytest.raises(Timeout):
            await transport.request(100, 0, b"", timeout=0.001)
        late, port = await peer.request()
        peer.say(port, message(101, 0, late, port))
        request = asyncio.create_task(transport.request(100, 0, b""))
        sequence, port = await peer.request()
        peer.say(port, message(102, 0, late, port), message(103, 0, sequence, port))
        assert await request == [message(103, 0, sequence, port)]


async def test_a_truncated_reply_fails_its_own_request_only_and_fits_the_next_time(peer: Peer) -> None:
    large = bytes(200_000)
    async with peer.transport() as transport:
        first = asyncio.create_task(transport.request(100, 0, b""))
        second = asyncio.create_task(transport.request(100, 0, b""))
        await peer.reply(101, 0, large)
        await peer.reply(102, 0)
        with pytest.raises(Truncated, match="200016 bytes"):
            await first
        assert len(await second) == 1
        again = asyncio.create_task(transport.request(100, 0, b""))
        await peer.reply(101, 0, large)
        (reply,) = await again
        assert reply[16:] == large


async def test_the_kernels_overrun_fails_all_that_is_in_flight_and_the_next_call_works(netns: Netns) -> None:
    async with Transport(NETLINK.ROUTE, netns.path, receive_buffer=1) as transport:
        await transport.request(RTM_GETLINK, 0, link(1))
        # Nobody reads between these, so that their answers overrun the smallest buffer there can be.
        fill = NLMSGHDR.pack(32, RTM_GETLINK, 1, 1, 0) + link(1)
        for _ in range(10):
            transport.socket.send(fill)
        with pytest.raises(MessagesLost, match="may have been done"):
            await transport.request(RTM_GETLINK, 0, link(1))
        (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
        assert index_of(reply) == 1


async def test_an_overrun_message_fails_its_request(peer: Peer) -> None:
    async with peer.transport() as transport:
        request = asyncio.create_task(transport.request(100, ACK, b""))
        await peer.reply(OVERRUN)
        with pytest.raises(MessagesLost):
            await request


async def test_random_answers_do_nothing_but_answer_or_fail(peer: Peer) -> None:
    async with peer.transport(timeout=0.01) as transport:
        for number in range(lanes.rounds(200)):
            request = asyncio.create_task(transport.request(100, ACK if number & 1 else 0, b""))
            sequence, port = await peer.request()
            noise = bytearray(os.urandom(number % 60 + 1))
            head = struct.pack(
                "=IHHII", number % 70, (2, 3, 100)[number % 3], (MULTI, 0x300)[number % 2], sequence, port
            )
            peer.say(port, (head + noise)[: 1 + number % 75])
            try:
                await request
            except (DecodeError, OSError) as error:
                assert not isinstance(error, MessagesLost)  # noqa: PT017
        request = asyncio.create_task(transport.request(100, 0, b"", timeout=5))
        await peer.reply(DONE, MULTI, bytes(4))
        assert await request == []
