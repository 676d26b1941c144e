"""Datagrams of messages, and both ways of reading them."""

from __future__ import annotations

import struct
from typing import Any

from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.message import Message
from nlink.netlink.schema.reader import REPEATS, SAMPLED, MessageReader, shapes_of

DUMP_INTR = 0x10


def message(body: bytes, *, type: int = 16, flags: int = 2, sequence: int = 7, port: int = 9) -> bytes:
    """A message with its nlmsghdr, padded for the next one."""
    length = 16 + len(body)
    return struct.pack("=IHHII", length, type, flags, sequence, port) + body + bytes(-length % 4)


def read_all(members: type[Message], data: Any, outer: dict[str, object] | None = None) -> list[Any]:
    """What a dump's reader makes of a datagram."""
    found: list[Any] = []
    reader = MessageReader(members, outer)
    assert reader.read(data, 0, len(data), found.append) == len(data)
    return found


def read_slowly(members: type[Message], data: Any, outer: dict[str, object] | None = None) -> list[Any]:
    """The same by the attribute loop alone; the messages are all ours."""
    found: list[Any] = []
    offset, reader = 0, MessageReader(members, outer)
    while offset < len(data):
        (length,) = struct.unpack_from("=I", data, offset)
        found.append(reader.read_plainly(data, offset, len(data)))
        offset += (length + 3) & ~3
    return found


def forget_shapes(members: type[Message]) -> None:
    """Make the class know no shapes, as in a fresh process."""
    members.__layout__.shapes = None


def learn(members: type[Message], wire: bytes) -> None:
    """Have the shape of a message compiled, as if it had come often enough."""
    shapes = shapes_of(members)
    for _ in range(REPEATS // SAMPLED):
        shapes.left = 1
        read_all(members, wire)


def compiled(members: type[Message]) -> int:
    """How many shapes of the class are compiled."""
    return sum(len(runs) for runs in shapes_of(members).runs.values())


def unlike(number: int) -> bytes:
    """An attribute that makes a shape of its own."""
    return attribute(0x3000 + number, bytes(number % 7))
