"""Taking events out of a stream, up to a point that the test itself sets."""

from __future__ import annotations

import asyncio
import itertools

from nlink import Event, EventStream, NewLink
from tests.netns import Netns

PATIENCE = 60
"""Seconds after which a test that waits for an event fails, rather than hangs."""

_marks = itertools.count()


async def take(stream: EventStream, count: int = 1) -> list[Event]:
    """The next events."""
    async with asyncio.timeout(PATIENCE):
        return [await anext(stream) for _ in range(count)]


async def heard(stream: EventStream, netns: Netns) -> list[Event]:
    """All events until now, of a stream that hears links: they end where a new alias of loopback is told."""
    mark = f"mark {next(_marks)}"
    netns.run("ip", "link", "set", "lo", "alias", mark)
    found: list[Event] = []
    async with asyncio.timeout(PATIENCE):
        async for event in stream:
            if isinstance(event, NewLink) and event.link.alias == mark:
                return found
            found.append(event)
    raise AssertionError("the stream ended")


def routes(first: int, count: int, verb: str = "add") -> str:
    """What `ip -batch -` takes to change so many routes, each other than those with another number."""
    return "".join(
        f"route {verb} 10.{number >> 16}.{number >> 8 & 255}.{number & 255}/32 dev lo\n"
        for number in range(first, first + count)
    )


def destinations(first: int, count: int) -> list[str]:
    """Where those routes lead to."""
    return [f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}/32" for number in range(first, first + count)]
