"""The socket for requests: many in flight at once, each answered by port and sequence number."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections import deque
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Final

from ..errors import DecodeError, Timeout, Truncated
from .dump_sockets import closed
from .exchange import InFlight, messages_lost, refused_by_socket
from .header import HEADER, HEADER_LENGTH, align
from .socket import NetlinkSocket
from .uapi.netlink import NETLINK
from .worker import Worker, kernel_is_held

log: Final = logging.getLogger("nlink")

LAST_SEQUENCE: Final = 0xFFFF_FFFF
AHEAD: Final = 2
"""Sends that the worker's thread may have before it: were there more, whoever takes the answers could fall behind until
the receive queue overruns."""
READ_AT_ONCE: Final = 64
"""Datagrams taken in one go when the loop says that there are some; if there are more, it says so again."""


class RequestSocket:
    """A socket and what is in flight on it."""

    def __init__(self, socket: NetlinkSocket, worker: Worker, loop: asyncio.AbstractEventLoop) -> None:
        self.socket = socket
        self._worker = worker
        self._loop = loop
        self._closed = False
        self._in_flight: dict[int, InFlight] = {}
        self._waiting = 0
        self._places = asyncio.Semaphore(AHEAD)
        # Replies to an earlier owner of our port may still be under way in the kernel, so do not begin where it did.
        self._sequence = int.from_bytes(os.urandom(4))

    def next_sequence(self, count: int = 1) -> int:
        """The first of so many consecutive numbers, none of them 0 (which the kernel's own messages have) nor in flight."""
        while True:
            first = self._sequence + 1
            if first + count - 1 > LAST_SEQUENCE:
                first = 1
            self._sequence = first + count - 1
            if not self._in_flight or self._in_flight.keys().isdisjoint(range(first, first + count)):
                return first

    async def exchange(self, entry: InFlight, data: bytes, waits: bool, timeout: float | None) -> None:
        """Send, and return when it is answered.

        Args:
            entry: takes the answers.
            data: the messages.
            waits: whether the kernel's handler may wait, so that a thread must send.
            timeout: seconds.

        Raises:
            Exception: the entry's error, or what the socket says.
        """
        if self._closed:
            raise closed()
        if entry.count == 1:
            self._in_flight[entry.first] = entry
        else:
            self._remember(entry)
        try:
            if waits or kernel_is_held():
                await self._exchange_by_worker(entry, data, waits, timeout)
            else:
                self._exchange_here(entry, data)
                if not entry.finished:
                    await self._answer(entry, timeout)
        finally:
            if entry.count == 1:
                del self._in_flight[entry.first]
            else:
                self._forget(entry)
        if entry.error is not None:
            raise entry.error

    async def exchange_many(self, sends: Iterable[tuple[InFlight, bytes]], timeout: float | None) -> None:
        """Send one after the other from the worker's thread, and return when all are answered.

        The thread has the next one to send before it is through with one. ``sends`` is asked for each when it is due.
        """
        outstanding: deque[tuple[InFlight, Future[int]]] = deque()
        self._listen()
        try:
            for entry, data in sends:
                self._remember(entry)
                entry.waiter = self._loop.create_future()
                async with _limit(timeout):
                    try:
                        await self._place()
                    except BaseException:
                        self._forget(entry)
                        raise
                    outstanding.append((entry, self._send_by_worker(entry, data, waits=True)))
                    if len(outstanding) == AHEAD:
                        await self._settle(outstanding)
            while outstanding:
                async with _limit(timeout):
                    await self._settle(outstanding)
        finally:
            for entry, job in outstanding:
                job.cancel()
                self._forget(entry)
            if not self._closed:
                self._unlisten()

    async def _settle(self, outstanding: deque[tuple[InFlight, Future[int]]]) -> None:
        entry = outstanding[0][0]
        if not entry.finished and entry.waiter is not None:
            await entry.waiter
        outstanding.popleft()
        self._forget(entry)
        if entry.error is not None:
            raise entry.error

    def _remember(self, entry: InFlight) -> None:
        self._in_flight.update(dict.fromkeys(range(entry.first, entry.first + entry.count), entry))

    def _forget(self, entry: InFlight) -> None:
        for sequence in range(entry.first, entry.first + entry.count):
            del self._in_flight[sequence]

    def close(self) -> None:
        """Close the socket, and fail what is in flight with ``ConnectionClosed``."""
        self._closed = True
        for entry in self._in_flight.values():
            entry.fail(closed())
            self._places.release()
        if self._waiting:
            self._loop.remove_reader(self.socket.fileno())
        self._worker.close_socket(self.socket)

    def _exchange_here(self, entry: InFlight, data: bytes) -> None:
        """Send, and take what has come: the kernel answers inside send, but for very few protocols."""
        try:
            self.socket.send(data)
        except OSError as error:
            raise refused_by_socket(error) from None
        while not entry.finished and self._receive():
            pass

    async def _exchange_by_worker(self, entry: InFlight, data: bytes, waits: bool, timeout: float | None) -> None:
        """Send from the worker's thread, or here if the kernel is free again by the time that it is our turn."""
        async with _limit(timeout):
            await self._place()
            if waits or kernel_is_held():
                job = self._send_by_worker(entry, data, waits)
                try:
                    await self._answer(entry, None)
                finally:
                    job.cancel()
            else:
                self._places.release()
                self._exchange_here(entry, data)
                if not entry.finished:
                    await self._answer(entry, None)

    async def _place(self) -> None:
        await self._places.acquire()
        if self._closed:
            raise closed()

    def _send_by_worker(self, entry: InFlight, data: bytes, waits: bool) -> Future[int]:
        def done(error: OSError | None) -> None:
            self._places.release()
            if error is not None:
                entry.fail(refused_by_socket(error))
            elif not self._closed:
                while self._receive():
                    pass

        return self._worker.send(self.socket, data, waits=waits, done=done)

    async def _answer(self, entry: InFlight, timeout: float | None) -> None:
        """Wait for an answer that was not there at once."""
        waiter = entry.waiter = self._loop.create_future()
        alarm = None if timeout is None else self._loop.call_later(timeout, _expire, entry, timeout)
        self._listen()
        try:
            await waiter
        finally:
            if alarm is not None:
                alarm.cancel()
            if not self._closed:
                self._unlisten()

    def _listen(self) -> None:
        if self._waiting == 0:
            self._loop.add_reader(self.socket.fileno(), self._readable)
        self._waiting += 1

    def _unlisten(self) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self._loop.remove_reader(self.socket.fileno())

    def _readable(self) -> None:
        """Take what has come, for those who wait."""
        for _ in range(READ_AT_ONCE):
            if not self._receive():
                return

    def _receive(self) -> bool:
        """Take one datagram, and hand its messages to those whom they answer. False when there is none."""
        socket = self.socket
        try:
            end = socket.receive()
        except BlockingIOError:
            return False
        except Truncated as error:
            self._lose_one(error)
            return True
        except OSError as error:
            return self._lose_all(error)
        data = socket.buffer
        offset = 0
        while end - offset >= HEADER_LENGTH:
            length, kind, flags, sequence, port = HEADER.unpack_from(data, offset)
            entry = self._in_flight.get(sequence)
            if entry is None or (port != socket.port and not self._answers_us(port)):
                # The rest of what somebody no longer waits for, or the answer to somebody else.
                log.debug("netlink: dropped a message to port %d, sequence number %d", port, sequence)
            elif length < HEADER_LENGTH or length > end - offset:
                entry.fail(DecodeError(f"a message of {length} bytes where {end - offset} are left", offset=0))
            elif not entry.finished:
                try:
                    entry.take(sequence, kind, flags, data, offset, offset + length)
                except DecodeError as error:
                    entry.fail(error)
            offset += align(max(length, HEADER_LENGTH))
        return True

    def _answers_us(self, port: int) -> bool:
        """Whether a message of another port is an answer to us: audit leaves the port out of its replies (in 6.18)."""
        return port == 0 and self.socket.protocol == NETLINK.AUDIT

    def _lose_one(self, error: Truncated) -> None:
        """A reply did not fit: its request fails; when it is made again the buffer will do."""
        _, _, _, sequence, port = HEADER.unpack_from(self.socket.buffer)
        entry = self._in_flight.get(sequence)
        if entry is not None and (port == self.socket.port or self._answers_us(port)):
            entry.fail(error)
        self.socket.enlarge_buffer(self.socket.longest)

    def _lose_all(self, error: OSError) -> bool:
        """The socket is in error. After an overrun the kernel does not tell whose replies it dropped."""
        overrun = error.errno == errno.ENOBUFS
        for entry in set(self._in_flight.values()):
            entry.fail(messages_lost() if overrun else refused_by_socket(error))
        # Until the queue is empty the kernel drops all that is new, without an error of its own.
        while overrun and self._receive():
            pass
        return False


@asynccontextmanager
async def _limit(timeout: float | None) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(timeout):
            yield
    except TimeoutError:
        raise _late(timeout) from None


def _expire(entry: InFlight, timeout: float) -> None:
    entry.fail(_late(timeout))


def _late(timeout: float | None) -> Timeout:
    return Timeout(errno.ETIMEDOUT, f"the kernel did not answer within {timeout or 0:g} seconds")
