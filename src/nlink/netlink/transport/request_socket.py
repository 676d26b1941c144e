"""The socket for requests: many in flight at once, each answered by port and sequence number."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final

from ...errors import Truncated
from ..socket import NetlinkSocket
from .exchange import InFlight, deliver, deliver_truncated
from .failures import closed, late, of_socket
from .worker import Worker, kernel_is_held

LAST_SEQUENCE: Final = 0xFFFF_FFFF
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
        # To the thread one by one: were it to go ahead of who takes the answers, the receive queue would overrun.
        self._place = asyncio.Semaphore(1)
        # Replies to an earlier owner of our port may still be under way in the kernel, so do not begin where it did.
        self._sequence = int.from_bytes(os.urandom(4))

    def next_sequence(self, count: int = 1) -> int:
        """The first of so many consecutive numbers, none of them 0 (notifications have that) nor in flight."""
        while True:
            first = self._sequence + 1
            if first + count - 1 > LAST_SEQUENCE:
                first = 1
            self._sequence = first + count - 1
            if not self._in_flight or self._in_flight.keys().isdisjoint(range(first, first + count)):
                return first

    def begin(self, entry: InFlight, data: bytes) -> None:
        """Send, and take what has come: the kernel answers inside send, but for very few protocols.

        If the entry is not finished then, ``finish`` must be awaited.

        Args:
            entry: takes the answers.
            data: the messages.
        """
        if self._closed:
            raise closed()
        in_flight = self._in_flight
        if entry.count == 1:
            in_flight[entry.first] = entry
        else:
            self._remember(entry)
        try:
            self.socket.send(data)
            while not entry.finished and self._receive():
                pass
        except OSError as error:
            entry.fail(of_socket(error))
        if entry.finished:
            if entry.count == 1:
                del in_flight[entry.first]
            else:
                self._forget(entry)

    async def finish(self, entry: InFlight, timeout: float | None) -> None:
        """Wait for the answer that was not there at once, for so many seconds."""
        try:
            await self._answer(entry, timeout)
        finally:
            self._forget(entry)

    async def exchange_by_worker(self, entry: InFlight, data: bytes, waits: bool, timeout: float | None) -> None:
        """Send from a thread, or here if the kernel is free again by the time that it is our turn.

        Args:
            entry: takes the answers, and is finished at the end.
            data: the messages.
            waits: whether the kernel's handler may wait; else it is only that the kernel is held.
            timeout: seconds for all of it.
        """
        if self._closed:
            raise closed()
        self._remember(entry)
        try:
            async with _limit(timeout):
                await self._place.acquire()
                if self._closed:
                    self._place.release()
                    raise closed()
                if entry.finished:  # failed while it waited: answers to all were lost
                    self._place.release()
                    return
                if waits or kernel_is_held():
                    job = self._send_by_worker(entry, data, waits)
                    try:
                        await self._answer(entry, None)
                    finally:
                        job.cancel()
                    return
                self._place.release()
                self.begin(entry, data)
                if not entry.finished:
                    await self._answer(entry, None)
        finally:
            self._forget(entry)

    def _remember(self, entry: InFlight) -> None:
        self._in_flight.update(dict.fromkeys(range(entry.first, entry.first + entry.count), entry))

    def _forget(self, entry: InFlight) -> None:
        for sequence in range(entry.first, entry.first + entry.count):
            self._in_flight.pop(sequence, None)

    def close(self) -> None:
        """Close the socket, and fail what is in flight with ``ConnectionClosed``."""
        self._closed = True
        for entry in self._in_flight.values():
            entry.fail(closed())
        self._place.release()  # each who waited for it gives it to the next
        if self._waiting:
            self._loop.remove_reader(self.socket.fileno())
        self._worker.close_socket(self.socket)

    def _send_by_worker(self, entry: InFlight, data: bytes, waits: bool) -> Future[int]:
        try:
            job = self._worker.submit(self.socket, lambda socket: socket.send(data), holds=waits)
        except BaseException:  # no thread can be started
            self._place.release()
            raise
        job.add_done_callback(partial(self._sent_soon, entry))
        return job

    def _sent_soon(self, entry: InFlight, job: Future[int]) -> None:
        with suppress(RuntimeError):  # the loop is closed, and nobody waits on it any more
            self._loop.call_soon_threadsafe(self._sent, entry, job)

    def _sent(self, entry: InFlight, job: Future[int]) -> None:
        self._place.release()
        error = None if job.cancelled() else job.exception()
        if isinstance(error, OSError):
            entry.fail(of_socket(error))
        while not self._closed and self._receive():
            pass

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
            deliver_truncated(error, socket, self._in_flight)
        except OSError as error:
            self._lose_all(error)
            return False
        else:
            deliver(socket.buffer, end, socket, self._in_flight)
        return True

    def _lose_all(self, error: OSError) -> None:
        """The socket is in error. After an overrun the kernel does not tell whose replies it dropped."""
        for entry in set(self._in_flight.values()):
            entry.fail(of_socket(error))
        # Until the queue is empty the kernel drops all that is new, without an error of its own.
        while error.errno == errno.ENOBUFS and self._receive():
            pass


@asynccontextmanager
async def _limit(timeout: float | None) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(timeout):
            yield
    except TimeoutError:
        raise late(timeout) from None


def _expire(entry: InFlight, timeout: float) -> None:
    entry.fail(late(timeout))
