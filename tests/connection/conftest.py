"""A connection to a namespace of its own, and what goes over it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from nlink import Connection
from tests.connection.sending import Sent
from tests.netns import Netns


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    """An open connection to the test's namespace."""
    async with Connection(namespace=netns.path) as opened:
        yield opened


@pytest.fixture
def sent(conn: Connection) -> Sent:
    """What ``conn`` sends from now on."""
    return Sent(conn)
