"""Many changes in few sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from ..extack import Refusal, parse_done
from ..header import ACK, HEADER_LENGTH, align, pack_header
from .exchange import DONE, ERROR, OVERRUN, REQUEST, InFlight, refusal_of
from .failures import messages_lost

BUNDLE_MESSAGES: Final = 64
"""Most messages in one send. All of them refused, their errors still fit into the default receive buffer."""
BUNDLE_BYTES: Final = 32 * 1024
"""Most bytes in one send of several messages; the kernel refuses more than the send buffer (208 KiB)."""

Outgoing: TypeAlias = tuple[int, int, bytes, bool]
"""One request of many: type, flags, what follows the nlmsghdr, and whether its handler in the kernel may wait."""


class Changes(InFlight):
    """Consecutive changes, sent in one or more bundles.

    Only the last one of a bundle asks for an acknowledgement: the kernel works through them in order, and reports an
    error of the others in any case, with the sequence number of the one that it belongs to.
    """

    __slots__ = ("_results", "_start")

    def __init__(self, first: int, count: int, results: list[Refusal | None], start: int) -> None:
        super().__init__(first, count)
        self._results, self._start = results, start

    def take(self, sequence: int, kind: int, flags: int, data: bytearray | bytes, offset: int, end: int) -> None:
        """Take one's error, or the last one's acknowledgement. Data messages are not kept."""
        if kind in (ERROR, DONE):
            refusal = refusal_of(flags, data, offset, end) if kind == ERROR else parse_done(data, offset, end)
            if refusal is not None and refusal.errno:
                self._results[self._start + sequence - self.first] = refusal
            if sequence == self.first + self.count - 1:
                self.finish()
        elif kind == OVERRUN:
            self.fail(messages_lost())


def bundle_end(requests: Sequence[Outgoing], start: int) -> int:
    """Where the bundle ends that begins at ``start``: a request whose handler waits goes alone."""
    size = 0
    end = start
    limit = min(len(requests), start + BUNDLE_MESSAGES)
    while end < limit:
        _, _, payload, waits = requests[end]
        size += align(HEADER_LENGTH + len(payload))
        if end > start and (waits or size > BUNDLE_BYTES):
            break
        end += 1
        if waits:
            break
    return end


def bundle_bytes(requests: Sequence[Outgoing], start: int, end: int, first: int, port: int) -> bytes:
    """The messages of a bundle, as one send takes them."""
    parts: list[bytes] = []
    sequence = first
    last = end - 1
    for index in range(start, end):
        kind, flags, payload, _ = requests[index]
        length = len(payload) + HEADER_LENGTH
        flags = flags | REQUEST | ACK if index == last else (flags | REQUEST) & ~ACK
        parts.append(pack_header(length, kind, flags, sequence, port))
        parts.append(payload)
        if length & 3:
            parts.append(bytes(-length & 3))
        sequence += 1
    return b"".join(parts)
