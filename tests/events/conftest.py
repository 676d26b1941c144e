"""A namespace with a pair of veths, and a stream of all that happens in it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from nlink import EventStream
from tests.netns import Netns


@pytest.fixture
def veth(netns: Netns) -> Netns:
    """The test's namespace, with v0 and v1 in it, up and quiet: without IPv6, whose routers' search never ends."""
    netns.run("sh", "-c", "for each in all default; do echo 1 > /proc/sys/net/ipv6/conf/$each/disable_ipv6; done")
    netns.run("ip", "link", "add", "v0", "up", "type", "veth", "peer", "name", "v1")
    netns.run("ip", "link", "set", "v1", "up")
    # The kernel tells that a carrier came a moment later; a test must not hear that.
    while [link["operstate"] for link in netns.json("ip", "-j", "link", "show", "type", "veth")] != ["UP", "UP"]:
        time.sleep(0.01)
    return netns


@pytest.fixture
async def stream(veth: Netns) -> AsyncIterator[EventStream]:
    """An entered stream of everything that happens in ``veth``."""
    chosen = EventStream.builder().links().addresses().routes().neighbors().rules().nexthops()
    chosen = chosen.mdb().bridge_vlans().netconf().vnis().prefixes()
    async with chosen.namespace(veth.path).build() as stream:
        yield stream
