"""The thread for sends whose handler in the kernel waits, so that they do not hold the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from .socket import NetlinkSocket

R = TypeVar("R")

_guard = threading.Lock()
_held = 0


def kernel_is_held() -> bool:
    """Whether a waiting operation is being done for this process.

    The kernel does it under ``rtnl_mutex``, which is one for all namespaces: a send, or the next part of a dump, would
    block until it is let go. So while this is true, those too belong on a worker.
    """
    return _held > 0


def _hold() -> None:
    global _held
    with _guard:
        _held += 1


def _let_go(_: object) -> None:
    global _held
    with _guard:
        _held -= 1


class Worker:
    """One transport's thread, started when it is first needed. What it is given, it does one by one, in order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._executor: ThreadPoolExecutor | None = None
        self._closing = False

    def send(
        self, socket: NetlinkSocket, data: bytes, *, waits: bool, done: Callable[[OSError | None], None]
    ) -> Future[int]:
        """Send from the thread.

        Args:
            socket: sent on; must be closed through ``close_socket`` from now on.
            data: whole messages.
            waits: its handler may wait, so that the kernel counts as held until it is done.
            done: called on the loop when it is sent or cancelled, with None or what the socket refused it with.

        Returns:
            The job: cancel it when nobody wants it any more, and it is not done if not yet begun.
        """
        loop = asyncio.get_running_loop()

        def report(job: Future[int]) -> None:
            error = None if job.cancelled() else job.exception()
            try:
                loop.call_soon_threadsafe(done, error if isinstance(error, OSError) else None)
            except RuntimeError:
                pass  # the loop is closed, and nobody waits on it any more

        job = self._submit(socket.send, data)
        if waits:
            _hold()
            job.add_done_callback(_let_go)
        job.add_done_callback(report)
        return job

    async def run(self, function: Callable[[], R]) -> R:
        """Do something that may wait for the kernel, and wait for it. When this is cancelled, it is done all the same."""
        return await asyncio.wrap_future(self._submit(function))

    def close_socket(self, socket: NetlinkSocket) -> None:
        """Close a socket after all that was given before is done: a descriptor's number must not be used again while a
        thread is about to send on it.
        """
        if self._executor is None or self._closing:
            socket.close()
        else:
            self._executor.submit(socket.close)

    def abandon(self) -> None:
        """End the thread when all is done, without waiting for that."""
        self._closing = True
        if self._executor is not None:
            self._executor.shutdown(wait=False)

    async def close(self) -> None:
        """End the thread, and wait until all is done that it has begun or that closes a socket."""
        if self._executor is not None:
            last = self._submit(lambda: None)
            self.abandon()
            await asyncio.wrap_future(last)

    def _submit(self, function: Callable[..., R], *args: bytes) -> Future[R]:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self._name)
        return self._executor.submit(function, *args)
