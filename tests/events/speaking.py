"""A stream that hears the test instead of the kernel, for what the kernel does not say on demand."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nlink import EventStream
from nlink.netlink.events.intake import Intake
from nlink.netlink.route.events import EVENTS
from nlink.netlink.socket import NetlinkSocket
from nlink.netlink.uapi.netlink import NETLINK
from nlink.netlink.uapi.rtnetlink import RTNLGRP

NLMSGHDR = struct.Struct("=IHHII")


class Speaker:
    """The other end: what it says is as if the kernel said it."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, NETLINK.USERSOCK)
        self.socket.bind((0, 0))
        self.port: int = self.socket.getsockname()[0]
        self.to = 0

    def say(self, *messages: bytes) -> None:
        """Send one datagram."""
        self.socket.sendto(b"".join(messages), (self.to, 0))


@asynccontextmanager
async def hearing(*, queue: int = 100) -> AsyncIterator[tuple[EventStream, Speaker]]:
    """An entered stream whose socket is connected with a speaker (NETLINK_USERSOCK, the protocol between programs)."""
    speaker = Speaker()
    with speaker.socket:
        async with EventStream(EVENTS, [RTNLGRP.LINK]) as stream:
            assert stream._intake is not None
            stream._intake.close()
            heard = NetlinkSocket.open(NETLINK.USERSOCK, peer=speaker.port)
            stream._intake = Intake(heard, asyncio.get_running_loop(), queue)
            speaker.to = heard.port
            yield stream, speaker


def message(kind: int, payload: bytes = b"", *, flags: int = 0, length: int | None = None) -> bytes:
    """A message with its nlmsghdr, which may say another length than it has."""
    return NLMSGHDR.pack(16 + len(payload) if length is None else length, kind, flags, 0, 0) + payload


def link(name: bytes, *, attribute: bytes = b"") -> bytes:
    """RTM_NEWLINK of a device."""
    ifname = name + b"\0"
    attributes = struct.pack("=HH", 4 + len(ifname), 3) + ifname + bytes(-len(ifname) % 4)
    return message(16, struct.pack("=BxHiII", 0, 1, 7, 0, 0) + attributes + attribute)
