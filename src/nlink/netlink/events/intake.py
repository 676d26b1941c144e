"""What empties a socket at once, so that a slow look at what came is never why the kernel drops some of it."""

from __future__ import annotations

import asyncio
import errno
from collections import deque
from typing import Final, TypeAlias

from ...errors import Truncated
from ..socket import NetlinkSocket
from ..transport.waking import wake

AT_ONCE: Final = 256
"""Datagrams taken in one turn of the loop; if there are more, the loop says so again."""

Cut: TypeAlias = "tuple[bytes, Truncated]"
"""The beginning of a datagram that did not fit into the buffer."""


class Intake:
    """Copies datagrams out of a socket, which is its own from now on, into a bounded queue.

    When the queue is full it stops, so that the kernel's buffer fills behind it, and goes on when half of it is taken.
    It stops at an error too, ENOBUFS excepted.

    Args:
        socket: what to empty.
        loop: the running event loop.
        limit: how many datagrams to hold.
    """

    def __init__(self, socket: NetlinkSocket, loop: asyncio.AbstractEventLoop, limit: int) -> None:
        self.socket = socket
        self.queue: deque[bytes | Cut | OSError] = deque()
        """Datagrams, and what the socket said instead of one (ENOBUFS: some were lost)."""
        self.closed = False
        self._loop, self._limit = loop, limit
        self._listening = False
        self._lost: OSError | None = None
        """The kernel dropped something, which is to be told behind what it had before."""
        self._waiter: asyncio.Future[None] | None = None
        self._listen()

    def take(self, most: int) -> list[bytes] | Cut | OSError:
        """Take from the queue, which must not be empty.

        Returns:
            The datagrams at its head, at most so many; or what is there instead of one.
        """
        queue = self.queue
        first = queue.popleft()
        taken: list[bytes] | Cut | OSError
        if isinstance(first, bytes):
            taken = [first]
            while queue and len(taken) < most and isinstance(following := queue[0], bytes):
                taken.append(following)
                queue.popleft()
        else:
            taken = first
        if not self._listening and len(queue) <= self._limit // 2:
            self._listen()
        return taken

    async def wait(self) -> None:
        """Wait until something comes, or it is closed. One at a time."""
        # The loop holds this object, and so the future, and so the task that waits: nobody else may hold that.
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def close(self) -> None:
        """Close the socket and forget what has come; again does nothing."""
        self.closed = True
        self._pause()
        self.socket.close()
        self.queue.clear()
        wake(self._waiter)

    def abandon(self) -> None:
        """Close it from a finalizer, which any thread may run."""
        try:
            self._loop.call_soon_threadsafe(self.close)
        except RuntimeError:  # the loop is closed, and watches nothing any more
            self.socket.close()

    def _listen(self) -> None:
        if not self.closed:
            self._listening = True
            self._loop.add_reader(self.socket.fileno(), self._readable)
            self._look_again()

    def _look_again(self) -> None:
        """Look for the end of what is there, where a loss is told: the loop does not say that it is reached."""
        if self._lost is not None and self._listening:
            self._loop.call_soon(self._readable)

    def _listen_again(self) -> None:
        if self._listening:
            self._pause()
            self._listen()

    def _pause(self) -> None:
        if self._listening:
            self._listening = False
            self._loop.remove_reader(self.socket.fileno())

    def _readable(self) -> None:
        if not self._listening:  # closed or paused since the loop was asked to call this
            return
        socket, queue = self.socket, self.queue
        for _ in range(min(AT_ONCE, self._limit - len(queue))):
            try:
                length = socket.receive()
            except BlockingIOError:
                if self._lost is not None:
                    queue.append(self._lost)
                    self._lost = None
                break
            except Truncated as error:
                queue.append((bytes(socket.buffer), error.with_traceback(None)))
                socket.enlarge_buffer(socket.longest)
            except OSError as error:
                error = error.with_traceback(None)  # which would keep this frame and all that it refers to
                if error.errno != errno.ENOBUFS:
                    queue.append(error)
                    self._pause()
                    break
                # The kernel says so once, and drops all that is new until its queue is empty: that is told there, since
                # whoever lists anew earlier would miss what is dropped after that. Until then it is to be emptied.
                self._lost = error
                # After an error that poll(2) tells of, as this one, libuv watches a descriptor no more.
                self._loop.call_soon(self._listen_again)
            else:
                queue.append(bytes(memoryview(socket.buffer)[:length]))
        if len(queue) >= self._limit:
            self._pause()
        self._look_again()
        wake(self._waiter)
