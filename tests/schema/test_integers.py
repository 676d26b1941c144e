"""Integers: u8 ... s64 in the machine's order, be16 ... le_s64, uint and sint, boolean and flag."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import DecodeError, InvalidInput
from nlink.netlink.schema import integers
from nlink.netlink.schema.field import attr, header
from nlink.netlink.schema.integers import (
    be16,
    be32,
    be64,
    be_s16,
    boolean,
    flag,
    le32,
    s8,
    sint,
    u8,
    u16,
    u32,
    u64,
    uint,
)
from nlink.netlink.schema.message import Attributes
from tests.schema.strategies import values

WIDTHS = [
    (name, kind)
    for name, kind in vars(integers).items()
    if isinstance(kind, integers.Integer | integers.AutomaticInteger)
]


class Counters(Attributes):
    """Each attribute is declared by its number and its kind; one that may be absent reads as None."""

    small: int | None = attr(1, u8)
    port: int | None = attr(2, be16)
    address: int | None = attr(3, be32)
    cookie: int | None = attr(4, be64)
    delta: int | None = attr(5, s8)
    little: int | None = attr(6, le32)
    any_width: int | None = attr(7, uint)
    any_sign: int | None = attr(8, sint)
    enabled: bool | None = attr(9, boolean())
    wide: bool | None = attr(10, boolean(u32))
    there: bool | None = attr(11, flag)
    with_default: int = attr(12, u64, default=7)
    big_boolean: bool | None = attr(13, boolean(be16))


class Head(Attributes):
    """Fields of the fixed header are scalars in any order of bytes."""

    first: int = header("first", u8, default=0, pad=1)
    port: int = header("port", be16, default=0)
    signed: int = header("signed", be_s16, default=0, pad=2)


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        ({"small": 255}, "0500 0100 ff000000"),
        ({"port": 80}, "0600 0200 00500000"),
        ({"address": 0x0A000001}, "0800 0300 0a000001"),
        ({"cookie": 1}, "0c00 0400 0000000000000001"),
        ({"delta": -1}, "0500 0500 ff000000"),
        ({"little": 1}, "0800 0600 01000000"),
        ({"enabled": True}, "0500 0900 01000000"),
        ({"there": True}, "0400 0b00"),
        ({"there": False}, ""),
        ({}, ""),
        ({"big_boolean": True}, "0600 0d00 00010000"),
    ],
)
def test_each_is_laid_out_as_the_kernel_wants_it(given: dict[str, Any], wire: str) -> None:
    expected = bytes.fromhex(wire)
    if struct.pack("=H", 1) == b"\0\1":
        pytest.skip("the bytes are a little-endian machine's")
    assert Counters(**given).to_bytes() == expected
    assert Counters.from_bytes(expected) == Counters(**given)


def test_big_endian_header_fields() -> None:
    head = Head(first=1, port=80, signed=-2)
    assert head.to_bytes() == bytes.fromhex("01 00 0050 fffe 0000")
    assert Head.from_bytes(head.to_bytes()) == head


@pytest.mark.parametrize(("value", "size"), [(0, 4), (2**32 - 1, 4), (2**32, 8), (2**64 - 1, 8)])
def test_uint_takes_four_bytes_where_they_do_and_else_eight(value: int, size: int) -> None:
    assert len(uint.dump(value)) == size
    assert uint.decode(value.to_bytes(8, "little" if struct.pack("=H", 1)[0] else "big"), None) == value


@pytest.mark.parametrize(("value", "size"), [(-1, 4), (2**31 - 1, 4), (2**31, 8), (-(2**31) - 1, 8)])
def test_sint_likewise(value: int, size: int) -> None:
    assert len(sint.dump(value)) == size
    assert sint.decode(sint.dump(value), None) == value


@pytest.mark.parametrize(("name", "kind"), WIDTHS)
@given(data=st.data())
def test_what_is_dumped_loads_to_the_same(name: str, kind: integers.Integer, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    kind.check(value)
    assert kind.decode(kind.dump(value), None) == value
    assert kind.parse(kind.plain(value)) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "kind"), WIDTHS)
def test_what_is_too_wide_is_refused(name: str, kind: integers.Integer) -> None:
    class One(Attributes):
        value: int | None = attr(1, kind)

    assert kind.low is not None
    assert kind.high is not None
    for value in (kind.low, kind.high):
        assert One.from_bytes(One(value=value).to_bytes()).value == value
    for value in (kind.low - 1, kind.high + 1, 2**70):
        with pytest.raises(InvalidInput, match=f"^value: must be from {kind.low} to {kind.high}, not {value}"):
            One(value=value)


@pytest.mark.parametrize("field", ["small", "port", "little", "any_width"])
@pytest.mark.parametrize("wrong", ["1", b"1", 1.0, True, (1,), [1], object()])
def test_what_is_no_integer_is_refused(field: str, wrong: object) -> None:
    with pytest.raises(InvalidInput, match="must be an integer") as caught:
        Counters(**{field: wrong})
    assert caught.value.field == field


@pytest.mark.parametrize("field", ["enabled", "wide", "there", "big_boolean"])
@pytest.mark.parametrize("wrong", [1, 0, "yes", b"\1", 2])
def test_what_is_neither_true_nor_false_is_refused(field: str, wrong: object) -> None:
    with pytest.raises(InvalidInput, match="must be True or False") as caught:
        Counters(**{field: wrong})
    assert caught.value.field == field


def test_what_is_absent_reads_as_none_or_as_its_default() -> None:
    nothing = Counters()
    assert (nothing.small, nothing.enabled, nothing.there, nothing.with_default) == (None, None, False, 7)
    assert nothing.to_bytes() == b""
    assert Counters(small=None) == nothing


def test_a_payload_of_another_length_is_an_error_that_names_the_attribute() -> None:
    for wire, name in (
        ("0600 0100 01000000", "small"),
        ("0500 0200 01000000", "port"),
        ("0500 0700 01000000", "any_width"),
    ):
        with pytest.raises(DecodeError) as caught:
            Counters.from_bytes(bytes.fromhex(wire)).validate()
        assert caught.value.attribute == name


def test_the_kernel_may_tell_a_flag_as_a_byte() -> None:
    assert Counters.from_bytes(bytes.fromhex("0500 0b00 01000000")).there is True
    assert Counters.from_bytes(bytes.fromhex("0500 0b00 00000000")).there is False


def test_a_header_field_without_a_default_must_be_given() -> None:
    class Request(Attributes):
        command: int = header("cmd", u8)
        version: int = header("version", u16, default=1)

    with pytest.raises(TypeError, match="missing required keyword argument 'command'"):
        Request()
    with pytest.raises(InvalidInput, match="command: must be an integer, not NoneType"):
        Request(command=None)
    assert Request(command=1, version=None).version == 1
