"""Batches: changes of any kind, collected, sent many at a time, each with its own result."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic

from typing_extensions import Self, TypeVar

from ..errors import NetlinkError
from .explain import explain
from .request import Request
from .route.operations import RtnetlinkOperations
from .uapi.netlink import NLM_F

if TYPE_CHECKING:
    from .connection import Connection

R = TypeVar("R")

ACK: Final = int(NLM_F.ACK)


class Pending(Generic[R]):
    """One change in a batch; when the batch is done it has its result or its error."""

    __slots__ = ("_request", "_result", "error")

    def __init__(self, request: Request[R]) -> None:
        self._request = request
        self._result: R | None = None
        self.error: NetlinkError | None = None
        """Why the change was not made."""

    @property
    def request(self) -> str:
        """The call, as it was written."""
        return str(self._request)

    @property
    def result(self) -> R:
        """What the change gave; raises its error if it has one."""
        if self.error is not None:
            raise self.error
        return self._result  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"<Pending {self.request}{f': {self.error}' if self.error else ''}>"


class Batch(RtnetlinkOperations):
    """Changes that are collected here and sent, in order, at the end of its ``async with``.

    Every method that changes something is here as on Connection, but queues the change and returns a Pending. A failure
    does not keep those behind it from being made, and does not raise: look into ``failures``, or call ``check()``. When
    the block raises, nothing is sent.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: list[Pending[Any]] = []
        self.failures: list[Pending[Any]] = []
        """What was refused, in order."""

    @property
    def namespace_id(self) -> int:
        """The inode of the network namespace that requests go to."""
        return self._connection.namespace_id

    def submit(self, request: Request[R]) -> Pending[R]:
        """Queue a request."""
        pending = Pending(request)
        self._queue.append(pending)
        return pending

    def __len__(self) -> int:
        return len(self._queue)

    def check(self) -> None:
        """Raise an ExceptionGroup of all failures, if there are any."""
        if self.failures:
            raise ExceptionGroup("changes of a batch failed", [failure.error for failure in self.failures if failure.error])

    async def send(self) -> None:
        """Send what is queued, and take each one's result. The end of ``async with`` does it.

        Raises:
            NetlinkError: the connection failed (closed, timed out, answers lost): what is not done has that error too.
        """
        queue, self._queue = self._queue, []
        try:
            await _Run(self._connection, queue, self.failures).all()
        finally:
            for pending in queue:
                for held in pending._request.holds:
                    held.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            await self.send()


class _Run:
    """The sending of one queue: as many messages together as need no device name that is not known yet."""

    def __init__(self, connection: Connection, queue: list[Pending[Any]], failures: list[Pending[Any]]) -> None:
        self.connection, self.queue, self.failures = connection, queue, failures
        self.indexes: dict[str, int] = {}
        self.ready: list[tuple[int, int, bytes, bool]] = []
        self.owners: list[tuple[Pending[Any], Request[Any]]] = []

    async def all(self) -> None:
        for pending in self.queue:
            for request in (pending._request, *pending._request.steps):
                if request.names:
                    await self._resolve(pending, request)
                if pending.error is None:
                    self._add(pending, request)
        await self._flush()
        for pending in self.queue:
            read = pending._request.read
            if pending.error is None and read is not None:
                try:
                    pending._result = await read(self.connection)
                except NetlinkError as error:
                    pending.error = error
        self.failures += [pending for pending in self.queue if pending.error is not None]

    def _add(self, pending: Pending[Any], request: Request[Any]) -> None:
        message = request.build(self.indexes) if request.names else request.message
        self.ready.append((request.type, request.flags | ACK, message.to_bytes(), request.waits))
        self.owners.append((pending, request))
        if request.renames:
            self.indexes.clear()

    async def _resolve(self, pending: Pending[Any], request: Request[Any]) -> None:
        if all(name in self.indexes for name in request.names):
            return
        await self._flush()  # the device may be made, or named, by what is still waiting
        for name in request.names:
            if pending.error is None and name not in self.indexes:
                try:
                    self.indexes[name] = await self.connection.index_of(name, call=pending.request)
                except NetlinkError as error:
                    pending.error = error

    async def _flush(self) -> None:
        ready, owners, self.ready, self.owners = self.ready, self.owners, [], []
        if not ready:
            return
        try:
            answers = await self.connection.transport.send_many(ready)
        except NetlinkError as error:
            for pending, _ in owners:
                pending.error = error
            raise
        for (pending, request), answer, sent in zip(owners, answers, ready, strict=True):
            if answer is None:
                if request is pending._request:
                    pending._result = request.result
            elif pending.error is None:
                members = request.message.__class__
                refused = explain(answer, members, sent[2], pending.request, request.not_found)
                if request.tolerated is not None and isinstance(refused, request.tolerated):
                    pending._result = False
                else:
                    pending.error = refused


