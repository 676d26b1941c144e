"""EventStream: what the kernel tells without being asked, as an async iterator."""

from __future__ import annotations

import asyncio
import errno
import warnings
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Self

from ...errors import ConnectionClosed, InvalidInput
from ...namespace import Namespace, NamespaceLike, run_in
from ..event import Event, EventTable, Malformed, Overrun
from ..socket import NetlinkSocket
from ..transport.failures import closed, not_open, of_socket, wrong_loop
from ..transport.turns import Turns, turns_of
from .intake import Intake
from .reading import EventReader

if TYPE_CHECKING:
    from .builder import EventStreamBuilder

RECEIVE_BUFFER: Final = 32 * 1024 * 1024
"""Bytes asked of the kernel: the default holds some 250 notifications, since each is charged about 800 bytes."""
QUEUE: Final = 65536
"""Datagrams kept here until the consumer takes them. When there are more, the kernel's buffer fills behind them."""
DECODED_AT_ONCE: Final = 32
"""Datagrams made into events together: what each would cost alone is shared, and the loop is not held for long."""


class EventStream:
    """Events of a network namespace, mostly from ``EventStream.builder()``.

    An async context manager, and an async iterator while it is entered. It has a socket of its own, which is emptied at
    once into a queue, so that a slow consumer does not lose events; when even the kernel's buffer runs over, an
    ``Overrun`` tells. Only its user ends it. It belongs to the event loop that entered it.

    Args:
        events: the events of a protocol (``nlink.netlink.route.events.EVENTS``); what else comes is Unknown.
        groups: the multicast groups (``RTNLGRP``), at least one.
        namespace: where to listen; None for the namespace of the thread that enters it.
        receive_buffer: bytes of the kernel's buffer, as for ``SO_RCVBUF``; without CAP_NET_ADMIN in the machine's first
            user namespace the kernel gives at most ``net.core.rmem_max``.
        queue: how many datagrams, mostly of one event each, to hold beside it.
    """

    def __init__(
        self,
        events: EventTable,
        groups: Iterable[int],
        *,
        namespace: NamespaceLike | None = None,
        receive_buffer: int = RECEIVE_BUFFER,
        queue: int = QUEUE,
    ) -> None:
        self._intake: Intake | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._table, self._groups = events, tuple(groups)
        self._namespace = None if namespace is None else Namespace.of(namespace)
        self._receive_buffer, self._queue = receive_buffer, queue
        self._events: deque[Event] = deque()
        self._closed = self._iterating = False
        if not self._groups:
            raise InvalidInput("groups", "give one at least")
        if queue < 1:
            raise InvalidInput("queue", f"must hold 1 datagram at least, not {queue}")
        if not 0 < receive_buffer < 1 << 30:
            raise InvalidInput("receive_buffer", f"must be more than 0 and less than 1 GiB, not {receive_buffer}")

    @staticmethod
    def builder() -> EventStreamBuilder:
        """Choose what to hear: ``EventStream.builder().links().routes().namespace("blue").build()``."""
        from .builder import EventStreamBuilder  # which knows all protocols, and makes this

        return EventStreamBuilder()

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace that the events are of."""
        return self.socket.namespace_id

    @property
    def socket(self) -> NetlinkSocket:
        """The socket: its buffer, groups and options may be looked at."""
        if self._intake is None:
            raise self._unusable()
        return self._intake.socket

    async def __aenter__(self) -> Self:
        """Subscribe. From now on nothing is missed. When it fails it may be tried again.

        Raises:
            NamespaceNotFound: there is no such namespace.
            PermissionDenied: another namespace needs CAP_SYS_ADMIN, and some groups need CAP_NET_ADMIN.
            ConnectionClosed: the stream was closed; build another one.
        """
        if self._closed:
            raise self._unusable()
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
            raise self._unusable()
        self._turns: Turns = turns_of(loop)
        self._reader = EventReader(self._table, socket.namespace_id)
        self._intake = Intake(socket, loop, self._queue)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Unsubscribe; who waits for an event is told that there are no more. Again does nothing."""
        if self._closed:
            return
        if self._loop is not None and self._loop is not asyncio.get_running_loop():
            raise wrong_loop()
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
            raise self._unusable()
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
            raise self._unusable()
        if self._loop is not asyncio.get_running_loop():
            raise wrong_loop()
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
            return NetlinkSocket.open(self._table.protocol, groups=self._groups, receive_buffer=self._receive_buffer)
        except OSError as error:
            raise of_socket(error) from error

    def _unusable(self) -> ConnectionClosed:
        return closed("build another stream") if self._closed else not_open("enter it first: async with stream")

    def _decode(self, intake: Intake) -> None:
        """Make events of the first things that came."""
        taken = intake.take(DECODED_AT_ONCE)
        if isinstance(taken, list):
            self._events.extend(self._reader.read(taken))
        elif isinstance(taken, tuple):
            self._events.append(Malformed(*taken))
        elif taken.errno == errno.ENOBUFS:
            self._events.append(Overrun())
        else:
            raise of_socket(taken)

    def __del__(self) -> None:
        if self._intake is not None and not self._closed:
            found = repr(self)
            self._closed = True
            self._intake.abandon()
            warnings.warn(f"never closed: {found}", ResourceWarning, source=self, stacklevel=2)

    def __repr__(self) -> str:
        state = "closed" if self._closed else "not entered" if self._intake is None else f"port {self.socket.port}"
        return f"<EventStream of groups {', '.join(str(int(group)) for group in self._groups)}, {state}>"
