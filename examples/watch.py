"""What changes, as it changes, until it is interrupted (Ctrl-C).

Watches a namespace called blue, and changes nothing; as root: ip netns add blue; python examples/watch.py
"""

from __future__ import annotations

from asyncio import run
from contextlib import suppress

from nlink import DelLink, EventStream, NewLink, NewRoute, Overrun

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run


async def main() -> None:
    stream = EventStream.builder().links().routes().namespace("blue").build()
    async with stream:
        print("watching")
        async for event in stream:
            match event:
                case NewLink(link=link):
                    print("link", link.name, link.operstate)
                case DelLink(link=link):
                    print("gone", link.name)
                case NewRoute(route=route, replaced=True):
                    print("replaced", route)
                case NewRoute(route=route):
                    print("route", route)
                case Overrun():
                    print("the kernel dropped events: what is known may be wrong now")
                case _:  # DelRoute, NewBridgePort, a Malformed or Unknown message ...
                    print(event)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main())
