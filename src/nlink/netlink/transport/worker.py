"""Threads for what may wait in the kernel, so that it does not hold the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

from ..socket import NetlinkSocket
from .failures import closed

R = TypeVar("R")

THREADS: Final = 3
"""Most threads of one transport: one may be deep in a long operation while others list things or work on a batch."""

_guard = threading.Lock()
_held = 0


def kernel_is_held() -> bool:
    """Whether a waiting operation is being done for this process.

    The kernel does it under ``rtnl_mutex``, which is one for all namespaces: a send, or the next part of a dump, would
    block until it is let go. So while this is true, those too belong on a thread.
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
    """The threads of one transport, started when they are first needed."""

    def __init__(self) -> None:
        self._executor: ThreadPoolExecutor | None = None
        self._lock = threading.RLock()  # garbage collection inside may close a socket of this same worker
        self._jobs: dict[Future[Any], NetlinkSocket] = {}
        self._to_close: set[NetlinkSocket] = set()
        self._closed = False

    def submit(self, socket: NetlinkSocket, function: Callable[[NetlinkSocket], R], *, holds: bool) -> Future[R]:
        """Call a function with a socket in a thread.

        Args:
            socket: closed, from now on, only by ``close_socket``.
            function: sends or receives on it.
            holds: it may wait, and the kernel counts as held until it is done.

        Returns:
            The job. When it is cancelled before it is begun, it is not done.
        """
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="nlink")
        if holds:
            _hold()
        try:
            with self._lock:
                job = self._executor.submit(self._run, function, socket)
                self._jobs[job] = socket
        except BaseException:  # no thread can be started
            if holds:
                _let_go(None)
            raise
        if holds:
            job.add_done_callback(_let_go)
        job.add_done_callback(self._done)
        return job

    def _run(self, function: Callable[[NetlinkSocket], R], socket: NetlinkSocket) -> R:
        if self._closed:
            raise closed()
        return function(socket)

    def close_socket(self, socket: NetlinkSocket) -> None:
        """Close a socket when no thread uses it any more: its descriptor's number may be another's right afterwards."""
        with self._lock:
            if socket in self._jobs.values():
                self._to_close.add(socket)
                return
        socket.close()

    def afterwards(self, function: Callable[[], object]) -> None:
        """Call a function when all is done, or cancelled, that was given to the threads so far; at once if all is."""
        with self._lock:
            jobs = list(self._jobs)
        if not jobs:
            function()
            return
        begun = set(jobs)

        def done(job: Future[Any]) -> None:
            with self._lock:
                begun.remove(job)
                last = not begun
            if last:
                function()

        for job in jobs:
            job.add_done_callback(done)

    def abandon(self) -> None:
        """End the threads when that is done which was begun, without waiting for it."""
        self._closed = True
        if self._executor is not None:
            self._executor.shutdown(wait=False)

    async def close(self) -> None:
        """End the threads, and wait until all is done that was begun."""
        self.abandon()
        with self._lock:
            begun = list(self._jobs)
        if begun:
            await asyncio.gather(*map(asyncio.wrap_future, begun), return_exceptions=True)

    def _done(self, job: Future[Any]) -> None:
        with self._lock:
            socket = self._jobs.pop(job)
            if socket not in self._to_close or socket in self._jobs.values():
                return
            self._to_close.remove(socket)
        socket.close()
