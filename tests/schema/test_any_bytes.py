"""Any bytes decode, or raise DecodeError; and only the message's own bytes are looked at."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlink.errors import DecodeError
from nlink.netlink.route.links.kinds import bond, bridge, macvlan, tun, veth, vlan, vxlan
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.route.links.options import LinkOptions
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.message import CStruct, Declared, Message
from nlink.netlink.schema.options import Options
from nlink.netlink.schema.reader import MessageReader
from tests.corpus import past_failures
from tests.schema.datagrams import compiled, forget_shapes, learn, message
from tests.schema.declarations import messages, options, structs
from tests.schema.real import CLASSES, contents
from tests.schema.strategies import objects

KINDS = [made for module in (bond, bridge, macvlan, tun, veth, vlan, vxlan) for made in vars(module).values()]
OPTIONS = [made for made in KINDS if isinstance(made, type) and issubclass(made, Options) and made.__layout__.fields]
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


def look_at_everything(members: Any, data: Any) -> object:
    """What the bytes decode to, as plain values; or how they do not."""
    try:
        read = members.from_bytes(data)
    except DecodeError as error:
        return str(error)
    if isinstance(read, LinkMessage):
        for name in ("options", "port_options", "__str__"):
            try:
                look = getattr(read, name)
                look() if callable(look) else str(look)
            except DecodeError:
                continue
    try:
        if isinstance(read, Declared):
            read.validate()
    except DecodeError as error:
        return str(error)
    assert isinstance(read.to_bytes(), bytes)
    return repr(read), hash(read)


@past_failures("schema_messages")
@slow
@given(st.binary(max_size=200))
def test_random_bytes_in_real_messages_and_options(data: bytes) -> None:
    for members in (*CLASSES, *OPTIONS):
        look_at_everything(members, data)


@slow
@given(st.one_of(messages, structs, options), st.binary(max_size=100))
def test_random_bytes_in_random_classes(members: Any, data: bytes) -> None:
    look_at_everything(members, data)


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The same with a few bytes changed, taken out, put in, and perhaps cut off."""
    body = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body)))
        body[at : at + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(body[: draw(st.integers(0, len(body)))] if draw(st.booleans()) else body)


@slow
@given(
    st.one_of(st.sampled_from(CLASSES).flatmap(contents), messages.flatmap(objects), options.flatmap(objects)),
    st.data(),
)
def test_damaged_messages(made: Any, data: st.DataObject) -> None:
    look_at_everything(type(made), data.draw(damaged(made.to_bytes())))


@pytest.mark.parametrize("kind", sorted(LinkOptions.kinds))
@slow
@given(data=st.binary(max_size=60))
def test_damaged_options_of_a_link(kind: str, data: bytes) -> None:
    body = attribute(1, kind.encode() + b"\0") + attribute(2, data)
    look_at_everything(LinkInfo, body)
    look_at_everything(LinkMessage, bytes(16) + attribute(18, body))


@slow
@given(st.one_of(st.sampled_from(CLASSES).flatmap(contents), messages.flatmap(objects)), st.data())
def test_nothing_outside_the_message_is_looked_at(made: Message, data: st.DataObject) -> None:
    """Whatever stands before and behind, by both decoders, in any kind of buffer."""
    members = type(made)
    body = data.draw(st.one_of(st.just(made.to_bytes()), damaged(made.to_bytes())))
    wire = message(body)
    exact = wire[: struct.unpack_from("=I", wire)[0]]
    expected = outcome(members, exact, 0, len(exact))
    forget_shapes(members)
    for _ in range(2):
        for before, behind in ((b"", b""), (b"\xff" * 8, b"\xff" * 40), (b"\0" * 20, b"\x04\0\1\0" * 9)):
            around = before + wire + behind
            for buffer in (around, bytearray(around), memoryview(around)):
                assert outcome(members, buffer, len(before), len(before) + len(exact)) == expected
        if not isinstance(expected, str):  # once more, by the compiled shape
            learn(members, wire)
            assert compiled(members)


def outcome(members: type[Message], data: Any, offset: int, end: int) -> object:
    """What a reader makes of one message of a larger buffer."""
    found: list[Message] = []
    try:
        assert MessageReader(members).read(data, offset, end, found.append) == end
    except DecodeError as error:
        return str(error)
    return look_at_everything(members, found[0].to_bytes()), [found[0].unknown]


@given(st.binary(max_size=64), st.binary(min_size=64, max_size=64))
def test_the_end_of_a_datagram_is_the_end(data: bytes, behind: bytes) -> None:
    """The buffer is larger than the datagram, and holds what came before."""

    def read(buffer: Any) -> object:
        found: list[Message] = []
        try:
            return MessageReader(LinkMessage).read(buffer, 0, len(data), found.append), found
        except DecodeError as error:
            return str(error)

    assert read(data) == read(bytearray(data + behind)) == read(data + b"\0" * 64)


def test_all_structs_read_any_length() -> None:
    classes = [made for made in all_subclasses(CStruct) if made.__module__.startswith("nlink.")]
    assert len(classes) > 10
    for members in classes:
        for length in range(members.__layout__.header.size + 3):
            members.from_bytes(b"\xff" * length).validate()


def all_subclasses(base: type[Any]) -> list[type[Any]]:
    """Those of its subclasses too."""
    return [one for made in base.__subclasses__() for one in (made, *all_subclasses(made))]
