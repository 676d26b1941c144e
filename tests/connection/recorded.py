"""What ``ip`` and ``bridge`` send: recorded by strace, and taken apart into header and attributes."""

from __future__ import annotations

import struct
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeAlias

import pytest

from tests.netns import CommandFailed, Netns

NLMSGHDR = struct.Struct("=IHHII")
GETS = {18, 22, 26, 30, 34}
"""RTM_GETLINK, GETADDR ...: ``ip`` looks for names before it changes something."""
NESTED_OR_ORDER = 0xC000

Attributes: TypeAlias = dict[int, bytes]


@dataclass(frozen=True)
class Recorded:
    """A request: the type and flags of its nlmsghdr, its fixed header, and its attributes in any order."""

    type: int
    flags: int
    header: bytes
    attributes: Attributes

    @classmethod
    def of(cls, type: int, flags: int, payload: bytes, fixed: int) -> Recorded:
        return cls(type, flags, payload[:fixed], attributes(payload[fixed:]))


def attributes(data: bytes) -> Attributes:
    """The payloads by number; ValueError for what are no attributes."""
    found: Attributes = {}
    offset = 0
    while offset < len(data):
        if len(data) - offset < 4:
            raise ValueError("no room for a header")
        length, number = struct.unpack_from("=HH", data, offset)
        if length < 4 or offset + length > len(data):
            raise ValueError(f"a length of {length}")
        number &= ~NESTED_OR_ORDER
        if number in found:
            raise ValueError("twice the same")
        found[number] = data[offset + 4 : offset + length]
        offset += (length + 3) & ~3
    return found


def same(mine: bytes, other: bytes) -> bool:
    """Whether two payloads say the same: but for order and flags within a nest, and the NUL behind a string."""
    if mine == other or (mine.rstrip(b"\0") == other.rstrip(b"\0") and mine.rstrip(b"\0").isalnum()):
        return True
    try:
        inside_mine, inside_other = attributes(mine), attributes(other)
    except ValueError:
        # The peer of a veth: a struct ifinfomsg before the attributes.
        return len(mine) > 16 and len(other) > 16 and mine[:16] == other[:16] and same(mine[16:], other[16:])
    # An empty set of options says nothing.
    inside_mine, inside_other = ({n: data for n, data in one.items() if data} for one in (inside_mine, inside_other))
    return inside_mine.keys() == inside_other.keys() and all(
        same(inside_mine[number], inside_other[number]) for number in inside_mine
    )


def sent_by_ip(netns: Netns, command: str, fixed: int, *, tool: str = "ip", refused: bool = False) -> Recorded:
    """The request with which ``ip`` (or ``bridge``) changes what the command says; it really does so, unless the kernel
    refuses it.
    """
    with tempfile.NamedTemporaryFile("r") as trace:
        with pytest.raises(CommandFailed) if refused else nullcontext():
            netns.run("strace", "-o", trace.name, "-e", "trace=sendmsg", "-e", "write=all", tool, *command.split())
        lines = trace.read().splitlines()
    requests: list[bytes] = []
    for line in lines:
        if line.startswith("sendmsg("):
            requests.append(b"")
        elif line.startswith(" | "):
            # " | 00010  11 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  ................ |"
            requests[-1] += bytes.fromhex(line[10:59])
    changes = []
    for request in requests:
        length, type, flags, _, _ = NLMSGHDR.unpack_from(request)
        if type not in GETS:
            changes.append(Recorded.of(type, flags, request[NLMSGHDR.size : length], fixed))
    (change,) = changes
    return change
