"""Waking a task that waits on a future."""

from __future__ import annotations

import asyncio


def wake(waiter: asyncio.Future[None] | None) -> None:
    """Let the one who waits go on, if there is one, and it is not woken or cancelled already."""
    if waiter is not None and not waiter.done():
        waiter.set_result(None)
