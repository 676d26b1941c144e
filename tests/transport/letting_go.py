"""Waiting until the threads are through with the kernel."""

from __future__ import annotations

import asyncio

from nlink.netlink.transport import worker


async def kernel_let_go() -> None:
    """Returns when no waiting operation counts as being done. Its answer may be read before its thread has said so."""
    while worker.kernel_is_held():  # noqa: ASYNC110  a thread tells, which knows of no loop
        await asyncio.sleep(0.001)
