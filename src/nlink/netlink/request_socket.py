"""The socket for requests: many in flight at once, each answered by port and sequence number."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
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
        self._one_by_one = asyncio.Lock()
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

    async def exchange(
        self, entry: InFlight, first: int, count: int, data: bytes, waits: bool, timeout: float | None
    ) -> None:
        """Send, and return when it is answered.

        Args:
            entry: takes the answers.
            first: the first sequence number.
            count: how many messages, numbered from there on.
            data: the messages.
            waits: whether the kernel's handler may wait, so that a thread must send.
            timeout: seconds.

        Raises:
            Exception: the entry's error, or what the socket says.
        """
        if self._closed:
            raise closed()
        in_flight = self._in_flight
        if count == 1:
            in_flight[first] = entry
        else:
            in_flight.update(dict.fromkeys(range(first, first + count), entry))
        try:
            if waits or kernel_is_held():
                await self._send_by_worker(entry, data, waits, timeout)
            else:
                self._send(data)
                # The kernel answers inside send, so the answer is there already but for very few protocols.
                while not entry.finished and self._receive():
                    pass
                if not entry.finished:
                    await self._answer(entry, timeout)
        finally:
            if count == 1:
                del in_flight[first]
            else:
                for sequence in range(first, first + count):
                    del in_flight[sequence]
        if entry.error is not None:
            raise entry.error

    def close(self) -> None:
        """Close the socket, and fail what is in flight with ``ConnectionClosed``."""
        self._closed = True
        for entry in self._in_flight.values():
            entry.fail(closed())
        if self._waiting:
            self._loop.remove_reader(self.socket.fileno())
        self._worker.close_socket(self.socket)

    def _send(self, data: bytes) -> None:
        try:
            self.socket.send(data)
        except OSError as error:
            raise refused_by_socket(error) from None

    async def _send_by_worker(self, entry: InFlight, data: bytes, waits: bool, timeout: float | None) -> None:
        """Send from the worker's thread, or here, if the kernel is free again when it is our turn."""
        try:
            async with asyncio.timeout(timeout):
                # One by one: a thread that went ahead of who takes the answers would overrun the receive queue.
                async with self._one_by_one:
                    if self._closed:
                        raise closed()
                    if waits or kernel_is_held():
                        await self._sent(entry, data, waits)
                    else:
                        self._send(data)
                        while not entry.finished and self._receive():
                            pass
                if not entry.finished:
                    await self._answer(entry, None)
        except TimeoutError:
            raise late(timeout) from None

    async def _sent(self, entry: InFlight, data: bytes, waits: bool) -> None:
        """Have the worker send, and take what has come when that is done."""
        sent = entry.waiter = self._loop.create_future()

        def done(error: OSError | None) -> None:
            if error is not None:
                entry.fail(refused_by_socket(error))
            elif not sent.done() and not self._closed:
                while self._receive():
                    pass
                if not sent.done():
                    sent.set_result(None)

        job = self._worker.send(self.socket, data, waits=waits, done=done)
        try:
            await sent
        finally:
            job.cancel()

    async def _answer(self, entry: InFlight, timeout: float | None) -> None:
        """Wait for an answer that was not there at once."""
        loop = self._loop
        waiter = entry.waiter = loop.create_future()
        alarm = None if timeout is None else loop.call_later(timeout, _expire, entry, timeout)
        if self._waiting == 0:
            loop.add_reader(self.socket.fileno(), self._readable)
        self._waiting += 1
        try:
            await waiter
        finally:
            if alarm is not None:
                alarm.cancel()
            self._waiting -= 1
            if self._waiting == 0 and not self._closed:
                loop.remove_reader(self.socket.fileno())

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


def _expire(entry: InFlight, limit: float) -> None:
    entry.fail(late(limit))


def late(limit: float | None) -> Timeout:
    """The error of an answer that did not come in time."""
    return Timeout(errno.ETIMEDOUT, f"the kernel did not answer within {limit or 0:g} seconds")
