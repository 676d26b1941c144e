"""A connection to a namespace of its own, and what goes over it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator

import pytest

from nlink import Connection
from nlink.netlink.socket import NetlinkSocket
from tests.connection.gate import Gate
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


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()
    original = NetlinkSocket.__init__

    def watched(self: NetlinkSocket, *args: object) -> None:
        original(self, *args)  # type: ignore[arg-type]
        plain = self.send

        def send(data: bytes) -> int:
            if threading.current_thread().name.startswith("nlink"):
                gate.arrived.set()
                gate.open.wait(10)
            return plain(data)

        self.send = send  # type: ignore[assignment]

    monkeypatch.setattr(NetlinkSocket, "__init__", watched)
    yield gate
    gate.open.set()
