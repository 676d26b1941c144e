"""A transport in a namespace of its own, and a peer that plays the kernel's part."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from nlink.netlink.transport import Transport
from nlink.netlink.uapi.netlink import NETLINK
from tests.netns import Netns
from tests.transport.peer import Peer


@pytest.fixture
async def transport(netns: Netns) -> AsyncIterator[Transport]:
    """An open rtnetlink transport in the test's namespace."""
    async with Transport(NETLINK.ROUTE, netns.path) as opened:
        yield opened


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.close()
