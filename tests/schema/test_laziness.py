"""pydantic costs some 60 ms to import, so it is imported only when options are looked at."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(program: str) -> None:
    """In a fresh interpreter: this one has long imported everything."""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    "module",
    ["nlink", "nlink.netlink.route.links.message", "nlink.netlink.connection", "nlink.netlink.generic.controller"],
)
def test_importing_messages_imports_no_pydantic(module: str) -> None:
    run(f"import sys, {module}; assert 'pydantic' not in sys.modules")


def test_decoding_links_imports_it_when_their_options_are_touched() -> None:
    run(
        """
import struct, sys
from nlink.netlink.route.links.message import LinkMessage
from nlink.netlink.schema.reader import MessageReader

def attribute(number, payload):
    return struct.pack("=HH", len(payload) + 4, number) + payload + bytes(-len(payload) % 4)

info = attribute(1, b"vlan\\0") + attribute(2, attribute(1, struct.pack("=H", 5)))
body = bytes(16) + attribute(3, b"eth0.5\\0") + attribute(18, info)
wire = (struct.pack("=IHHII", 16 + len(body), 16, 2, 1, 1) + body) * 100
links = []
MessageReader(LinkMessage).read(wire, 0, len(wire), links.append)
assert {(link.name, link.kind, str(link)) for link in links} == {("eth0.5", "vlan", str(links[0]))}
assert "pydantic" not in sys.modules
assert links[0].options.id == 5
assert "pydantic" in sys.modules
"""
    )


def test_only_the_kinds_that_are_met_are_imported() -> None:
    run(
        """
import sys
from nlink.netlink.route.links.registry import options_class
assert options_class("vlan").__name__ == "Vlan"
assert options_class("no such kind") is options_class("nothing") is options_class(None) is None
loaded = {name for name in sys.modules if name.startswith("nlink.netlink.route.links.kinds.")}
assert loaded == {"nlink.netlink.route.links.kinds.vlan"}, loaded
"""
    )
