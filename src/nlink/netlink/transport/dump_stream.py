"""A running dump, as a stream of the kernel's datagrams."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from ...errors import DecodeError, DumpInterrupted, NetlinkError
from ..extack import parse_done
from ..header import DUMP_INTR, HEADER, HEADER_LENGTH, align, pack_header
from ..socket import NetlinkSocket
from ..uapi.netlink import NLM_F
from .dump_reader import Reader
from .exchange import DONE, ERROR, OVERRUN, REQUEST, note_warning, refusal_of
from .failures import messages_lost, of_socket
from .spare_sockets import SpareSocket, SpareSockets
from .worker import kernel_is_held

log: Final = logging.getLogger("nlink")

T = TypeVar("T")

DUMP: Final = int(NLM_F.DUMP)


class DumpStream(Generic[T]):
    """A running dump: an async iterator of one list of objects per datagram.

    The kernel does the next part of a dump when it is asked for, so a consumer that lags costs no memory. One that
    leaves early (``break``, cancellation, ``aclose()``) ends the dump: its socket is closed.
    """

    def __init__(
        self,
        sockets: Callable[[], SpareSockets],
        request: tuple[int, int, bytes],
        reader: Reader[T],
        timeout: float | None,
    ) -> None:
        self._sockets = sockets
        self._request = request
        self._sequence = 0
        self._reader = reader
        self._timeout = timeout
        self._used: SpareSocket | None = None
        self._running = False
        self._ended = False
        self._failure: Exception | None = None

    def __aiter__(self) -> DumpStream[T]:
        return self

    async def __anext__(self) -> list[T]:
        """The objects of the next datagram that has any.

        Raises:
            NetlinkError: the kernel refused the dump, or ended it with an error.
            DumpInterrupted: at the end, when what was listed changed meanwhile: some of it may be missing or twice.
            MessagesLost: the receive queue overran.
            Timeout: no datagram came for as long as the timeout says.
        """
        self._refuse_two()
        rows: list[T] = []
        if not self._ended:
            self._running = True
            try:
                while not rows and await self._step(rows):
                    pass
            except OSError as error:
                self._leave()
                raise of_socket(error) from None
            except BaseException:
                self._leave()
                raise
            finally:
                self._running = False
        if rows:
            return rows
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Leave the dump; again does nothing."""
        self._refuse_two()
        self._leave()

    def __del__(self) -> None:
        self._leave()

    def _refuse_two(self) -> None:
        if self._running:
            raise RuntimeError("another task is waiting for this dump's next datagram")

    def _leave(self) -> None:
        self._ended = True
        if self._used is not None:
            self._used.pool.discard(self._used)
            self._used = None

    async def _step(self, rows: list[T]) -> bool:
        """Begin the dump if it has not begun, and take the next datagram. False when it was the last."""
        pool = self._sockets()
        if pool.turns.over():
            await pool.turns.next()
            pool = self._sockets()  # it may have been closed meanwhile
        if self._used is None:
            self._used = await pool.acquire()
            self._sequence = self._used.next_sequence()
            kind, flags, payload = self._request
            length = HEADER_LENGTH + len(payload)
            port = self._used.socket.port
            data = pack_header(length, kind, flags | REQUEST | DUMP, self._sequence, port) + payload
            # The kernel does the first part of the dump inside send, and each further one inside a receive.
            await self._call(self._used, lambda socket: socket.send(data))
        self._take(self._used, await self._receive(self._used), rows)
        return not self._ended

    async def _call(self, used: SpareSocket, function: Callable[[NetlinkSocket], int]) -> int:
        """Send or receive, here or, when the kernel is held, in a thread."""
        if kernel_is_held():
            return await used.result(used.submit(function), self._timeout)
        return function(used.socket)

    async def _receive(self, used: SpareSocket) -> int:
        while True:
            try:
                return await self._call(used, NetlinkSocket.receive)
            except BlockingIOError:
                await used.readable(self._timeout)

    def _take(self, used: SpareSocket, end: int, rows: list[T]) -> None:
        """Take one datagram apart."""
        data = used.socket.buffer
        if end < HEADER_LENGTH:
            raise DecodeError(f"a message header has 16 bytes, and {end} came", offset=0)
        _, _, _, sequence, port = HEADER.unpack_from(data)
        if sequence != self._sequence or port != used.socket.port:
            log.debug("netlink: a dump passed over messages to port %d, sequence number %d", port, sequence)
            return
        reader = self._reader
        offset = 0
        while offset < end and not self._ended:
            offset = reader.read(data, offset, end, rows.append)
            if 0 < end - offset < HEADER_LENGTH:
                raise DecodeError(f"a message header has 16 bytes, and {end - offset} are left", offset=0)
            if offset < end:
                length, kind, flags, _, _ = HEADER.unpack_from(data, offset)
                self._control(kind, flags, data, offset, min(offset + length, end))
                offset += align(max(length, HEADER_LENGTH))
        if self._ended:
            used.pool.release(used)
            self._used = None

    def _control(self, kind: int, flags: int, data: bytearray, offset: int, end: int) -> None:
        """Take a control message: the end of the dump, but for NOOP."""
        if kind in (DONE, ERROR):
            self._ended = True
            refusal = parse_done(data, offset, end) if kind == DONE else refusal_of(flags, data, offset, end)
            if flags & DUMP_INTR:
                self._reader.interrupted = True
            if refusal is not None and refusal.errno:
                self._failure = NetlinkError.from_refusal(refusal)
            elif self._reader.interrupted:
                self._failure = DumpInterrupted(errno.EINTR, "what was listed changed meanwhile")
            elif refusal is not None and kind == DONE:
                note_warning(refusal)
        elif kind == OVERRUN:
            raise messages_lost()
