"""One request: what answers it, what the kernel may say, and how many may be in flight."""

from __future__ import annotations

import asyncio
import errno
import logging
import struct

import pytest

from nlink.errors import AlreadyExists, InvalidRequest, NotFound, NotSupported
from nlink.netlink.transport import Transport
from nlink.netlink.transport.dump_reader import RawReader
from nlink.netlink.uapi.netlink import NETLINK
from tests import lanes
from tests.needs import requires
from tests.netns import Netns
from tests.transport.messages import (
    ACK,
    ALL,
    CREATE,
    DONE,
    ECHO,
    ERROR,
    EXCL,
    MULTI,
    NOOP,
    RTM_GETLINK,
    RTM_NEWLINK,
    RTM_NEWROUTE,
    attribute,
    ifb,
    index_of,
    link,
    message,
    name_attribute,
    route,
    type_of,
)
from tests.transport.peer import Peer


async def test_a_get_is_answered_by_one_whole_message(transport: Transport) -> None:
    (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
    assert type_of(reply) == RTM_NEWLINK
    assert index_of(reply) == 1
    assert struct.unpack_from("=I", reply)[0] == len(reply)


async def test_a_get_with_an_acknowledgement_gives_the_message_without_it(transport: Transport) -> None:
    replies = await transport.request(RTM_GETLINK, ACK, link(1))
    assert [type_of(reply) for reply in replies] == [RTM_NEWLINK]


async def test_a_change_is_answered_by_its_acknowledgement(transport: Transport, netns: Netns) -> None:
    assert await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb("ifb7")) == []
    assert [found["ifname"] for found in netns.json("ip", "-j", "link")] == ["lo", "ifb7"]


async def test_an_echoed_change_gives_the_notification_too(transport: Transport) -> None:
    (reply,) = await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL | ECHO, ifb("ifb7"))
    assert type_of(reply) == RTM_NEWLINK


async def test_the_answer_is_read_without_going_round_the_loop(transport: Transport) -> None:
    went_round: list[bool] = []
    asyncio.get_running_loop().call_soon(went_round.append, True)
    await transport.request(RTM_GETLINK, 0, link(1))
    assert not went_round


async def test_a_refusal_is_raised_with_all_that_the_kernel_said(transport: Transport) -> None:
    await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb("ifb7"))
    with pytest.raises(AlreadyExists) as caught:
        await transport.request(RTM_NEWLINK, ACK | CREATE | EXCL, ifb("ifb7"))
    assert caught.value.errno == errno.EEXIST
    with pytest.raises(NotFound):
        await transport.request(RTM_GETLINK, 0, link(name="nobody"))
    with pytest.raises(InvalidRequest) as refused:
        await transport.request(RTM_NEWLINK, ACK | CREATE, ALL + name_attribute("a-name-that-is-too-long"))
    refusal = refused.value.refusal
    assert refusal is not None
    assert refusal.offset == 32, "the first attribute, counted from the nlmsghdr"
    assert refusal.policy is not None


async def test_strict_checking_is_on(transport: Transport) -> None:
    with pytest.raises(InvalidRequest, match=r"[Ff]ilter|device|supported"):
        async for _ in transport.dump(RTM_GETLINK, 0, link(1), RawReader()):
            pass


async def test_a_request_that_does_not_fit_into_the_send_buffer_is_refused(transport: Transport) -> None:
    with pytest.raises(InvalidRequest):
        await transport.request(RTM_GETLINK, ACK, bytes(1 << 20))
    await transport.request(RTM_GETLINK, 0, link(1))


async def test_a_protocol_that_the_kernel_lacks_is_not_supported(netns: Netns) -> None:
    with pytest.raises(NotSupported):
        await Transport(NETLINK.UNUSED, netns.path).open()
    with pytest.raises(NotSupported):
        await Transport(31, netns.path).open()


async def test_a_warning_beside_a_success_is_logged(peer: Peer, caplog: pytest.LogCaptureFixture) -> None:
    async with peer.transport() as transport:
        request = asyncio.create_task(transport.request(100, ACK, b""))
        sequence, port = await peer.request()
        echoed = message(100, 0, sequence, port)
        text = attribute(1, b"this is deprecated\0")
        with caplog.at_level(logging.WARNING, "nlink"):
            peer.say(port, message(ERROR, 0x100 | 0x200, sequence, port, struct.pack("=i", 0) + echoed + text))
            assert await request == []
    assert "this is deprecated" in caplog.text


async def test_a_multipart_reply_is_whole_with_its_done(peer: Peer) -> None:
    async with peer.transport() as transport:
        request = asyncio.create_task(transport.request(100, 0, b""))
        sequence, port = await peer.request()
        part = message(100, MULTI, sequence, port, b"part")
        peer.say(port, part, message(NOOP, 0, sequence, port), part)
        await asyncio.sleep(0.01)
        assert not request.done()
        peer.say(port, part, message(DONE, MULTI, sequence, port, struct.pack("=i", 0)))
        assert await request == [part] * 3


async def test_the_errno_of_a_multipart_replys_done_is_raised(peer: Peer) -> None:
    async with peer.transport() as transport:
        request = asyncio.create_task(transport.request(100, 0, b""))
        sequence, port = await peer.request()
        peer.say(port, message(100, MULTI, sequence, port), message(DONE, MULTI, sequence, port, struct.pack("=i", -2)))
        with pytest.raises(NotFound):
            await request


async def test_a_thousand_requests_and_ten_dumps_at_once(transport: Transport, netns: Netns) -> None:
    netns.run("ip", "-batch", "-", input="".join(f"link add ifb{n} type ifb\n" for n in range(2, 42)))
    found = await transport.request(RTM_GETLINK, 0, link(name="ifb41"))
    last = index_of(found[0])

    async def count() -> int:
        return sum([len(rows) async for rows in transport.dump(RTM_GETLINK, 0, ALL, RawReader())])

    async def get(index: int) -> int:
        (reply,) = await transport.request(RTM_GETLINK, 0, link(index))
        return index_of(reply)

    wanted = [last - number % 40 for number in range(250 if lanes.FULL else 1000)]
    counts, got = await asyncio.gather(
        asyncio.gather(*(count() for _ in range(10))), asyncio.gather(*(get(index) for index in wanted))
    )
    assert counts == [41] * 10
    assert got == wanted


async def test_the_fib_lookup_protocols_replies_are_data_though_their_type_is_0(netns: Netns) -> None:
    async with Transport(NETLINK.FIB_LOOKUP, netns.path) as transport:
        query = struct.pack("=IIIBBBB", 0x0100007F, 0, 0, 0, 0, 255, 0) + bytes(20)
        (reply,) = await transport.request(0, 0, query)
        assert reply[16:20] == query[:4]


@requires("root")
async def test_audits_replies_are_taken_though_they_name_no_port() -> None:
    async with Transport(NETLINK.AUDIT) as transport:
        (reply,) = await transport.request(1000, 0, b"")
        assert type_of(reply) == 1000


async def test_sequence_numbers_wrap_and_leave_0_out(transport: Transport) -> None:
    requests = transport._requests
    assert requests is not None
    requests._sequence = 0xFFFF_FFFD
    assert [requests.next_sequence() for _ in range(4)] == [0xFFFF_FFFE, 0xFFFF_FFFF, 1, 2]
    requests._sequence = 0xFFFF_FFF0
    assert requests.next_sequence(64) == 1
    requests._sequence = 0xFFFF_FFFE
    for number in range(10):
        await transport.request(RTM_NEWROUTE, ACK | CREATE, route(number))
        (reply,) = await transport.request(RTM_GETLINK, 0, link(1))
        assert index_of(reply) == 1


async def test_a_sequence_number_in_flight_is_not_given_again(peer: Peer) -> None:
    async with peer.transport() as transport:
        requests = transport._requests
        assert requests is not None
        request = asyncio.create_task(transport.request(100, 0, b""))
        sequence, port = await peer.request()
        requests._sequence = sequence - 1
        assert requests.next_sequence() == sequence + 1
        requests._sequence = sequence - 3
        assert requests.next_sequence(5) > sequence
        peer.say(port, message(100, 0, sequence, port))
        await request
