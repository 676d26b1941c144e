"""EventStream: what the kernel tells without being asked, as an async iterator."""

from __future__ import annotations

import asyncio
import errno
import warnings
from collections import deque
from types import TracebackType
from typing import TYPE_CHECKING, Final

from typing_extensions import Self

from ..errors import ConnectionClosed, DecodeError, NetlinkError, Truncated, WrongLoop
from .header import HEADER, HEADER_LENGTH, align
from .route.events import GROUPS, MESSAGES, Event
from .schema.reader import outer_values, read_message
from .socket import NetlinkSocket
from .turns import turns_of
from .uapi.netlink import NETLINK

if TYPE_CHECKING:
    from ..namespace import NamespaceLike

RECEIVE_BUFFER: Final = 32 * 1024 * 1024
"""Bytes asked of the kernel: the default holds some 250 notifications, since each is charged about 800 bytes."""
QUEUE: Final = 65536
"""Datagrams kept here until the consumer takes them. When there are more, the kernel's buffer fills behind them."""
AT_ONCE: Final = 256
"""Datagrams taken in one turn of the loop."""


class Overrun(Event, frozen=True, gc=False):
    """The kernel had no room left and dropped events: what is known from earlier ones may be wrong now.

    It comes before the events that were already waiting when others were dropped.
    """


class Malformed(Event, frozen=True, gc=False):
    """A message that cannot be read, with the reason; the stream goes on with the next one."""

    data: bytes
    error: DecodeError | NetlinkError


class Unknown(Event, frozen=True, gc=False):
    """A message of a type that nlink does not know, as it came (with its nlmsghdr)."""

    type: int
    data: bytes


class EventStream:
    """Events of a network namespace, from ``EventStream.builder()``.

    An async context manager, and an async iterator while it is entered. It has a socket of its own, which is emptied at
    once into a queue, so that a slow consumer does not lose events; when even the kernel's buffer runs over, an
    ``Overrun`` tells. Only its user ends it.
    """

    def __init__(
        self,
        groups: tuple[int, ...],
        *,
        namespace: NamespaceLike | None = None,
        receive_buffer: int = RECEIVE_BUFFER,
        queue: int = QUEUE,
    ) -> None:
        self._groups, self._namespace = groups, namespace
        self._receive_buffer, self._limit = receive_buffer, queue
        self._socket: NetlinkSocket | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._datagrams: deque[bytes | Event] = deque()
        self._events: deque[Event] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._reading = self._closed = self._iterating = False

    @staticmethod
    def builder() -> EventStreamBuilder:
        """Choose what to hear: ``EventStream.builder().links().routes().namespace("blue").build()``."""
        return EventStreamBuilder()

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace that the events are of."""
        return self._opened().namespace_id

    @property
    def socket(self) -> NetlinkSocket:
        """The socket: its buffer, groups and options may be looked at."""
        return self._opened()

    async def __aenter__(self) -> Self:
        """Subscribe. From now on nothing is missed.

        Raises:
            NamespaceNotFound: there is no such namespace.
            PermissionDenied: another namespace needs CAP_SYS_ADMIN.
        """
        if self._closed or self._loop is not None:
            raise ConnectionClosed(errno.EBADF, "an EventStream is entered once; build another one")
        self._loop = asyncio.get_running_loop()
        if self._namespace is None:
            self._socket = self._open()
        else:
            from ..namespace import run_in

            self._socket = await run_in(self._namespace, self._open, discard=NetlinkSocket.close)
        self._outer = {
            message: outer_values(message, {"namespace": self._socket.namespace_id}) for message, _ in MESSAGES.values()
        }
        self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Unsubscribe; who waits for an event is told that there are no more. Again does nothing."""
        self._closed = True
        if self._socket is not None and self._loop is not None:
            self._pause()
            self._socket.close()
        self._wake()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        """The next event; StopAsyncIteration only after ``aclose()``.

        Raises:
            ConnectionClosed: the stream was not entered.
            RuntimeError: another task is waiting for the next event already.
        """
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            raise self._unusable()
        if self._iterating:
            raise RuntimeError("another task is iterating over this EventStream already")
        self._iterating = True
        try:
            turns = turns_of(loop)
            if turns.over():
                await turns.next()
            while not self._events:
                if self._closed:
                    raise StopAsyncIteration
                if self._datagrams:
                    self._decode(self._datagrams.popleft())
                    if not self._reading and len(self._datagrams) < self._limit // 2:
                        self._listen()
                    continue
                self._waiter = loop.create_future()
                try:
                    await self._waiter
                finally:
                    self._waiter = None
            return self._events.popleft()
        finally:
            self._iterating = False

    def _open(self) -> NetlinkSocket:
        try:
            return NetlinkSocket.open(NETLINK.ROUTE, groups=self._groups, receive_buffer=self._receive_buffer)
        except OSError as error:
            raise NetlinkError.from_errno(error.errno or 0) from error

    def _opened(self) -> NetlinkSocket:
        if self._socket is None:
            raise self._unusable()
        return self._socket

    def _unusable(self) -> NetlinkError:
        if self._loop is None:
            return ConnectionClosed(errno.EBADF, "an EventStream has to be entered first: async with stream")
        return WrongLoop(errno.EINVAL, "an EventStream belongs to the event loop that entered it")

    def _listen(self) -> None:
        assert self._loop is not None
        assert self._socket is not None
        self._reading = True
        self._loop.add_reader(self._socket.fileno(), self._readable)

    def _pause(self) -> None:
        if self._reading and self._loop is not None and self._socket is not None:
            self._reading = False
            self._loop.remove_reader(self._socket.fileno())

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _readable(self) -> None:
        """Copy out what has come; it is decoded when it is asked for, so that decoding never makes the socket overrun."""
        assert self._socket is not None
        for _ in range(AT_ONCE):
            if len(self._datagrams) >= self._limit:
                self._pause()
                break
            try:
                length = self._socket.receive()
            except BlockingIOError:
                break
            except Truncated as error:
                self._datagrams.append(Malformed(bytes(self._socket.buffer), error))
                self._socket.enlarge_buffer(self._socket.longest)
            except OSError as error:
                if error.errno != errno.ENOBUFS:
                    raise
                self._datagrams.append(Overrun())
            else:
                self._datagrams.append(bytes(memoryview(self._socket.buffer)[:length]))
        self._wake()

    def _decode(self, datagram: bytes | Event) -> None:
        """Make events of one datagram's messages."""
        if isinstance(datagram, Event):
            self._events.append(datagram)
            return
        offset, end = 0, len(datagram)
        while offset < end:
            length, kind, flags = HEADER.unpack_from(datagram, offset)[:3] if end - offset >= HEADER_LENGTH else (0, 0, 0)
            if not HEADER_LENGTH <= length <= end - offset:
                reason = f"a message of {length} bytes where {end - offset} are left"
                self._events.append(Malformed(datagram[offset:], DecodeError(reason, offset=offset, message_type=kind)))
                return
            known = MESSAGES.get(kind)
            if known is None:
                self._events.append(Unknown(kind, datagram[offset : offset + length]))
            else:
                message, event = known
                try:
                    decoded = read_message(message, datagram, offset, offset + length, self._outer[message])
                except DecodeError as error:
                    self._events.append(Malformed(datagram[offset : offset + length], error))
                else:
                    self._events.append(event(decoded, flags=flags))
            offset += align(length)

    def __del__(self) -> None:
        if self._socket is not None and not self._closed:
            self._closed = True
            warnings.warn(f"never closed: {self!r}", ResourceWarning, source=self, stacklevel=2)
            self._socket.close()


class EventStreamBuilder:
    """Chooses what an EventStream hears."""

    def __init__(self) -> None:
        self._chosen: dict[str, bool] = {}
        self._namespace: NamespaceLike | None = None

    def links(self, enabled: bool = True, /) -> Self:
        """Links, and what bridges tell of their ports."""
        return self._choose("links", enabled)

    def addresses(self, enabled: bool = True, /) -> Self:
        """Addresses of devices."""
        return self._choose("addresses", enabled)

    def routes(self, enabled: bool = True, /) -> Self:
        """Routes of IPv4, IPv6 and MPLS."""
        return self._choose("routes", enabled)

    def neighbors(self, enabled: bool = True, /) -> Self:
        """Neighbours, and bridges' forwarding entries."""
        return self._choose("neighbors", enabled)

    def rules(self, enabled: bool = True, /) -> Self:
        """Routing policy rules."""
        return self._choose("rules", enabled)

    def namespace(self, namespace: NamespaceLike) -> Self:
        """In another network namespace than the caller's."""
        self._namespace = namespace
        return self

    def build(self) -> EventStream:
        """The stream; ``async with`` subscribes.

        Raises:
            ValueError: nothing was chosen.
        """
        groups = tuple(group for name, enabled in self._chosen.items() if enabled for group in GROUPS[name])
        if not groups:
            raise ValueError("choose what to hear: .links(), .routes(), ...")
        return EventStream(groups, namespace=self._namespace)

    def _choose(self, name: str, enabled: bool) -> Self:
        self._chosen[name] = enabled
        return self
