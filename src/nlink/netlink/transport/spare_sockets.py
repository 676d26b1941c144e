"""Sockets beside the one for requests, for work that needs one to itself: a dump, or a long batch."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from ..socket import BUFFER_SIZE, NetlinkSocket
from .failures import closed, late
from .turns import Turns
from .waking import wake
from .worker import Worker

R = TypeVar("R")

IDLE_KEPT: Final = 2
"""Sockets that are kept for the next use; opening one takes some 30 us, in another namespace more than 100."""
LAST_SEQUENCE: Final = 0xFFFF_FFFF


class SpareSocket:
    """A socket that serves one thing at a time."""

    __slots__ = ("_sequence", "pool", "socket", "waiter")

    def __init__(self, socket: NetlinkSocket, pool: SpareSockets) -> None:
        self.socket = socket
        self.pool = pool
        self.waiter: asyncio.Future[None] | None = None
        """Who waits for the next datagram."""
        self._sequence = int.from_bytes(os.urandom(4))

    def next_sequence(self, count: int = 1) -> int:
        """The first of so many consecutive numbers, none of them 0."""
        first = self._sequence + 1
        if first + count - 1 > LAST_SEQUENCE:
            first = 1
        self._sequence = first + count - 1
        return first

    def submit(self, function: Callable[[NetlinkSocket], R], *, holds: bool = False) -> Future[R]:
        """Have a thread send or receive. The arguments are those of ``Worker.submit``."""
        return self.pool.worker.submit(self.socket, function, holds=holds)

    async def result(self, job: Future[R], timeout: float | None) -> R:
        """Wait for what was given to ``submit``. When the wait ends early, it is done all the same.

        Raises:
            Timeout: it takes more than so many seconds.
            ConnectionClosed: all was closed meanwhile.
        """
        try:
            async with asyncio.timeout(timeout):
                result = await asyncio.wrap_future(job)
        except TimeoutError:
            raise late(timeout) from None
        if self.pool.closed:
            raise closed()
        return result

    async def readable(self, timeout: float | None) -> None:
        """Wait for the next datagram.

        Raises:
            Timeout: it did not come within so many seconds.
            ConnectionClosed: all was closed meanwhile.
        """
        loop = asyncio.get_running_loop()
        waiter = self.waiter = loop.create_future()
        descriptor = self.socket.fileno()
        loop.add_reader(descriptor, wake, waiter)
        alarm = None if timeout is None else loop.call_later(timeout, _expire, waiter, timeout)
        try:
            await waiter
        finally:
            self.waiter = None
            if alarm is not None:
                alarm.cancel()
            # Whoever closed it took it out of the loop before; the number may be another descriptor's by now.
            if self.socket.fileno() == descriptor:
                loop.remove_reader(descriptor)


class SpareSockets:
    """The spare sockets of one transport: opened on demand, a few kept when idle."""

    def __init__(self, open_socket: Callable[[], Awaitable[NetlinkSocket]], worker: Worker, turns: Turns) -> None:
        self.worker = worker
        self.turns = turns
        self.closed = False
        self._open_socket = open_socket
        self._opening = asyncio.Lock()
        self._idle: list[SpareSocket] = []
        self._busy: set[SpareSocket] = set()
        self._buffer_size = BUFFER_SIZE

    async def acquire(self) -> SpareSocket:
        """A socket to oneself, to be given back by ``release`` or ``discard``."""
        if not self._idle:
            # One by one: of a thousand short dumps that begin together, most end before the next needs a socket.
            async with self._opening:
                if not self._idle and not self.closed:
                    opened = await self._open_socket()
                    opened.enlarge_buffer(self._buffer_size)
                    if self.closed:
                        opened.close()
                        raise closed()
                    self._idle.append(SpareSocket(opened, self))
        if self.closed:
            raise closed()
        acquired = self._idle.pop()
        self._busy.add(acquired)
        return acquired

    def release(self, used: SpareSocket) -> None:
        """Give back a socket on which nothing more will come."""
        self._busy.discard(used)
        if len(self._idle) < IDLE_KEPT and not self.closed:
            self._idle.append(used)
        else:
            self.worker.close_socket(used.socket)

    def discard(self, used: SpareSocket) -> None:
        """Close a socket on which more may come, which ends a dump in the kernel too."""
        self._busy.discard(used)
        self.worker.close_socket(used.socket)
        if used.socket.longest > self._buffer_size:
            # What did not fit into its buffer will fit when it is asked for again.
            self._buffer_size = used.socket.longest
            self._close_idle()

    def close(self) -> None:
        """Close all sockets, and wake who waits on one with ``ConnectionClosed``."""
        self.closed = True
        self._close_idle()
        for used in self._busy:
            if used.waiter is not None:
                # Also when it is woken already: a reader left behind would be taken for that of the next socket's.
                used.waiter.get_loop().remove_reader(used.socket.fileno())
                if not used.waiter.done():
                    used.waiter.set_exception(closed())
            self.worker.close_socket(used.socket)
        self._busy.clear()

    def _close_idle(self) -> None:
        while self._idle:
            self.worker.close_socket(self._idle.pop().socket)


def _expire(waiter: asyncio.Future[None], timeout: float) -> None:
    if not waiter.done():
        waiter.set_exception(late(timeout))
