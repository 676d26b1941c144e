"""EventStream: what the kernel tells without being asked, as an async iterator."""

from __future__ import annotations

import asyncio
import errno
import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final, Self

from ..errors import ConnectionClosed, DecodeError, InvalidInput, NetlinkError, WrongLoop
from ..namespace import Namespace, NamespaceLike, run_in
from .header import HEADER, HEADER_LENGTH, align
from .intake import Intake
from .route.events import GROUPS, MESSAGES, Event
from .schema.reader import MessageReader
from .socket import NetlinkSocket
from .transport.turns import Turns, turns_of
from .uapi.netlink import NETLINK

RECEIVE_BUFFER: Final = 32 * 1024 * 1024
"""Bytes asked of the kernel: the default holds some 250 notifications, since each is charged about 800 bytes."""
QUEUE: Final = 65536
"""Datagrams kept here until the consumer takes them. When there are more, the kernel's buffer fills behind them."""
DECODED_AT_ONCE: Final = 32
"""Datagrams made into events together: what each would cost alone is shared, and the loop is not held for long."""


class Overrun(Event, frozen=True, gc=False):
    """The kernel had no room left and dropped events: what is known from earlier ones may be wrong now.

    It comes before the events that were already waiting when others were dropped.
    """


class Malformed(Event, frozen=True, gc=True):
    """A message that cannot be read, with the reason; the stream goes on with the next one."""

    data: bytes
    error: DecodeError | NetlinkError


class Unknown(Event, frozen=True, gc=False):
    """A message of a type that nlink does not know, as it came (with its nlmsghdr)."""

    type: int
    data: bytes


class EventStream:
    """Events of a network namespace, mostly from ``EventStream.builder()``.

    An async context manager, and an async iterator while it is entered. It has a socket of its own, which is emptied at
    once into a queue, so that a slow consumer does not lose events; when even the kernel's buffer runs over, an
    ``Overrun`` tells. Only its user ends it. It belongs to the event loop that entered it.

    Args:
        groups: the multicast groups (``RTNLGRP``), at least one.
        namespace: where to listen; None for the namespace of the thread that enters it.
        receive_buffer: bytes of the kernel's buffer, as for ``SO_RCVBUF``; without CAP_NET_ADMIN in the machine's first
            user namespace the kernel gives at most ``net.core.rmem_max``.
        queue: how many datagrams, mostly of one event each, to hold beside it.
    """

    def __init__(
        self,
        groups: Iterable[int],
        *,
        namespace: NamespaceLike | None = None,
        receive_buffer: int = RECEIVE_BUFFER,
        queue: int = QUEUE,
    ) -> None:
        self._intake: Intake | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._groups = tuple(groups)
        self._namespace = None if namespace is None else Namespace.of(namespace)
        self._receive_buffer, self._queue = receive_buffer, queue
        self._events: deque[Event] = deque()
        self._closed = self._iterating = False
        if not self._groups:
            raise InvalidInput("groups", "choose what to hear: .links(), .routes(), ...")
        if queue < 1:
            raise InvalidInput("queue", f"must hold 1 datagram at least, not {queue}")
        if not 0 < receive_buffer < 1 << 30:
            raise InvalidInput("receive_buffer", f"must be more than 0 and less than 1 GiB, not {receive_buffer}")

    @staticmethod
    def builder() -> EventStreamBuilder:
        """Choose what to hear: ``EventStream.builder().links().routes().namespace("blue").build()``."""
        return EventStreamBuilder()

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace that the events are of."""
        return self.socket.namespace_id

    @property
    def socket(self) -> NetlinkSocket:
        """The socket: its buffer, groups and options may be looked at."""
        if self._intake is None:
            raise _not_entered()
        return self._intake.socket

    async def __aenter__(self) -> Self:
        """Subscribe. From now on nothing is missed. When it fails it may be tried again.

        Raises:
            NamespaceNotFound: there is no such namespace.
            PermissionDenied: another namespace needs CAP_SYS_ADMIN, and some groups need CAP_NET_ADMIN.
            ConnectionClosed: the stream was closed; build another one.
        """
        if self._closed:
            raise _was_closed()
        if self._loop is not None:
            raise RuntimeError("already entered, or being entered")
        self._loop = loop = asyncio.get_running_loop()
        try:
            if self._namespace is None:
                socket = self._open()
            else:
                socket = await run_in(self._namespace, self._open, discard=NetlinkSocket.close)
        except BaseException:
            self._loop = None
            raise
        if self._closed:
            socket.close()
            raise _was_closed()
        self._turns: Turns = turns_of(loop)
        self._readers = _readers(socket.namespace_id)
        self._intake = Intake(socket, loop, self._queue)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Unsubscribe; who waits for an event is told that there are no more. Again does nothing."""
        if self._closed:
            return
        if self._loop is not None and self._loop is not asyncio.get_running_loop():
            raise _wrong_loop()
        self._closed = True
        self._events.clear()
        if self._intake is not None:
            self._intake.close()

    def __aiter__(self) -> Self:
        """Iterate. Leaving the loop loses nothing: the next one goes on where this one ended.

        Raises:
            ConnectionClosed: the stream was not entered, or is closed already.
        """
        if self._intake is None or self._closed:
            raise _was_closed() if self._closed else _not_entered()
        return self

    async def __anext__(self) -> Event:
        """The next event; StopAsyncIteration only after ``aclose()``. Cancelling loses none.

        Raises:
            ConnectionClosed: the stream was not entered.
            WrongLoop: it was entered on another event loop.
            RuntimeError: another task is waiting for the next event already.
            NetlinkError: the socket failed, which ends nothing: ask again.
        """
        if self._events and not self._iterating and self._loop is asyncio.get_running_loop():
            return self._events.popleft()
        return await self._next()

    async def _next(self) -> Event:
        if self._intake is None:
            raise _was_closed() if self._closed else _not_entered()
        if self._loop is not asyncio.get_running_loop():
            raise _wrong_loop()
        if self._iterating:
            raise RuntimeError("another task is iterating over this EventStream already")
        self._iterating = True
        try:
            while not self._events:
                if self._closed:
                    raise StopAsyncIteration
                if not self._intake.queue:
                    await self._intake.wait()
                elif self._turns.over():
                    await self._turns.next()
                else:
                    self._decode(self._intake)
            return self._events.popleft()
        finally:
            self._iterating = False

    def _open(self) -> NetlinkSocket:
        try:
            return NetlinkSocket.open(NETLINK.ROUTE, groups=self._groups, receive_buffer=self._receive_buffer)
        except OSError as error:
            raise _refused(error) from error

    def _decode(self, intake: Intake) -> None:
        """Make events of the first things that came."""
        for _ in range(min(DECODED_AT_ONCE, len(intake.queue))):
            taken = intake.queue[0]
            if isinstance(taken, bytes):
                self._take_apart(taken)
            elif isinstance(taken, tuple):
                self._events.append(Malformed(*taken))
            elif taken.errno == errno.ENOBUFS:
                self._events.append(Overrun())
            elif self._events:
                return  # they come first
            else:
                intake.take()
                raise _refused(taken)
            intake.take()

    def _take_apart(self, datagram: bytes) -> None:
        """Make events of one datagram's messages."""
        append, readers = self._events.append, self._readers
        offset, end = 0, len(datagram)
        while end - offset >= HEADER_LENGTH:
            length, kind, flags, _, _ = HEADER.unpack_from(datagram, offset)
            if not HEADER_LENGTH <= length <= end - offset:
                break
            known = readers.get(kind)
            if known is None:
                append(Unknown(kind, datagram[offset : offset + length]))
            else:
                read, event = known
                try:
                    append(event(read(datagram, offset), flags=flags))
                except DecodeError as error:
                    error.__traceback__ = error.__context__ = None  # their frames would keep this stream
                    append(Malformed(datagram[offset : offset + length], error))
            offset += align(length)
        if offset < end:
            reason = f"no message of netlink's fits into the last {end - offset} bytes of a datagram"
            append(Malformed(datagram[offset:], DecodeError(reason, offset=0)))

    def __del__(self) -> None:
        if self._intake is not None and not self._closed:
            found = repr(self)
            self._closed = True
            self._intake.abandon()
            warnings.warn(f"never closed: {found}", ResourceWarning, source=self, stacklevel=2)

    def __repr__(self) -> str:
        state = "closed" if self._closed else "not entered" if self._intake is None else f"port {self.socket.port}"
        return f"<EventStream of groups {', '.join(str(int(group)) for group in self._groups)}, {state}>"


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
            InvalidInput: nothing was chosen, or what was given cannot be a namespace.
        """
        groups = [group for name, enabled in self._chosen.items() if enabled for group in GROUPS[name]]
        return EventStream(groups, namespace=self._namespace)

    def _choose(self, name: str, enabled: bool) -> Self:
        self._chosen[name] = enabled
        return self


def _readers(namespace_id: int) -> dict[int, tuple[Callable[[bytes, int], Any], Callable[..., Event]]]:
    """Of each message type what reads one, and what makes the event of it."""
    outer: dict[str, object] = {"namespace": namespace_id}
    return {kind: (MessageReader(message, outer).read_one, event) for kind, (message, event) in MESSAGES.items()}


def _refused(error: OSError) -> NetlinkError:
    number = error.errno or errno.EIO
    return NetlinkError.from_errno(number, error.strerror or os.strerror(number))


def _not_entered() -> ConnectionClosed:
    return ConnectionClosed(errno.ENOTCONN, "an EventStream has to be entered first: async with stream")


def _was_closed() -> ConnectionClosed:
    return ConnectionClosed(errno.EBADF, "the EventStream is closed: build another one")


def _wrong_loop() -> WrongLoop:
    return WrongLoop(errno.EXDEV, "an EventStream belongs to the event loop that entered it")
