"""The sockets for dumps: a dump has one of its own, since the kernel does one at a time per socket (else EBUSY)."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable
from typing import Final

from ..errors import ConnectionClosed
from .socket import BUFFER_SIZE, NetlinkSocket
from .turns import Turns
from .worker import Worker

IDLE_KEPT: Final = 2
"""Sockets that are kept for the next dump; opening one takes some 30 us, in another namespace more than 100."""


def closed() -> ConnectionClosed:
    """The error of who used, or waited for, what is closed."""
    return ConnectionClosed(errno.EBADF, "closed")


class DumpSocket:
    """A socket on which one dump runs, or none."""

    __slots__ = ("_sequence", "socket", "used_by_worker", "waiter")

    def __init__(self, socket: NetlinkSocket) -> None:
        self.socket = socket
        self.waiter: asyncio.Future[None] | None = None
        """Who waits for the next datagram."""
        self.used_by_worker = False
        """It was sent or received on from the worker's thread, which must be through with it before it is closed."""
        self._sequence = int.from_bytes(os.urandom(4))

    def next_sequence(self) -> int:
        """The number of the next dump on this socket, never 0."""
        self._sequence = self._sequence % 0xFFFF_FFFF + 1
        return self._sequence


class DumpSockets:
    """The dump sockets of one transport: opened on demand, a few kept when idle."""

    def __init__(self, open_socket: Callable[[], Awaitable[NetlinkSocket]], worker: Worker, turns: Turns) -> None:
        self.worker = worker
        self.turns = turns
        self.closed = False
        self._open_socket = open_socket
        self._opening = asyncio.Lock()
        self._idle: list[DumpSocket] = []
        self._busy: set[DumpSocket] = set()
        self._buffer_size = BUFFER_SIZE

    async def acquire(self) -> DumpSocket:
        """A socket without a dump, to be given back by ``release`` or ``discard``."""
        if not self._idle:
            # One by one: of a thousand short dumps that begin together, most end before the next needs a socket.
            async with self._opening:
                if not self._idle and not self.closed:
                    opened = await self._open_socket()
                    opened.enlarge_buffer(self._buffer_size)
                    return self._hand_out(DumpSocket(opened))
        if self.closed:
            raise closed()
        return self._hand_out(self._idle.pop())

    def _hand_out(self, acquired: DumpSocket) -> DumpSocket:
        if self.closed:
            acquired.socket.close()
            raise closed()
        self._busy.add(acquired)
        return acquired

    def release(self, used: DumpSocket) -> None:
        """Give back a socket whose dump is at its end."""
        self._busy.discard(used)
        if len(self._idle) < IDLE_KEPT and not self.closed:
            self._idle.append(used)
        else:
            self._close(used)

    def discard(self, used: DumpSocket) -> None:
        """Close a socket whose dump goes on, which ends it in the kernel too."""
        self._busy.discard(used)
        self._close(used)

    def enlarge_buffers(self, size: int) -> None:
        """Make the buffers of the sockets that are used from now on at least so large."""
        self._buffer_size = max(self._buffer_size, size)
        self._close_idle()

    def close(self) -> None:
        """Close all sockets, and wake who waits on one with ``ConnectionClosed``."""
        self.closed = True
        self._close_idle()
        for used in self._busy:
            if used.waiter is not None and not used.waiter.done():
                used.waiter.get_loop().remove_reader(used.socket.fileno())
                used.waiter.set_exception(closed())
            self._close(used)
        self._busy.clear()

    def _close_idle(self) -> None:
        while self._idle:
            self._close(self._idle.pop())

    def _close(self, used: DumpSocket) -> None:
        if used.used_by_worker:
            self.worker.close_socket(used.socket)
        else:
            used.socket.close()
