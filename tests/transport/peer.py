"""A socket of the test's own that plays the kernel's part, for what the kernel does not do on demand."""

from __future__ import annotations

import asyncio
import socket

from nlink.netlink.transport import Transport
from nlink.netlink.uapi.netlink import NETLINK
from tests.transport.messages import NLMSGHDR, message


class Peer:
    """The other side of a transport over NETLINK_USERSOCK, the protocol between programs."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, NETLINK.USERSOCK)
        self.socket.bind((0, 0))
        self.port: int = self.socket.getsockname()[0]

    def transport(self, *, timeout: float | None = 5.0) -> Transport:
        """A transport that takes this for the kernel."""
        return Transport(NETLINK.USERSOCK, timeout=timeout, peer=self.port)

    async def request(self) -> tuple[int, int]:
        """The sequence number of the next request, and the port it came from."""
        _, _, _, sequence, port = NLMSGHDR.unpack_from(await self.hear())
        return sequence, port

    async def hear(self) -> bytes:
        """The next datagram, when it comes."""
        while True:
            try:
                return self.socket.recv(65536)
            except BlockingIOError:
                await asyncio.sleep(0.001)

    def say(self, to: int, *messages: bytes) -> None:
        """Send one datagram."""
        self.socket.sendto(b"".join(messages), (to, 0))

    async def reply(self, kind: int, flags: int = 0, payload: bytes = b"") -> None:
        """Answer the next request with one message."""
        sequence, port = await self.request()
        self.say(port, message(kind, flags, sequence, port, payload))

    def close(self) -> None:
        self.socket.close()
