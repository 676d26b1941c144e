"""Records what a connection sends and how many messages come back, and sends it all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from nlink import Connection


class Sent:
    """What goes over the rtnetlink transport of a connection."""

    def __init__(self, conn: Connection) -> None:
        self.requests: list[tuple[int, int, bytes]] = []
        """Type, flags and payload of each request, also of those of batches and dumps."""
        self.dumped = 0
        """How many objects the kernel has sent in dumps, before anything was left out of them."""
        self.bundles: list[int] = []
        """How many requests each part of a batch had."""
        transport = conn.transport
        request, send_many, dump = transport.request, transport.send_many, transport.dump

        async def record_request(type: int, flags: int, payload: bytes, **options: Any) -> list[bytes]:
            self.requests.append((type, flags, payload))
            return await request(type, flags, payload, **options)

        async def record_many(requests: Sequence[Any], **options: Any) -> Any:
            self.bundles.append(len(requests))
            self.requests += [sent[:3] for sent in requests]
            return await send_many(requests, **options)

        def record_dump(type: int, flags: int, payload: bytes, reader: Any, **options: Any) -> Any:
            self.requests.append((type, flags, payload))
            return _Counted(dump(type, flags, payload, reader, **options), self)

        transport.request = record_request  # type: ignore[method-assign]
        transport.send_many = record_many  # type: ignore[method-assign]
        transport.dump = record_dump  # type: ignore[method-assign]


class _Counted:
    def __init__(self, parts: Any, sent: Sent) -> None:
        self._parts, self._sent = parts, sent

    async def __aiter__(self) -> AsyncIterator[list[Any]]:
        async for part in self._parts:
            self._sent.dumped += len(part)
            yield part

    async def aclose(self) -> None:
        await self._parts.aclose()
