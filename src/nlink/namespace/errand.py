"""A function called by a thread of its own, for a task that waits: what it returns is not lost on cancellation."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

log: Final = logging.getLogger("nlink")


class Errand(Generic[T]):
    """One call of a function by a short-lived thread, which begins at once.

    A thread that changed its namespace is never used for anything else, so nothing has to be changed back.

    Args:
        function: what to call.
        discard: what to do with its result when nobody waits for it any more; called in that thread or in the loop's.

    Raises:
        RuntimeError: the system allows no more threads; the function was not called.
    """

    # The outcome has one owner at any time: the thread, until it puts it here, unless the errand was abandoned before;
    # then whoever takes it out. The loop cannot be relied on for that: it may stop before it calls what the thread asks
    # it to.

    def __init__(self, function: Callable[[], T], discard: Callable[[T], object] | None = None) -> None:
        self._function, self._discard = function, discard
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._guard = threading.Lock()
        self._abandoned = False
        self._outcome: list[T] | BaseException | None = None
        threading.Thread(target=self._run, name="nlink-namespace").start()

    async def result(self) -> T:
        """Wait for what the function returns, or raises. Cancelling ends the wait, not the function."""
        try:
            await self._ended
        except BaseException:  # cancelled; or the loop was closed, and the coroutine with it
            self._abandon()
            raise
        outcome, self._outcome = self._outcome, None
        if isinstance(outcome, BaseException):
            try:
                raise outcome
            finally:
                outcome = None  # a cycle, again
        assert outcome is not None
        return outcome[0]

    def _run(self) -> None:
        outcome: list[T] | BaseException
        try:
            outcome = [self._function()]
        except BaseException as error:  # noqa: BLE001  # who waits gets it
            outcome = error
        with self._guard:
            abandoned = self._abandoned
            if not abandoned:
                self._outcome = outcome
        if abandoned:
            self._dispose(outcome)
            return
        del outcome  # an error's traceback holds this frame, which must not hold the error: a cycle
        try:
            self._loop.call_soon_threadsafe(self._wake)
        except RuntimeError:  # the loop is closed: nobody will wait any more
            self._abandon()

    def _wake(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)

    def _abandon(self) -> None:
        with self._guard:
            self._abandoned = True
            outcome, self._outcome = self._outcome, None
        if outcome is not None:
            self._dispose(outcome)

    def _dispose(self, outcome: list[T] | BaseException) -> None:
        if isinstance(outcome, BaseException):
            log.warning("%r failed after the task that waited for it was cancelled", self._function, exc_info=outcome)
        elif self._discard is not None:
            try:
                self._discard(outcome[0])
            except Exception:  # raised, it would replace the cancellation
                log.exception("the result of %r could not be discarded: %r", self._function, outcome[0])
