"""Network namespaces told by name, process and path; and one without a name, with a process started inside it.

As root: ip netns add blue; python examples/another_namespace.py
"""

from __future__ import annotations

from asyncio import run
from asyncio.subprocess import PIPE
from contextlib import suppress

from nlink import Connection, NamespaceNotFound, namespace

with suppress(ImportError):  # asyncio's own loop does as well
    from uvloop import run


async def main() -> None:
    try:
        async with Connection(namespace="blue") as blue:  # what `ip netns add blue` made
            print("in blue:", *await blue.get_links(), sep="\n  ")
    except NamespaceNotFound as error:  # a name never makes a namespace
        print(error)

    async with namespace.temporary() as ns:  # unnamed; gone at the end
        async with ns.connect() as conn:
            await conn.set_link_up("lo")
            await conn.add_address("lo", "10.0.0.1/32")

        process = await ns.spawn("ip", "-brief", "address", stdout=PIPE)  # an asyncio subprocess inside it
        printed, _ = await process.communicate()
        print("a process in it sees:", printed.decode().rstrip(), sep="\n  ")

        process = await ns.spawn("sleep", "60")
        async with Connection(namespace=process.pid) as conn:  # the namespace of a process
            print("by process:", *await conn.get_addresses(), sep="\n  ")
        async with Connection(namespace=f"/proc/{process.pid}/ns/net") as conn:  # a path, since there is a "/" in it
            print("by path:", *await conn.get_addresses(), sep="\n  ")
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    run(main())
