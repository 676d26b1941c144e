"""Options are pydantic models: given in friendly words, validated, to JSON and back, with a JSON schema."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Sequence
from datetime import timedelta
from enum import IntEnum
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from nlink.errors import DecodeError, InvalidInput
from nlink.netlink.schema.addresses import AddressLike, IPAddress, ip
from nlink.netlink.schema.durations import milliseconds
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.enums import Bitfield, bitfield, enum
from nlink.netlink.schema.field import attr, member
from nlink.netlink.schema.integers import be16, flag, u8, u16, u32
from nlink.netlink.schema.message import Attributes, CStruct
from nlink.netlink.schema.nesting import Raw, indexed, multi, nested, structure, submessage
from nlink.netlink.schema.options import Needed, Options, Setting, needed, option, reported, switch
from nlink.netlink.schema.settings import Address, Bool, Choice, Int, Reported, String, UnitTime
from nlink.netlink.schema.text import binary, mac, text
from tests.schema.declarations import options
from tests.schema.strategies import objects


class Mode(IntEnum):
    FAST = 0
    SLOW = 1


class Limits(CStruct):
    low: int = member(u32)
    high: int = member(be16, pad=2)


class Port(Attributes):
    number: int | None = attr(1, u16)


class Inner(Options):
    size: Int = option(1, u8)


class Tunnel(Options, padding=(99,)):
    """Each option by its number and its kind; ``Setting[T, S]`` reads as T and is given as S."""

    id: Needed[int, int] = needed(1, u16, le=4094)
    ttl: Int = option(2, u8, ge=1)
    remote: Address = option(3, ip, v6=4)
    mode: Choice[Mode] = option(5, enum(Mode))
    delay: UnitTime = option(6, milliseconds)
    address: String = option(7, mac)
    inherit: Bool = option(8, flag)
    learning: Bool = switch(9, 1)
    flooding: Bool = switch(9, 4)
    targets: Setting[tuple[IPAddress, ...], Sequence[AddressLike]] = option(10, multi(ip))
    marks: Setting[tuple[int, ...], Sequence[int]] = option(11, indexed(u32))
    limits: Setting[Limits, Limits] = option(12, structure(Limits))
    port: Setting[Port, Port] = option(13, nested(Port))
    key: Setting[bytes, bytes | str] = option(14, binary)
    bits: Setting[Bitfield, Bitfield] = option(15, bitfield)
    flush: Bool = option(16, flag, told=False)
    state: Reported[int] = reported(17, u8)
    label: String = option(18, text(longest=3))
    inner: Setting[Inner, Inner] = option(19, nested(Inner))
    data: Setting[Any, Any] = option(20, submessage("mode", {Mode.SLOW: Inner}))


FULL = Tunnel(
    id=5, ttl=64, remote="fd00::1", mode="slow", delay="1.5s", address="2:0:0:0:0:A", inherit=True, learning=True,
    flooding=False, targets=["10.0.0.1", "fd00::2"], marks=[1, 2], limits=Limits(low=1, high=2), port=Port(number=3),
    key=b"\xff\0", bits=Bitfield(1, 3), flush=True, label="abc", inner=Inner(size=4), data=Inner(size=5),
)  # fmt: skip


def test_they_read_as_declared_whatever_was_given() -> None:
    assert (FULL.remote, FULL.mode, FULL.delay) == (IPv6Address("fd00::1"), Mode.SLOW, timedelta(seconds=1.5))
    assert FULL.address == "02:00:00:00:00:0a"
    assert FULL.targets == (IPv4Address("10.0.0.1"), IPv6Address("fd00::2"))
    assert Tunnel(id=1).ttl is None
    assert repr(Tunnel(id=1, mode="fast")) == "Tunnel(id=1, mode=<Mode.FAST: 0>)"


def test_what_is_written_reads_back() -> None:
    assert Tunnel.from_bytes(FULL.to_bytes()) == FULL
    assert hash(Tunnel.from_bytes(FULL.to_bytes())) == hash(FULL)


def test_switches_share_an_attribute() -> None:
    assert Tunnel(id=1, learning=True, flooding=False).to_bytes()[8:] == attribute(9, bytes([1, 0, 0, 0, 5, 0, 0, 0]))
    read = Tunnel.from_bytes(Tunnel(id=1, flooding=True).to_bytes())
    assert (read.learning, read.flooding) == (None, True)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"id": 4095}, "id\n  Input should be less than or equal to 4094"),
        ({"id": -1}, "id\n  Value error, must be from 0 to 65535, not -1"),
        ({"id": "5"}, "id\n  Value error, must be an integer, not str"),
        ({"id": True}, "id\n  Value error, must be an integer, not bool"),
        ({"id": None}, "id\n  Input should be a valid integer"),
        ({}, "id\n  Field required"),
        ({"id": 1, "ttl": 0}, "ttl\n  Input should be greater than or equal to 1"),
        ({"id": 1, "ttl": 256}, "ttl\n  Value error, must be from 0 to 255"),
        ({"id": 1, "remote": "10.0.0"}, "remote\n  Value error, '10.0.0' is not an IP address"),
        ({"id": 1, "mode": "medium"}, "mode\n  Value error, 'medium' is none of fast, slow"),
        ({"id": 1, "delay": 5}, "delay\n  Value error, needs a unit, as in '5ms'"),
        ({"id": 1, "inherit": 1}, "inherit\n  Value error, must be True or False, not int"),
        ({"id": 1, "learning": "yes"}, "learning\n  Value error, must be True or False, not str"),
        ({"id": 1, "targets": "10.0.0.1"}, "targets\n  Value error, must be several values, not str"),
        ({"id": 1, "targets": 5}, "targets\n  Value error"),
        ({"id": 1, "marks": [1 << 32]}, "marks\n  Value error"),
        ({"id": 1, "limits": Port()}, "limits\n  Value error, must be Limits, not Port"),
        ({"id": 1, "limits": {"low": -1, "high": 1}}, "limits\n  Value error, low: must be from 0"),
        ({"id": 1, "bits": 5}, "bits\n  Value error"),
        ({"id": 1, "bits": [1, 2, 3]}, "bits\n  Value error"),
        ({"id": 1, "key": "no hex"}, "key\n  Value error"),
        ({"id": 1, "label": "abcd"}, "label\n  Value error, must be at most 3 bytes long, not 4"),
        ({"id": 1, "data": 5}, "data\n  Value error, must be attributes or options, not int"),
        ({"id": 1, "colour": 1}, "colour\n  Extra inputs are not permitted"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Tunnel(**given)
    assert reason in str(caught.value)


def test_what_the_kernel_reports_cannot_be_given() -> None:
    with pytest.raises(InvalidInput, match="state: is reported by the kernel and cannot be set"):
        Tunnel(id=1, state=3)
    read = Tunnel.from_bytes(Tunnel(id=1).to_bytes() + attribute(17, b"\3"))
    assert read.state == 3
    assert read.to_bytes() == Tunnel(id=1).to_bytes()


def test_they_are_frozen_and_replaced() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        FULL.ttl = 3
    changed = FULL.replace(ttl=3, remote="10.0.0.1", mode=None)
    assert (changed.ttl, changed.remote, changed.mode, changed.id) == (3, IPv4Address("10.0.0.1"), None, 5)
    with pytest.raises(ValidationError):
        FULL.replace(ttl=0)
    with pytest.raises(InvalidInput):
        FULL.replace(state=1)


def test_matching_compares_what_was_given() -> None:
    assert Tunnel(id=5).matches(FULL)
    assert not FULL.matches(Tunnel(id=5))
    assert not Tunnel(id=6).matches(FULL)
    assert Tunnel(id=5, flush=False).matches(FULL)  # an order is not told back
    assert Tunnel(id=5, inherit=False, targets=()).matches(Tunnel(id=5))  # what is off, or empty, is not on the wire
    assert not Tunnel(id=5).matches(Inner())


def test_json_and_back() -> None:
    text = FULL.model_dump_json(exclude_none=True, exclude={"data"})
    assert Tunnel.model_validate_json(text) == FULL.replace(data=None)
    assert '"remote":"fd00::1","mode":"slow","delay":"1500ms"' in text


def test_json_of_a_submessage_is_told_from_its_parts() -> None:
    """Its class is chosen by another field, so it is written, and read only as bytes or an object."""
    assert '"data":{"size":5}' in FULL.model_dump_json()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(options, st.data())
def test_json_of_random_options(members: type[Options], data: st.DataObject) -> None:
    made = data.draw(objects(members))
    text = made.model_dump_json()
    if "\\udc" not in text:  # bytes that are no UTF-8 do not come back
        read = members.model_validate_json(text)
        assert [getattr(read, name) for name in made.__layout__.fields] == list(dict(made).values())


def test_a_json_schema_with_the_limits() -> None:
    schema = Tunnel.model_json_schema()
    assert schema["required"] == ["id"]
    assert schema["properties"]["id"]["maximum"] == 4094
    assert Tunnel.model_json_schema(mode="serialization")["properties"]["port"]


def test_inside_a_model_of_the_user() -> None:
    class Network(BaseModel):
        name: str
        tunnel: Tunnel

    network = Network(name="a", tunnel={"id": 5, "remote": "10.0.0.1"})
    assert network.tunnel == Tunnel(id=5, remote="10.0.0.1")
    assert Network.model_validate_json(network.model_dump_json()) == network


def test_copies_and_pickles_are_equal() -> None:
    read = Tunnel.from_bytes(FULL.to_bytes() + attribute(500, b"new"))
    for made in (FULL, read):
        assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == copy.copy(made) == made
    assert pickle.loads(pickle.dumps(read)).unknown == read.unknown


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (attribute(1, b"\1"), "id"),
        (b"", "id"),
        (attribute(1, b"\1\0") + attribute(3, b"abc"), "remote"),
        (attribute(1, b"\1\0") + attribute(13, attribute(1, b"abc")), "port.number"),
        (attribute(1, b"\1\0") + attribute(19, attribute(1, b"abc")), "inner.size"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_path(data: bytes, path: str) -> None:
    with pytest.raises(DecodeError) as caught:
        str(Tunnel.from_bytes(data))
    assert caught.value.attribute == path


def test_a_value_that_does_not_validate_is_a_decode_error() -> None:
    with pytest.raises(DecodeError, match="Input should be less than or equal to 4094"):
        Tunnel.from_bytes(attribute(1, b"\xff\xff"))


def test_a_submessage_of_an_unknown_kind_is_kept() -> None:
    read = Tunnel.from_bytes(Tunnel(id=1, mode="fast").to_bytes() + attribute(20, b"abc"))
    assert read.data == Raw(Mode.FAST, b"abc")
    assert Tunnel.from_bytes(read.to_bytes()) == read


def test_a_class_derived_from_another_has_its_options() -> None:
    class More(Tunnel):
        speed: Int = option(30, u32)

    assert More.from_bytes(More(id=1, speed=5).to_bytes() + attribute(99, b"")) == More(id=1, speed=5)
