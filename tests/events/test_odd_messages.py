"""What is malformed, unknown, cut or foreign is an event of its own, or dropped: never an end, never nothing."""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import socket
import struct
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink import DecodeError, Event, EventStream, Malformed, NetlinkError, NewLink, Truncated, Unknown
from nlink.netlink.uapi.netlink import NETLINK, NLM_F
from nlink.netlink.uapi.rtnetlink import RTM, RTNLGRP
from tests.events.hearing import heard, take
from tests.events.speaking import hearing, link, message
from tests.netns import Netns, inside


def names(events: list[Event]) -> list[str]:
    return [event.link.name for event in events if isinstance(event, NewLink)]


async def test_a_type_that_has_no_class_is_unknown_and_comes_whole(veth: Netns) -> None:
    async with EventStream([RTNLGRP.LINK, RTNLGRP.NSID], namespace=veth.path) as stream:
        with Netns() as other:
            veth.run("ip", "link", "add", "w0", "type", "veth", "peer", "name", "w1", "netns", other.path)
            events = await heard(stream, veth)
        (unknown,) = [event for event in events if isinstance(event, Unknown)]
        assert unknown.type == RTM.NEWNSID
        length, kind = struct.unpack_from("=IH", unknown.data)
        assert (length, kind) == (len(unknown.data), RTM.NEWNSID)
        assert "w0" in names(events)


async def test_messages_of_one_datagram_are_events_each() -> None:
    async with hearing() as (stream, speaker):
        speaker.say(link(b"a"), message(5000, b"x" * 6 + bytes(2)), link(b"bcdef"))
        first, unknown, last = await take(stream, 3)
        assert names([first, last]) == ["a", "bcdef"]
        assert unknown == Unknown(5000, message(5000, b"x" * 6 + bytes(2)))


async def test_flags_are_the_messages_own() -> None:
    async with hearing() as (stream, speaker):
        speaker.say(message(RTM.NEWLINK, bytes(16), flags=int(NLM_F.REPLACE | NLM_F.APPEND)))
        (event,) = await take(stream)
        assert isinstance(event, NewLink)
        assert (event.flags, event.replaced, event.appended) == (0x900, True, True)


async def test_a_malformed_message_is_told_with_the_reason_and_the_next_is_heard() -> None:
    async with hearing() as (stream, speaker):
        bad = link(b"a", attribute=struct.pack("=HHI", 6, 4, 1500))
        speaker.say(bad, link(b"b"))
        speaker.say(link(b"c"))
        malformed, *rest = await take(stream, 3)
        assert isinstance(malformed, Malformed)
        assert malformed.data == bad
        assert isinstance(malformed.error, DecodeError)
        assert (malformed.error.attribute, malformed.error.offset, malformed.error.message_type) == (
            "mtu",
            40,
            RTM.NEWLINK,
        )
        assert names(rest) == ["b", "c"]


@pytest.mark.parametrize(
    "end",
    [b"x", bytes(15), message(16, bytes(16), length=15), message(16, bytes(16), length=33), message(16, length=0)],
)
async def test_what_is_no_message_at_all_is_malformed_to_the_datagrams_end(end: bytes) -> None:
    async with hearing() as (stream, speaker):
        speaker.say(link(b"a"), end)
        speaker.say(link(b"b"))
        first, malformed, last = await take(stream, 3)
        assert names([first, last]) == ["a", "b"]
        assert isinstance(malformed, Malformed)
        assert malformed.data == end
        assert isinstance(malformed.error, DecodeError)


async def test_a_message_that_was_cut_is_told_and_the_next_one_fits() -> None:
    async with hearing() as (stream, speaker):
        long = link(b"long", attribute=struct.pack("=HH", 65532, 60000) + bytes(65528))
        size = 4096
        stream.socket.buffer = bytearray(size)
        speaker.say(long)
        speaker.say(link(b"b"))
        malformed, event = await take(stream, 2)
        assert isinstance(malformed, Malformed)
        assert isinstance(malformed.error, Truncated)
        assert malformed.data == long[:size]
        assert names([event]) == ["b"]
        speaker.say(long)
        assert names(await take(stream)) == ["long"]


async def test_what_another_program_sends_is_dropped(veth: Netns) -> None:
    async with EventStream.builder().links().namespace(veth.path).build() as stream:
        with inside(veth.fd, lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK.ROUTE)) as foreign:
            foreign.sendto(link(b"lie"), (stream.socket.port, 0))
            veth.run("ip", "link", "set", "v0", "mtu", "1400")
            assert set(names(await heard(stream, veth))) == {"v0"}
        assert stream.socket.foreign == 1


def failing(stream: EventStream, *, after: int) -> None:
    """Let the stream's socket fail once, as the kernel lets it when it has no memory, after so many datagrams."""
    receive, turns = stream.socket.receive, iter(range(after))

    def receive_or_fail() -> int:
        if next(turns, None) is not None:
            return receive()
        stream.socket.receive = receive  # type: ignore[method-assign]
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    stream.socket.receive = receive_or_fail  # type: ignore[method-assign]


async def test_an_error_of_the_socket_reaches_who_waits_and_ends_nothing() -> None:
    async with hearing() as (stream, speaker):
        failing(stream, after=0)
        waiting = asyncio.create_task(take(stream))
        await asyncio.sleep(0)
        speaker.say(link(b"a"))
        with pytest.raises(NetlinkError) as caught:
            await waiting
        assert caught.value.errno == errno.ENOMEM
        assert names(await take(stream)) == ["a"]


async def test_an_error_of_the_socket_comes_after_what_came_before_it() -> None:
    async with hearing() as (stream, speaker):
        failing(stream, after=2)
        for name in (b"a", b"b", b"c"):
            speaker.say(link(name))
        assert names(await take(stream, 2)) == ["a", "b"]
        with pytest.raises(NetlinkError):
            await take(stream)
        assert names(await take(stream)) == ["c"]


async def test_malformed_events_keep_no_stream_alive() -> None:
    async with hearing() as (stream, speaker):
        speaker.say(link(b"a", attribute=struct.pack("=HHI", 6, 4, 1500)), b"x")
        kept = await take(stream, 2)
    gone = weakref.ref(stream)
    del stream
    gc.collect()
    assert gone() is None
    assert [type(event) for event in kept] == [Malformed, Malformed]


@given(
    st.lists(
        st.one_of(st.binary(min_size=1, max_size=64), st.builds(message, st.integers(0, 40), st.binary(max_size=40)))
    )
)
def test_any_bytes_are_events(datagrams: list[bytes]) -> None:
    end = Unknown(60000, message(60000))

    async def listen() -> list[Event]:
        events: list[Event] = []
        async with hearing(queue=1000) as (stream, speaker), asyncio.timeout(60):
            for datagram in datagrams:
                speaker.say(datagram)
            speaker.say(end.data)
            while (event := await anext(stream)) != end:
                events.append(event)
        return events

    events = asyncio.run(listen())
    assert len(events) >= len(datagrams)
    told = b"".join(event.data for event in events if isinstance(event, (Malformed, Unknown)))
    assert len(told) <= sum(map(len, datagrams))
