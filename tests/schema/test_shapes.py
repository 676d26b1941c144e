"""The decoder specialised on shapes agrees with the plain attribute loop, whatever the messages look like."""

from __future__ import annotations

import random
import struct
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlink.errors import DecodeError
from nlink.netlink.route.links.message import LinkMessage
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.field import attr, header, outer
from nlink.netlink.schema.integers import be16, u8, u32
from nlink.netlink.schema.layout import NESTED, UnknownAttribute
from nlink.netlink.schema.message import Message
from nlink.netlink.schema.nesting import multi
from nlink.netlink.schema.reader import (
    MOST_ALIKE,
    MOST_COUNTED,
    MOST_SHAPES,
    REPEATS,
    MessageReader,
    shapes_of,
)
from nlink.netlink.schema.text import string
from tests.schema.datagrams import DUMP_INTR, compiled, forget_shapes, learn, message, read_all, read_slowly, unlike
from tests.schema.declarations import messages
from tests.schema.real import CLASSES, contents
from tests.schema.strategies import objects


class Small(Message):
    """Its header is no multiple of four long."""

    family: int = header("family", u8)
    name: str | None = attr(1, string)
    index: int | None = attr(2, u32)
    port: int | None = attr(3, be16)
    several: tuple[int, ...] = attr(4, multi(u32), default=())
    namespace: int | None = outer()


def agree(members: type[Message], bodies: list[bytes]) -> None:
    """Read each message more often than it takes to be compiled, both ways, and compare all there is."""
    forget_shapes(members)
    wires = [message(body) for body in bodies]
    for wire in wires:
        learn(members, wire)
    assert compiled(members) > 0
    together = b"".join(wires)
    for data in (together, bytearray(together), memoryview(together)):
        for fast, plain in zip(read_all(members, data), read_slowly(members, together), strict=True):
            same(fast, plain)
    for wire in wires:
        same(MessageReader(members).read_one(wire), read_slowly(members, wire)[0])


def same(fast: Any, plain: Any) -> None:
    assert fast.to_bytes() == plain.to_bytes()  # untouched
    assert outcome(fast) == outcome(plain)


def outcome(read: Any) -> object:
    try:
        read.validate()
    except DecodeError as error:
        return str(error)
    return type(read), read.to_dict(), read.unknown, repr(read), hash(read), read.to_bytes()


@st.composite
def bodies(draw: st.DrawFn) -> tuple[type[Message], list[bytes]]:
    """Bytes that such messages may have: with flags on attributes, repeated ones, unknown ones, and damaged values."""
    members = draw(st.one_of(st.sampled_from(CLASSES), messages, st.just(Small)))
    size = members.__layout__.header.size
    numbers = [*members.__layout__.by_number, *members.__layout__.padding, 0x3FFE]
    scalars = {field.number: field.kind.size for field in members.__layout__.attributes if field.scalar}
    required = list(members.__layout__.required)
    found = []
    for _ in range(draw(st.integers(1, 3))):
        body = draw(st.binary(min_size=size, max_size=size))
        rng = draw(st.randoms(use_true_random=False))
        attributes = [field.number for field in required] + rng.choices(numbers, k=rng.randint(0, 8))
        rng.shuffle(attributes)
        for place, number in enumerate(attributes):
            length = scalars.get(number, rng.choice((0, 1, 3, 4, 6, 8, 16, 17)))
            one = attribute(number | rng.choice((0, 0, NESTED, 0x4000)), rng.randbytes(length or 0))
            last = place == len(attributes) - 1
            body = body.ljust((len(body) + 3) & ~3, b"\0") + (
                one[: 4 + (length or 0)] if last and rng.random() < 0.5 else one
            )
        found.append(body)
    return members, found


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(bodies())
def test_any_attributes(drawn: tuple[type[Message], list[bytes]]) -> None:
    agree(*drawn)


@pytest.mark.parametrize("members", CLASSES, ids=lambda members: members.__name__)
def test_real_messages_with_random_contents(members: type[Message]) -> None:
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(st.lists(contents(members), min_size=1, max_size=4))
    def run(made: list[Message]) -> None:
        agree(members, [some.to_bytes() for some in made])
        wire = b"".join(message(some.to_bytes()) for some in made)
        assert read_all(members, wire) == made

    run()


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(messages, st.data())
def test_random_classes(members: type[Message], data: st.DataObject) -> None:
    made = data.draw(st.lists(objects(members), min_size=1, max_size=3))
    agree(members, [some.to_bytes() for some in made])


def test_a_header_of_odd_length_and_nothing_else() -> None:
    agree(Small, [b"\2"])
    wire = message(b"\2")[:17]  # the last of a datagram needs no padding
    assert read_all(Small, wire) == [Small(family=2)]


def test_the_last_attribute_may_lack_its_padding() -> None:
    agree(
        Small,
        [b"\2\0\0\0" + attribute(1, b"ab\0")[:7], b"\2\0\0\0" + attribute(2, b"1234") + attribute(3, b"\0\1")[:6]],
    )
    wire = message(b"\2\0\0\0" + attribute(1, b"ab\0")[:7])[:27]
    assert read_all(Small, wire) == [Small(family=2, name="ab")]


def test_of_an_attribute_that_comes_twice_the_last_counts_unless_it_repeats() -> None:
    body = b"\2\0\0\0" + b"".join(attribute(number, bytes(3) + bytes([value])) for number in (2, 4) for value in (1, 2))
    agree(Small, [body])
    (read,) = read_all(Small, message(body))
    assert read.index == int.from_bytes(b"\0\0\0\2", "little")
    assert len(read.several) == 2


def test_flags_on_an_attribute_make_a_shape_of_its_own() -> None:
    body = b"\2\0\0\0" + attribute(2, b"1234")
    agree(Small, [body, b"\2\0\0\0" + attribute(2 | NESTED, b"1234")])


def test_shapes_may_take_turns_within_a_datagram(rng: random.Random) -> None:
    bodies = [Small(family=n, name="x" * (n % 5), index=n).to_bytes() for n in range(20)]
    bodies += [Small(family=n, several=(1,) * (n % 3)).to_bytes() for n in range(20)]
    forget_shapes(Small)
    for _ in range(20):
        rng.shuffle(bodies)
        wire = b"".join(map(message, bodies))
        assert read_all(Small, wire) == read_slowly(Small, wire)


@pytest.mark.parametrize("compiled_before", [False, True])
def test_messages_for_others_are_left_out(compiled_before: bool) -> None:
    body = Small(family=2, index=5).to_bytes()
    other = Small(family=3, index=6).to_bytes()
    forget_shapes(Small)
    if compiled_before:
        learn(Small, message(body))
    ours = message(body)
    wire = ours + message(other, sequence=8) + ours + message(other, port=10) + ours * 2
    assert read_all(Small, wire) == [Small(family=2, index=5)] * 4


@pytest.mark.parametrize("at", [0, 1, 3])
@pytest.mark.parametrize("compiled_before", [False, True])
def test_an_interrupted_dump_is_noticed_at_any_message(at: int, compiled_before: bool) -> None:
    body = Small(family=2, index=5).to_bytes()
    forget_shapes(Small)
    if compiled_before:
        learn(Small, message(body))
    wires = [message(body)] * 4
    reader: MessageReader[Small] = MessageReader(Small)
    found: list[Small] = []
    foreign = message(body, flags=2 | DUMP_INTR, sequence=8)
    reader.read(b"".join(wires) + foreign, 0, 4 * len(wires[0]) + len(foreign), found.append)
    assert not reader.interrupted
    wires[at] = message(body, flags=2 | DUMP_INTR)
    reader.read(b"".join(wires), 0, 4 * len(wires[0]), found.append)
    assert reader.interrupted
    assert found == [Small(family=2, index=5)] * 8


def test_reading_stops_at_a_control_message() -> None:
    one = message(Small(family=2).to_bytes())
    done = message(b"", type=3)
    found: list[Small] = []
    wire = one * REPEATS * 2 + done
    assert MessageReader(Small).read(wire, 0, len(wire), found.append) == len(wire) - len(done)
    assert len(found) == REPEATS * 2


def test_values_from_outside_are_put_in_by_both_ways() -> None:
    forget_shapes(Small)
    wire = message(Small(family=2).to_bytes()) * REPEATS * 2
    assert {read.namespace for read in read_all(Small, wire, {"namespace": 5})} == {5}
    assert {read.namespace for read in read_all(Small, wire)} == {None}


@pytest.mark.parametrize("left", [1, 4, 15])
def test_what_is_too_short_for_a_message_is_an_error(left: int) -> None:
    wire = message(Small(family=2).to_bytes()) * 3 + bytes(left)
    with pytest.raises(DecodeError, match=f"a message header has 16 bytes, and {left} are left"):
        read_all(Small, wire)


@pytest.mark.parametrize("length", [0, 15, 1000])
def test_a_message_with_a_length_that_cannot_be_is_an_error(length: int) -> None:
    wire = message(Small(family=2).to_bytes()) * REPEATS * 2
    broken = struct.pack("=I", length) + wire[4:]
    with pytest.raises(DecodeError, match=f"a message of {length} bytes where") as caught:
        read_all(Small, broken[: len(wire) // 2])
    assert (caught.value.message_type, caught.value.offset) == (16, 0)


def test_a_shape_that_repeats_is_compiled_by_itself() -> None:
    forget_shapes(Small)
    wire = message(Small(family=2).to_bytes())
    read_all(Small, wire * (REPEATS - 1))
    assert compiled(Small) == 0
    read_all(Small, wire)
    assert compiled(Small) == 1


def test_an_unknown_attribute_is_kept_by_both_ways() -> None:
    body = b"\2\0\0\0" + attribute(99, b"abc") + attribute(2, b"1234") + attribute(98, b"")
    agree(Small, [body])
    (read,) = read_all(Small, message(body))
    assert read.unknown == (UnknownAttribute(99, b"abc"), UnknownAttribute(98, b""))


def test_however_many_shapes_come_only_a_bounded_number_is_kept() -> None:
    forget_shapes(Small)
    bodies = [b"\2\0\0\0" + unlike(number) for number in range(MOST_COUNTED * 2)]
    for body in bodies:
        read_all(Small, message(body))
    shapes = shapes_of(Small)
    assert 0 < len(shapes._counted) <= MOST_COUNTED
    assert compiled(Small) == 0
    for body in bodies[: MOST_SHAPES * 4]:
        learn(Small, message(body))
        assert compiled(Small) <= MOST_SHAPES
        assert max(map(len, shapes.runs.values()), default=0) <= MOST_ALIKE
    assert compiled(Small) > 0


def test_500_links_of_as_many_shapes(rng: random.Random) -> None:
    """As a machine may have: names of all lengths, aliases, some with a master."""
    forget_shapes(LinkMessage)
    links = []
    for number in range(500):
        given: dict[str, Any] = {"name": f"{number:x<{3 + number % 12}}", "ifindex": number + 1, "mtu": 1500}
        given["alias"] = "a" * (number // 12 % 42)
        if rng.random() < 0.5:
            given["master"] = 3
        links.append(LinkMessage(**given))
    wires = [message(link.to_bytes()) for link in links]
    for _ in range(REPEATS + 10):
        order = list(range(500))
        rng.shuffle(order)
        assert read_all(LinkMessage, b"".join(wires[n] for n in order)) == [links[n] for n in order]
        assert compiled(LinkMessage) <= MOST_SHAPES
    assert len(shapes_of(LinkMessage)._counted) <= MOST_COUNTED
