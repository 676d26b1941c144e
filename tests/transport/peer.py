"""A socket of the test's own that plays the kernel's part, for what the kernel does not do on demand."""

from __future__ import annotations

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

    def request(self) -> tuple[int, int]:
        """The sequence number of the next request, and the port it came from."""
        data, (port, _) = self.socket.recvfrom(65536)
        return NLMSGHDR.unpack_from(data)[3], port

    def say(self, to: int, *messages: bytes) -> None:
        """Send one datagram."""
        self.socket.sendto(b"".join(messages), (to, 0))

    def reply(self, kind: int, flags: int = 0, payload: bytes = b"") -> None:
        """Answer the next request with one message."""
        sequence, port = self.request()
        self.say(port, message(kind, flags, sequence, port, payload))

    def close(self) -> None:
        self.socket.close()
