"""What is loaded: pydantic only for who uses options."""

from __future__ import annotations

import subprocess
import sys

from tests.netns import Netns

LOADED = "print(sorted(name for name in ('pydantic', 'pydantic_core') if name in sys.modules))"


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_nlink_loads_neither_pydantic_nor_asyncio() -> None:
    assert run(f"import sys, nlink; {LOADED}") == "[]"
    assert run("import sys, nlink; print('asyncio' in sys.modules)") == "False"


def test_reading_and_changing_without_options_loads_no_pydantic(netns: Netns) -> None:
    netns.run("ip", "link", "add", "br0", "type", "bridge")
    netns.run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1")
    program = f"""
import asyncio, sys
from nlink import Connection
async def main():
    async with Connection(namespace="{netns.path}") as conn:
        links = await conn.get_links()
        print([(link.name, link.kind, link.is_up) for link in links], *map(str, links), sep="; ")
        await conn.get_link("br0")
        await conn.get_links(kind="bridge")
        await conn.set_link("v0", master="br0", up=True)
        await conn.add_address("v0", "10.0.0.1/24")
        await conn.add_route("10.1.0.0/16", device="v0")
        print([await conn.get_addresses(), await conn.get_routes(), await conn.get_neighbors(), await conn.get_rules()])
        async with conn.batch() as batch:
            batch.del_link("v0")
        batch.check()
asyncio.run(main())
{LOADED}
"""
    assert run(program).splitlines()[-1] == "[]"
