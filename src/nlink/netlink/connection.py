"""Connection: one object for everything that a program does over netlink in one network namespace."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .batch import Batch
from .route import names
from .route.operations import RtnetlinkOperations
from .route.queries import RtnetlinkQueries

if TYPE_CHECKING:
    from ..namespace import NamespaceLike
    from .generic.controller import Family
    from .generic.families import GenericFamilies


class Connection(RtnetlinkQueries, RtnetlinkOperations):
    """A connection to the kernel's networking, in one network namespace.

    It is an async context manager and belongs to the event loop that entered it. Any number of tasks may use it at
    once. Another thread calls ``asyncio.run_coroutine_threadsafe(conn.get_link("eth0"), conn.loop)``.

    Args:
        namespace: the name of a namespace (as ``ip netns`` knows it), a path (with a "/"), a process id, or a
            Namespace; by default the one that the calling thread is in.
        timeout: how many seconds an answer may take; None is for ever.

    Raises:
        NamespaceNotFound: on entering: a namespace is never created.
        PermissionDenied: on entering: another namespace needs CAP_SYS_ADMIN.
    """

    def __init__(self, *, namespace: NamespaceLike | None = None, timeout: float | None = 30.0) -> None:
        super().__init__(namespace=namespace, timeout=timeout)
        self._families: dict[str, Family] = {}

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that this connection belongs to."""
        return self.transport.loop

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self.transport.closed

    async def open(self) -> Self:
        """Open the socket, as ``async with`` does; ``close`` is owed then."""
        await names.load()  # first, so that a failure or cancellation leaves nothing open
        await self.transport.open()
        return self

    async def close(self) -> None:
        """Close all sockets. Whoever waits for an answer gets ConnectionClosed."""
        transports = [self.transport, *self._others.values()]
        for transport in transports:  # all of them, before anything is waited for, which may be cancelled
            transport.shut()
        for transport in transports:
            await transport.ended()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def generic(self) -> GenericFamilies:
        """Generic netlink: the families that this kernel has."""
        from .generic.families import GenericFamilies  # its messages are loaded when they are first used

        # Not kept: a cycle of references would delay the ResourceWarning of a connection that is never closed.
        return GenericFamilies(self, self._families)

    def batch(self) -> Batch:
        """Collect changes and send many at a time: ``async with conn.batch() as batch: batch.add_route(...)``."""
        return Batch(self)
