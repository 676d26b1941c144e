"""What is encoded decodes to the same, for classes with random sets of fields."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.layout import UnknownAttribute
from nlink.netlink.schema.message import Message
from nlink.netlink.schema.options import Options
from tests.schema.declarations import messages, options, structs
from tests.schema.strategies import objects, unknown

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


@slow
@given(messages, st.data())
def test_messages(members: type[Message], data: st.DataObject) -> None:
    made = data.draw(objects(members))
    wire = made.to_bytes()
    assert members.from_bytes(wire).to_bytes() == wire  # never looked at
    read = members.from_bytes(wire).validate()
    assert read == made
    assert (read != made) is False
    assert hash(read) == hash(made)
    assert repr(read) == repr(made)
    assert read.to_bytes() == wire
    assert members.from_bytes(bytearray(wire)) == members.from_bytes(memoryview(wire)) == made


@slow
@given(structs, st.data())
def test_structs(members: type[Any], data: st.DataObject) -> None:
    made = data.draw(objects(members))
    wire = made.to_bytes()
    read = members.from_bytes(wire)
    assert read.validate() == made
    assert read.to_bytes() == wire
    size = members.__layout__.header.size
    shorter = wire[: data.draw(st.integers(0, size))]
    assert members.from_bytes(shorter).to_bytes() == shorter.ljust(size, b"\0")
    assert members.from_bytes(wire[:size] + b"newer").tail == b"newer"


@slow
@given(options, st.data())
def test_options(members: type[Options], data: st.DataObject) -> None:
    made = data.draw(objects(members))
    read = members.from_bytes(made.to_bytes())
    assert made.matches(read)
    assert members.from_bytes(read.to_bytes()) == read
    assert hash(members.from_bytes(read.to_bytes())) == hash(read)


@slow
@given(messages, st.data())
def test_attributes_that_are_not_declared_are_kept(members: type[Message], data: st.DataObject) -> None:
    made, more = data.draw(objects(members)), data.draw(unknown(members))
    wire = made.to_bytes()
    read = members.from_bytes(wire + b"".join(attribute(number, payload) for number, payload in more))
    assert read.unknown == (*made.unknown, *more)
    assert read.to_bytes() == wire + b"".join(attribute(number, payload) for number, payload in more)


@given(options, st.binary(max_size=9))
def test_options_keep_them_too(members: type[Options], payload: bytes) -> None:
    wire = attribute(9999, payload)
    read = members.from_bytes(wire)
    assert read.unknown == (UnknownAttribute(9999, payload),)
    assert read.to_bytes() == wire
    assert read.replace().unknown == read.unknown
