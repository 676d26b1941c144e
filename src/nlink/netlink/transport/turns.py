"""Turns on the event loop: nothing here may hold it for more than a few milliseconds, however much there is to do."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import Final
from weakref import WeakKeyDictionary

TURN: Final = 0.002
"""Seconds that all transports of one loop together may work before the loop goes round."""
MOST_WOKEN: Final = 32
"""How many of those who wait for a turn are woken together at most; those that come too late wait again."""


class Turns:
    """Whose turn it is on one event loop.

    The kernel answers inside ``send`` and has the next part of a dump ready inside ``recv``, so a loop over requests or
    over a dump would never come to an await that really waits. Before each piece of work the transport asks ``over()``,
    and if so awaits ``next()``. All transports of a loop share its turns: ten dumps that worked for 2 ms each before
    they let go would hold it for 20.
    """

    def __init__(self) -> None:
        self._running = False
        self._ends = 0.0
        self._granted = False
        self._served = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def over(self) -> bool:
        """Whether the loop must go round before the next piece of work."""
        if self._waiting:
            return True
        if self._running:
            return monotonic() > self._ends
        self._begin(asyncio.get_running_loop())
        return False

    async def next(self) -> None:
        """Let the loop go round, and wait for a turn: first come, first served."""
        loop = asyncio.get_running_loop()
        if not self._running:
            self._begin(loop)
        waiter = loop.create_future()
        self._waiting.append(waiter)
        await waiter
        while not self._granted and monotonic() > self._ends:
            waiter = loop.create_future()
            self._waiting.appendleft(waiter)
            await waiter
        if self._granted:
            # The first who wakes begins the turn, so that somebody always gets on, however busy the loop is otherwise.
            self._granted = False
            self._ends = monotonic() + TURN
        self._served += 1

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._running = True
        self._ends = monotonic() + TURN
        loop.call_soon(self._went_round, loop)

    def _went_round(self, loop: asyncio.AbstractEventLoop) -> None:
        self._running = False
        # Twice as many as got on in the last turn: many who want little share a turn, and few wake up in vain.
        most = min(2 * self._served + 1, MOST_WOKEN)
        woken = self._served = 0
        while self._waiting and woken < most:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                woken += 1
        self._granted = woken > 0
        if woken:
            self._begin(loop)


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


def turns_of(loop: asyncio.AbstractEventLoop) -> Turns:
    """The turns of a loop, shared by all transports on it."""
    turns = _turns.get(loop)
    if turns is None:
        turns = _turns[loop] = Turns()
    return turns
