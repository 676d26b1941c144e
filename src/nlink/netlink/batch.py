"""Batches: changes of any kind, collected, sent many at a time, each with its own result."""

from __future__ import annotations

import asyncio
from copy import copy
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self

from msgspec import Struct
from typing_extensions import TypeVar

from ..errors import ConnectionClosed, NetlinkError, WrongLoop
from .explain import explain
from .header import ACK
from .request import Request, index_of_result
from .route.operations import RtnetlinkOperations

if TYPE_CHECKING:
    from .connection import Connection

R = TypeVar("R")

TURN: Final = 32
"""After so many changes were built, others may have their turn: building one takes some 10 us."""
TOGETHER: Final = 4096
"""How many changes are handed to the transport at a time."""


# The garbage collector passes it over, as it does the Request in it: its looks at 100,000 of them would hold the event
# loop. So nothing that it has may refer back to it, and an error that was raised does: its traceback holds the frames
# that it came through. That is why ``error`` gives a new one each time.
class Pending(Struct, Generic[R], gc=False, eq=False):
    """One change in a batch; when the batch is done it has its result or its error."""

    _request: Request[R]
    _result: R | None = None
    _refused: NetlinkError | None = None
    done: bool = False
    """Whether the change was made."""

    @property
    def request(self) -> str:
        """The call, as it was written."""
        return str(self._request)

    @property
    def error(self) -> NetlinkError | None:
        """Why the change was not made; an equal one, but a new object, each time."""
        return None if self._refused is None else copy(self._refused)

    @property
    def result(self) -> R:
        """What the change gave; raises its error if it has one.

        Raises:
            NetlinkError: the change was not made.
            asyncio.InvalidStateError: the batch was not sent (yet), or not to its end.
        """
        if self._refused is not None:
            raise copy(self._refused)
        if not self.done:
            raise asyncio.InvalidStateError(f"{self.request} was not sent, or not answered, yet")
        return self._result  # type: ignore[return-value]

    def _finish(self, result: Any) -> None:
        self._result, self.done = result, True

    def _fail(self, error: NetlinkError) -> None:
        self._refused = copy(error)

    def __repr__(self) -> str:
        if self._refused is not None:
            return f"<Pending {self._refused}>"  # which begins with the call
        return f"<Pending {self.request}{'' if self.done else ', not done'}>"


class Batch(RtnetlinkOperations):
    """Changes that are collected here and sent, in order, at the end of its ``async with``.

    Every method that changes something is here as on Connection, but queues the change and returns a Pending. A failure
    does not keep those behind it from being made, and does not raise: look into ``failures``, or call ``check()``. When
    the block raises, nothing is sent.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: list[Pending[Any]] = []
        self._holding: list[Request[Any]] = []
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
        if request.holds:
            self._holding.append(request)
        return pending

    def __len__(self) -> int:
        return len(self._queue)

    def check(self) -> None:
        """Raise an ExceptionGroup of all failures, if there are any."""
        if self.failures:
            raise ExceptionGroup(
                "changes of a batch failed", [failure.error for failure in self.failures if failure.error]
            )

    async def send(self) -> None:
        """Send what is queued, and take each one's result. The end of ``async with`` does it.

        Raises:
            NetlinkError: the connection failed (closed, timed out, answers lost): what is not done has that error too.
        """
        queue, self._queue = self._queue, []
        holding, self._holding = self._holding, []
        run = _Run(self._connection, queue)
        try:
            await run.all()
        except NetlinkError as error:
            for position, pending in enumerate(queue):
                if not pending.done:
                    run.fail(position, pending, error)
            raise
        finally:
            self.failures += run.failures()
            self._let_go(holding)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            await self.send()
        else:
            self._queue.clear()
            self._let_go(self._holding)

    def _let_go(self, holding: list[Request[Any]]) -> None:
        while holding:
            for held in holding.pop().holds:
                self._connection.transport.afterwards(held.close)


class _Run:
    """The sending of one queue: as many messages together as need no device name that is not known yet."""

    def __init__(self, connection: Connection, queue: list[Pending[Any]]) -> None:
        self.connection, self.queue = connection, queue
        self.indexes: dict[str, int] = {}
        self.ready: list[tuple[int, int, bytes, bool]] = []
        self.owners: list[tuple[int, Pending[Any], Request[Any]]] = []
        self.unread: list[tuple[int, Pending[Any]]] = []
        self.failed: list[tuple[int, Pending[Any]]] = []

    def fail(self, position: int, pending: Pending[Any], error: NetlinkError) -> None:
        """Note the first error of a change."""
        if pending._refused is None:
            pending._fail(error)
            self.failed.append((position, pending))

    def failures(self) -> list[Pending[Any]]:
        """What failed, in the order of the queue."""
        return [pending for _, pending in sorted(self.failed, key=lambda failed: failed[0])]

    async def all(self) -> None:
        for position, pending in enumerate(self.queue):
            request = pending._request
            await self._add(position, pending, request)
            if request.steps or request.followers:
                await self._flush()  # there are no steps for what was there before, or was refused
                if pending._refused is None and not pending.done:
                    for step in request.steps:
                        await self._add(position, pending, step)
                    if request.followers:
                        await self._follow(position, pending, request)
                        continue
            if request.read is not None:
                self.unread.append((position, pending))
        await self._flush()
        await self._read()

    async def _follow(self, position: int, pending: Pending[Any], request: Request[Any]) -> None:
        """Read what was made, and send what wants to know its index."""
        await self._flush()
        made = None if pending._refused is not None else await self._look(position, pending)
        if made is not None:
            pending._result = made  # and is done when the last follower was answered
            for follower in request.followers:
                self._ready(position, pending, follower, follower.payload(index_of_result(follower, made)))

    def _ready(self, position: int, pending: Pending[Any], request: Request[Any], payload: bytes) -> None:
        self.ready.append((request.type, request.flags | ACK, payload, request.waits))
        self.owners.append((position, pending, request))

    async def _add(self, position: int, pending: Pending[Any], request: Request[Any]) -> None:
        if request.names:
            await self._resolve(position, pending, request)
        if pending._refused is not None:
            return
        if request.renames and self.unread:
            await self._flush()
            await self._read()  # as long as they have the names that they were made with
        if request.prepare is None:
            payload = request.payload(self.indexes)
        elif not (payload := await self._prepared(position, pending, request)):
            return
        self._ready(position, pending, request, payload)
        if request.renames:
            self.indexes.clear()
        if len(self.ready) >= TOGETHER:
            await self._flush()
        elif len(self.ready) % TURN == 0:
            await self.connection.transport.turn()

    async def _prepared(self, position: int, pending: Pending[Any], request: Request[Any]) -> bytes:
        """The bytes of a request that reads something first; none where that cannot be read."""
        assert request.prepare is not None
        await self._flush()  # what it reads may be changed by what is still waiting
        try:
            return (await request.prepare(self.connection, self.indexes, pending.request)).to_bytes()
        except (ConnectionClosed, WrongLoop):
            raise
        except NetlinkError as error:
            self.fail(position, pending, error)
            return b""

    async def _resolve(self, position: int, pending: Pending[Any], request: Request[Any]) -> None:
        if all(name in self.indexes for name in request.names):
            return
        await self._flush()  # the device may be made, or named, by what is still waiting
        for name in request.names:
            if pending._refused is None and name not in self.indexes:
                try:
                    self.indexes[name] = await self.connection.index_of(name, call=pending.request)
                except (ConnectionClosed, WrongLoop):
                    raise
                except NetlinkError as error:
                    self.fail(position, pending, error)

    async def _read(self) -> None:
        unread, self.unread = self.unread, []
        for position, pending in unread:
            if pending._refused is None:
                result = await self._look(position, pending)
                if pending._refused is None:
                    pending._finish(result)

    async def _look(self, position: int, pending: Pending[Any]) -> Any:
        """Read the result of a change; None if that fails."""
        read = pending._request.read
        assert read is not None
        try:
            return await read(self.connection)
        except (ConnectionClosed, WrongLoop):
            raise
        except NetlinkError as error:
            self.fail(position, pending, error)
            return None

    async def _flush(self) -> None:
        ready, owners, self.ready, self.owners = self.ready, self.owners, [], []
        if not ready:
            return
        answers = await self.connection.transport.send_many(ready)
        for (position, pending, request), answer, sent in zip(owners, answers, ready, strict=True):
            own = request is pending._request
            if answer is None:
                if own and request.read is None:
                    pending._finish(request.result)
                elif request in pending._request.followers[-1:] and pending._refused is None:
                    pending._finish(pending._result)
            else:
                refused = explain(answer, request.members, sent[2], pending.request, request.not_found)
                if request.tolerated is None or not isinstance(refused, request.tolerated):
                    self.fail(position, pending, refused)
                elif own:
                    pending._finish(False)
