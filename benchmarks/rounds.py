"""Rounds: every contestant in turn, again and again, so that what the machine does beside it hits all alike."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import TypeAlias

Contestant: TypeAlias = Callable[[], Awaitable[tuple[float, ...]]]
"""Does its work once, and says how long each part of it took, in seconds."""


async def in_turns(contestants: Mapping[str, Contestant], count: int) -> list[dict[str, list[float]]]:
    """Let each do its work so many times, and once before to warm up.

    Returns:
        For each part of the work, the times of all rounds by contestant.
    """
    measured: dict[str, list[tuple[float, ...]]] = {name: [] for name in contestants}
    for turn in range(count + 1):
        for name, work in contestants.items():
            gc.collect()
            times = await work()
            if turn:
                measured[name].append(times)
    parts = max(len(times[0]) for times in measured.values())
    return [
        {name: [time[part] for time in times] for name, times in measured.items() if part < len(times[0])}
        for part in range(parts)
    ]


def repeated(call: Callable[[], Awaitable[object]], times: int) -> Contestant:
    """The time of one call, from so many in a row."""

    async def work() -> tuple[float, ...]:
        started = perf_counter()
        for _ in range(times):
            await call()
        return ((perf_counter() - started) / times,)

    return work
