"""Where threads that send are stopped, so that a test finds them there."""

from __future__ import annotations

import asyncio
import threading


class Gate:
    """Where threads that send are stopped."""

    def __init__(self) -> None:
        self.arrived, self.open = threading.Event(), threading.Event()

    async def until_a_thread_waits(self) -> None:
        assert await asyncio.to_thread(self.arrived.wait, 10)
