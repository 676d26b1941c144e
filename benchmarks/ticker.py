"""A task that ticks as fast as the event loop goes round, and so sees how long it stands still."""

from __future__ import annotations

import asyncio
from time import perf_counter
from types import TracebackType
from typing import Self


class Ticker:
    """An async context manager; ``longest`` is the longest stall of the loop inside it, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._tick())
        await asyncio.sleep(0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await asyncio.sleep(0)  # the last stall is seen only by a tick after it
        self._task.cancel()

    async def _tick(self) -> None:
        last = perf_counter()
        while True:
            await asyncio.sleep(0)
            now = perf_counter()
            self.longest = max(self.longest, now - last)
            last = now
