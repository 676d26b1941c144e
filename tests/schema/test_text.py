"""Strings, byte strings and hardware addresses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import InvalidInput
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.field import attr, member
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.message import Attributes, CStruct
from nlink.netlink.schema.text import (
    bare_string,
    binary,
    characters,
    device_name,
    hardware_address,
    mac,
    octets,
    string,
    text,
)
from tests.schema.strategies import values


class Names(Attributes):
    kind: str | None = attr(1, string)
    """With a NUL behind it."""
    bare: str | None = attr(2, bare_string)
    """Without."""
    alias: str | None = attr(3, text(longest=5))
    device: str = attr(4, device_name, default="")
    data: bytes | None = attr(5, binary)
    key: bytes | None = attr(6, octets(4))
    address: str | None = attr(7, mac)
    lladdr: str | None = attr(8, hardware_address)


class Padded(CStruct):
    name: str = member(characters(8), default="")
    raw: bytes = member(octets(2), default=b"\0\0", pad=2)


KINDS = [string, bare_string, text(longest=5), device_name, binary, octets(4), mac, hardware_address, characters(8)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(data=st.data())
def test_what_is_dumped_loads_to_the_same(kind: Kind[Any, Any], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    kind.check(value)
    assert kind.decode(kind.dump(value), None) == value
    if "\\udc" not in str(kind.plain(value)):  # JSON only shows bytes that are no UTF-8
        assert kind.parse(kind.plain(value)) == value


@pytest.mark.parametrize(
    ("given", "payload"),
    [
        ({"kind": "veth"}, b"veth\0"),
        ({"bare": "veth"}, b"veth"),
        ({"data": b"\0\1"}, b"\0\1"),
        ({"address": "02:00:00:00:00:ff"}, b"\2\0\0\0\0\xff"),
        ({"lladdr": "0a:0b"}, b"\x0a\x0b"),
        ({"kind": "é"}, b"\xc3\xa9\0"),
    ],
)
def test_the_payload_of_each(given: dict[str, Any], payload: bytes) -> None:
    (name,) = given
    number = Names.__layout__.fields[name].number
    assert Names(**given).to_bytes() == attribute(number, payload)
    assert getattr(Names.from_bytes(attribute(number, payload)), name) == given[name]


def test_a_char_array_is_padded_and_ends_at_its_first_nul() -> None:
    assert Padded(name="eth0", raw=b"ab").to_bytes() == b"eth0\0\0\0\0ab\0\0"
    assert Padded(name="12345678").to_bytes()[:8] == b"12345678"
    assert Padded.from_bytes(b"eth0\0xyzab\0\0").name == "eth0"


def test_a_string_ends_at_its_first_nul() -> None:
    assert Names.from_bytes(attribute(1, b"veth\0rest")).kind == "veth"
    assert Names.from_bytes(attribute(1, b"veth")).kind == "veth"
    assert Names.from_bytes(attribute(1, b"")).kind == ""


def test_bytes_that_are_no_utf8_are_kept() -> None:
    names = Names.from_bytes(attribute(1, b"\xff\xfe\0"))
    assert names.kind == "\udcff\udcfe"
    assert Names(kind=names.kind).to_bytes() == attribute(1, b"\xff\xfe\0")


@pytest.mark.parametrize(
    ("field", "wrong", "reason"),
    [
        ("kind", b"veth", "must be a string, not bytes"),
        ("kind", 5, "must be a string, not int"),
        ("kind", "a\0b", "must not contain a NUL"),
        ("kind", "\ud800", "surrogates not allowed"),
        ("alias", "123456", "must be at most 5 bytes long, not 6"),
        ("alias", "ééé", "must be at most 5 bytes long, not 6"),
        ("device", "sixteen letters!", "must be at most 15 bytes long, not 16"),
        ("device", "a/b", "is no name for a device"),
        ("device", "a b", "is no name for a device"),
        ("device", "..", "is no name for a device"),
        ("data", "text", "must be bytes, not str"),
        ("data", bytearray(b"x"), "must be bytes, not bytearray"),
        ("data", 3, "must be bytes, not int"),
        ("key", b"12345", "must be 4 bytes long, not 5"),
        ("address", "02:00:00:00:00", "must be 6 bytes long, not 5"),
        ("address", "02:00:00:00:00:0A", "must be written as '02:00:00:00:00:0a'"),
        ("address", "nonsense", "is not a hardware address"),
        ("address", b"\2\0\0\0\0\1", "must be a string, not bytes"),
        ("lladdr", "0:100", "is not a hardware address"),
    ],
)
def test_what_cannot_be_is_refused_by_name(field: str, wrong: object, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Names(**{field: wrong})
    assert caught.value.field == field
    assert reason in caught.value.reason


def test_a_struct_refuses_what_does_not_fit() -> None:
    with pytest.raises(InvalidInput, match="name: must be at most 8 bytes long, not 9"):
        Padded(name="123456789")
    with pytest.raises(InvalidInput, match="raw: must be 2 bytes long, not 3"):
        Padded(raw=b"abc")


@pytest.mark.parametrize("given", [{"kind": "x" * 65531}, {"data": b"x" * 65532}])
def test_what_is_too_long_for_an_attribute_is_refused_before_anything_is_sent(given: dict[str, Any]) -> None:
    (field,) = given
    with pytest.raises(InvalidInput, match=f"^{field}: is 65532 bytes long, and an attribute has room for 65531"):
        Names(**given).to_bytes()
    assert len(Names(data=b"x" * 65531).to_bytes()) == 65536


@pytest.mark.parametrize("given", ["02-00-00-00-00-0A", "2:0:0:0:0:A", "02:00:00:00:00:0a"])
def test_a_user_may_write_an_address_in_other_ways(given: str) -> None:
    assert mac.parse(given) == "02:00:00:00:00:0a"
