"""Multicast as it comes, for protocols and groups that nlink does not wrap."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from typing import NamedTuple, Self

from ...errors import NetlinkError, Truncated
from ..socket import NetlinkSocket
from .failures import closed, not_open, of_socket, wrong_loop
from .turns import turns_of
from .waking import wake


class Datagram(NamedTuple):
    """What one notification brought."""

    data: bytes
    """Whole messages, each with its nlmsghdr."""
    group: int
    """The multicast group that it was sent to, by number."""
    namespace: int | None
    """With ``all_namespaces``, the id that its namespace has in this one; None for this one itself."""


class Multicast:
    """A socket that hears multicast groups: an async context manager, and an async iterator of datagrams.

    It comes from ``Transport.multicast()``. What is not asked for stays in the kernel until the receive buffer is full;
    then the kernel drops what is new, and when all that it had is taken, ``MessagesLost`` is raised once. Iterating may
    go on after that.
    """

    def __init__(self, open_socket: Callable[[], Awaitable[NetlinkSocket]]) -> None:
        self._open_socket = open_socket
        self._opened: NetlinkSocket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._closed = False
        self._lost: NetlinkError | None = None

    async def __aenter__(self) -> Self:
        """Join the groups: from now on nothing is missed.

        Raises:
            NetlinkError: there is no such group, or it is not for everybody.
        """
        if self._closed or self._loop is not None:
            raise closed()
        self._loop = asyncio.get_running_loop()
        try:
            self._opened = await self._open_socket()
        except BaseException:
            self._loop = None
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the socket; who waits gets ``ConnectionClosed``. Again does nothing."""
        self._closed = True
        if self._waiter is not None:
            # Also when it is woken already: a reader left behind would be taken for the next socket's with that number.
            self._waiter.get_loop().remove_reader(self.socket.fileno())
            if not self._waiter.done():
                self._waiter.set_exception(closed())
        if self._opened is not None:
            self._opened.close()

    @property
    def socket(self) -> NetlinkSocket:
        """The socket: its groups can be changed, its options and buffer looked at."""
        if self._opened is None:
            raise not_open()
        return self._opened

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Datagram:
        """The next datagram.

        Raises:
            MessagesLost: the kernel dropped some.
            Truncated: this one did not fit into the buffer, which has grown.
            ConnectionClosed: it is closed, or was closed meanwhile.
        """
        socket = self.socket
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            raise wrong_loop()
        turns = turns_of(loop)
        if turns.over():
            await turns.next()
        while True:
            if self._closed:
                raise closed()
            try:
                length, group, namespace = socket.receive_multicast()
            except BlockingIOError:
                if self._lost is not None:
                    lost, self._lost = self._lost, None
                    raise lost from None
                await self._readable(loop, socket.fileno())
            except Truncated:
                socket.enlarge_buffer(socket.longest)
                raise
            except OSError as error:
                if error.errno != errno.ENOBUFS:
                    raise of_socket(error) from None
                # The kernel says so once, and drops all that is new until its queue is empty, so it is told there.
                self._lost = of_socket(error)
            else:
                return Datagram(bytes(memoryview(socket.buffer)[:length]), group or 0, namespace)

    async def _readable(self, loop: asyncio.AbstractEventLoop, descriptor: int) -> None:
        if self._waiter is not None:
            raise RuntimeError("another task is waiting for the next datagram")
        waiter = self._waiter = loop.create_future()
        loop.add_reader(descriptor, wake, waiter)
        try:
            await waiter
        finally:
            self._waiter = None
            if not self._closed:
                loop.remove_reader(descriptor)
