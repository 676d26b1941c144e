"""What is malformed, unknown, cut or foreign is an event of its own, or dropped: never an end, never nothing."""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import socket
import struct
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink import (
    DecodeError,
    Event,
    EventStream,
    Malformed,
    MessageFlags,
    NetlinkError,
    NewLink,
    Notification,
    Truncated,
    Unknown,
)
from nlink.netlink.events.reading import EventReader
from nlink.netlink.route.events import EVENTS
from nlink.netlink.schema.reader import MessageReader
from nlink.netlink.uapi.netlink import NETLINK, NLM_F
from nlink.netlink.uapi.rtnetlink import RTM, RTNLGRP
from tests.events.hearing import heard, take
from tests.events.speaking import hearing, link, message
from tests.netns import Netns, inside


def names(events: list[Event]) -> list[str]:
    return [event.link.name for event in events if isinstance(event, NewLink)]


async def test_a_type_that_has_no_class_is_unknown_and_comes_whole(veth: Netns) -> None:
    async with EventStream(EVENTS, [RTNLGRP.LINK, RTNLGRP.NSID], namespace=veth.path) as stream:
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


sequences = st.integers(0, 0xFFFF_FFFF)
flag_sets = st.sampled_from([0, 0, 0, NLM_F.REPLACE, NLM_F.CREATE | NLM_F.EXCL, 0xFFFF])
names_of_links = st.sampled_from([b"a", b"b", b"eth0", b"a-longer-name"])


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    """A message: of a link or a route, mostly sound; or of any type and with any bytes."""
    kind = draw(st.sampled_from(["link", "link", "route", "short", "any"]))
    if kind == "link":
        plain = link(draw(names_of_links))
    elif kind == "route":
        plain = message(RTM.NEWROUTE, struct.pack("=8BI", 2, 32, 0, 0, 254, 3, 0, 1, 0) + attribute(1, draw(fours)))
    elif kind == "short":
        plain = link(draw(names_of_links), attribute=attribute(4, bytes(2)) + bytes(2))
    else:
        plain = message(draw(st.sampled_from([0, 3, 16, 17, 24, 28, 200])), draw(st.binary(max_size=30)))
    return set_head(plain, draw(flag_sets), draw(sequences), draw(sequences))


fours = st.binary(min_size=4, max_size=4)


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(value), kind) + value


def set_head(plain: bytes, *head: int) -> bytes:
    """The message with other flags, sequence number and port."""
    return plain[:6] + struct.pack("=HII", *head) + plain[16:]


def padded(found: list[bytes]) -> bytes:
    return b"".join(each + bytes(-len(each) % 4) for each in found)


datagrams = st.one_of(
    messages(), st.lists(messages(), min_size=1, max_size=4).map(padded), st.binary(min_size=1, max_size=40)
)
# In a storm most datagrams are alike, which is when they are read together.
storms = st.lists(
    st.one_of(datagrams.map(lambda one: [one]), st.builds(lambda one, n: [one] * n, datagrams, st.integers(2, 40)))
)


def expected(datagram: bytes) -> list[Event]:
    """The events of a datagram, by the plainest of ways: message by message, attribute by attribute."""
    events: list[Event] = []
    while len(datagram) >= 16:
        length, kind, flags = struct.unpack_from("=IHH", datagram)
        if not 16 <= length <= len(datagram):
            break
        whole, datagram = datagram[:length], datagram[length + 3 & ~3 :]
        if kind not in EVENTS.messages:
            events.append(Unknown(kind, whole))
            continue
        decoded, event = EVENTS.messages[kind]
        try:
            read = MessageReader(decoded, {"namespace": 1}).read_plainly(whole, 0, length)
        except DecodeError as error:
            events.append(Malformed(whole, error))
        else:
            events.append(event(read, flags=MessageFlags(flags)))
    if datagram:
        events.append(Malformed(datagram, DecodeError("no message", offset=0)))
    return events


def shown(event: Event) -> object:
    """What has to be the same: of a message all its values, also those that cannot be read."""
    if isinstance(event, Malformed):
        assert isinstance(event.error, DecodeError)
        reason = "no message" if event.error.reason.startswith("no message") else event.error.reason
        return Malformed, event.data, reason, event.error.attribute, event.error.offset, event.error.message_type
    if isinstance(event, Notification):
        told: Any = getattr(event, type(event).__match_args__[0])
        return type(event), event.flags, [value_of(told, name) for name in told.__struct_fields__]
    return event


def value_of(told: Any, name: str) -> object:
    try:
        return getattr(told, name)
    except DecodeError as error:
        return str(error)


@given(storms)
def test_any_datagrams_are_the_events_that_their_messages_are_one_by_one(storms: list[list[bytes]]) -> None:
    told = [each for storm in storms for each in storm]
    wanted = [shown(event) for each in told for event in expected(each)]
    reader = EventReader(EVENTS, 1)
    assert [shown(event) for event in reader.read(told)] == wanted
    assert [shown(event) for each in told for event in reader.read([each])] == wanted


@given(st.lists(datagrams, max_size=60), st.integers(1, 5))
def test_any_bytes_that_a_socket_gives_are_events(told: list[bytes], queue: int) -> None:
    async def listen() -> list[Event]:
        wanted = sum(len(expected(each)) for each in told)
        async with hearing(queue=queue) as (stream, speaker):
            for each in told:
                speaker.say(each)
            return await take(stream, wanted)

    events = asyncio.run(listen())
    namespace = os.stat("/proc/self/ns/net").st_ino
    reader = EventReader(EVENTS, namespace)
    assert [shown(event) for event in events] == [shown(event) for event in reader.read(told)]


def test_malformed_ones_among_many_that_are_alike_are_told_each_in_its_place() -> None:
    good, bad = link(b"a", attribute=attribute(4, bytes(4))), link(b"a", attribute=attribute(4, bytes(2)) + bytes(2))
    assert good[:8] == bad[:8]
    for places in ([0], [31], [0, 1, 2], [3, 17, 30], range(32)):
        datagrams = [bad if number in places else good for number in range(32)]
        events = [*EventReader(EVENTS, 1).read(datagrams)]
        assert [number for number, event in enumerate(events) if isinstance(event, Malformed)] == [*places]
        assert len(events) == 32
