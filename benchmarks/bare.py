"""A bare send and receive loop: the floor of what Python can do, and how the kernel's tables are filled here."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from itertools import islice
from typing import Final, Self

NLMSGHDR: Final = struct.Struct("=IHHII")
ROUTE: Final = struct.Struct("=IHHII 8BI HH4s HH4s")
"""A message about an IPv4 route: nlmsghdr, rtmsg, RTA_DST, RTA_GATEWAY."""
LINK: Final = struct.Struct("=IHHII BxHiII HH")
"""A message about a link: nlmsghdr, ifinfomsg, and the head of IFLA_IFNAME."""

ERROR, DONE = 2, 3
NEWROUTE, DELROUTE, GETROUTE, GETLINK = 24, 25, 26, 18
REQUEST, ACK, DUMP, CREATE, EXCL = 0x1, 0x4, 0x300, 0x400, 0x200
MAIN_TABLE, BOOT, UNICAST, RTA_DST, RTA_GATEWAY, IFLA_IFNAME = 254, 3, 1, 1, 5, 3
TOGETHER: Final = 64
"""Messages in one send."""


class Bare:
    """A blocking rtnetlink socket, in the namespace of this thread."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
        self._socket.bind((0, 0))
        self._port: int = self._socket.getsockname()[0]
        self._buffer = bytearray(128 * 1024)
        self._sequence = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def dump_routes(self) -> int:
        """Receive a dump of all IPv4 routes, without a look at them; returns its length in bytes."""
        return self._dump(GETROUTE, struct.pack("=B11x", socket.AF_INET))

    def dump_links(self) -> int:
        """Receive a dump of all links, without a look at them; returns its length in bytes."""
        return self._dump(GETLINK, bytes(16))

    def _dump(self, kind: int, payload: bytes) -> int:
        self._sequence += 1
        head = NLMSGHDR.pack(16 + len(payload), kind, REQUEST | DUMP, self._sequence, self._port)
        self._socket.send(head + payload)
        total = 0
        while True:
            size = self._socket.recv_into(self._buffer)
            total += size
            length, kind, _, sequence, _ = NLMSGHDR.unpack_from(self._buffer, size - 20)
            if (length, kind, sequence) == (20, DONE, self._sequence):
                return total

    def get_link(self, name: str) -> None:
        """Ask for one link, and receive it."""
        told = name.encode() + b"\0"
        told += bytes(-len(told) % 4)
        self._sequence += 1
        head = (LINK.size + len(told), GETLINK, REQUEST, self._sequence, 0)
        self._socket.send(LINK.pack(*head, 0, 0, 0, 0, 0, 4 + len(told), IFLA_IFNAME) + told)
        self._socket.recv_into(self._buffer)
        self._check()

    def add_route(self, prefix: str, gateway: str) -> None:
        """Add one route, and receive the acknowledgement."""
        self._sequence += 1
        self._socket.send(_route(NEWROUTE, REQUEST | CREATE | EXCL | ACK, self._sequence, prefix, gateway))
        self._socket.recv_into(self._buffer)
        self._check()

    def add_routes(self, prefixes: Iterable[str], gateway: str) -> None:
        """Add routes, many in one send, of which the last is acknowledged."""
        self._change(NEWROUTE, CREATE | EXCL, prefixes, gateway)

    def delete_routes(self, prefixes: Iterable[str], gateway: str) -> None:
        """Delete routes, in the same way."""
        self._change(DELROUTE, 0, prefixes, gateway)

    def _change(self, kind: int, flags: int, prefixes: Iterable[str], gateway: str) -> None:
        rest = iter(prefixes)
        flags |= REQUEST
        while some := list(islice(rest, TOGETHER)):
            messages = [_route(kind, flags, 0, prefix, gateway) for prefix in some[:-1]]
            messages.append(_route(kind, flags | ACK, 0, some[-1], gateway))
            self._socket.send(b"".join(messages))
            self._socket.recv_into(self._buffer)
            self._check()

    def _check(self) -> None:
        _, kind, *_ = NLMSGHDR.unpack_from(self._buffer)
        if kind == ERROR:
            (number,) = struct.unpack_from("=i", self._buffer, 16)
            if number:
                raise OSError(-number, f"netlink error {-number}")


def _route(kind: int, flags: int, sequence: int, prefix: str, gateway: str) -> bytes:
    address, _, length = prefix.partition("/")
    return ROUTE.pack(
        ROUTE.size, kind, flags, sequence, 0,
        socket.AF_INET, int(length), 0, 0, MAIN_TABLE, BOOT if kind == NEWROUTE else 0, 0, UNICAST, 0,
        8, RTA_DST, socket.inet_aton(address), 8, RTA_GATEWAY, socket.inet_aton(gateway),
    )  # fmt: skip
