"""The few messages that these tests send, packed by hand: the transport knows nothing of their insides."""

from __future__ import annotations

import socket
import struct

NLMSGHDR = struct.Struct("=IHHII")
IFINFOMSG = struct.Struct("=BxHiII")
RTMSG = struct.Struct("=BBBBBBBBI")

NOOP, ERROR, DONE, OVERRUN = 1, 2, 3, 4
RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE = 24, 25, 26
RTM_NEWNEXTHOP, RTM_GETNEXTHOP = 104, 106
REQUEST, MULTI, ACK, ECHO, DUMP_INTR, DUMP = 1, 2, 4, 8, 0x10, 0x300
CREATE, EXCL = 0x400, 0x200

ALL = bytes(IFINFOMSG.size)
"""The payload of RTM_GETLINK for a dump of all links."""


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) & 3)


def name_attribute(name: str) -> bytes:
    return attribute(3, name.encode() + b"\0")


def link(index: int = 0, name: str = "") -> bytes:
    """RTM_GETLINK or RTM_DELLINK of one device."""
    return IFINFOMSG.pack(0, 0, index, 0, 0) + (name_attribute(name) if name else b"")


def veth(name: str, peer: str) -> bytes:
    """RTM_NEWLINK of a pair of veths."""
    other = attribute(1, ALL + name_attribute(peer))
    return ALL + name_attribute(name) + attribute(18, attribute(1, b"veth\0") + attribute(2, other))


def ifb(name: str) -> bytes:
    """RTM_NEWLINK of an ifb, the cheapest device there is."""
    return ALL + name_attribute(name) + attribute(18, attribute(1, b"ifb\0"))


def route(number: int, table: int = 254) -> bytes:
    """RTM_NEWROUTE or RTM_DELROUTE of the unreachable route to the number-th /32 of 10.0.0.0/8."""
    fixed = RTMSG.pack(socket.AF_INET, 32, 0, 0, 0, 4, 0, 7, 0)
    return fixed + attribute(1, struct.pack("!I", 0x0A000000 + number)) + attribute(15, struct.pack("=I", table))


def routes(table: int = 0) -> bytes:
    """RTM_GETROUTE for a dump of the IPv4 routes, of all tables or one."""
    chosen = attribute(15, struct.pack("=I", table)) if table else b""
    return RTMSG.pack(socket.AF_INET, 0, 0, 0, 0, 0, 0, 0, 0) + chosen


def index_of(message: bytes) -> int:
    """The interface index in an RTM_NEWLINK."""
    index: int = IFINFOMSG.unpack_from(message, NLMSGHDR.size)[2]
    return index


def destination_of(message: bytes) -> int:
    """The number that ``route`` took, from the RTM_NEWROUTE that came of it."""
    offset = NLMSGHDR.size + RTMSG.size
    while True:
        length, kind = struct.unpack_from("=HH", message, offset)
        if kind == 1:
            destination: int = struct.unpack_from("!I", message, offset + 4)[0]
            return destination - 0x0A000000
        offset += (length + 3) & ~3


def type_of(message: bytes) -> int:
    kind: int = NLMSGHDR.unpack_from(message)[1]
    return kind


def message(kind: int, flags: int, sequence: int, port: int, payload: bytes = b"") -> bytes:
    """One message, padded, as a peer sends it."""
    length = NLMSGHDR.size + len(payload)
    return NLMSGHDR.pack(length, kind, flags, sequence, port) + payload + bytes(-length & 3)
