"""What is in flight on a request socket: single requests, and bundles of requests that share one send."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import struct
from collections.abc import Sequence
from typing import Final, TypeAlias

from ..errors import MessagesLost, NetlinkError
from .extack import Refusal, parse_done, parse_error
from .header import FIRST_DATA_TYPE, HEADER, HEADER_LENGTH, align
from .uapi.netlink import NLM_F, NLMSG

log: Final = logging.getLogger("nlink")

REQUEST: Final = int(NLM_F.REQUEST)
MULTI: Final = int(NLM_F.MULTI)
ACK: Final = int(NLM_F.ACK)
ACK_TLVS: Final = int(NLM_F.ACK_TLVS)
NOOP: Final = int(NLMSG.NOOP)
ERROR: Final = int(NLMSG.ERROR)
DONE: Final = int(NLMSG.DONE)
OVERRUN: Final = int(NLMSG.OVERRUN)

ERRNO: Final = struct.Struct("=i")

BUNDLE_MESSAGES: Final = 64
"""Most messages in one send. All of them refused, their errors still fit into the default receive buffer."""
BUNDLE_BYTES: Final = 32 * 1024
"""Most bytes in one send of several messages; the kernel refuses more than the send buffer (208 KiB)."""

Outgoing: TypeAlias = tuple[int, int, bytes, bool]
"""One request of many: type, flags, what follows the nlmsghdr, and whether its handler in the kernel may wait."""


def refused_by_socket(error: OSError) -> NetlinkError:
    """What the socket itself refused, as the exception of its meaning."""
    number = error.errno or errno.EIO
    message = error.strerror or os.strerror(number)
    return NetlinkError.from_errno(number, message)


def messages_lost() -> MessagesLost:
    """The receive queue overran while requests were in flight."""
    return MessagesLost(
        errno.ENOBUFS, "the receive queue overran and replies were lost; what was asked for may have been done"
    )


def note_warning(refusal: Refusal) -> None:
    """Log what the kernel said beside a success."""
    if refusal.message:
        log.warning("netlink: the kernel warns: %s", refusal.message)


class InFlight:
    """Something sent, until it is answered: finished, or failed with ``error``."""

    __slots__ = ("count", "error", "finished", "first", "waiter")

    def __init__(self, first: int, count: int) -> None:
        self.first, self.count = first, count
        """The sequence numbers."""
        self.finished = False
        self.error: Exception | None = None
        self.waiter: asyncio.Future[None] | None = None
        """Made only when the answer is not there at once."""

    def take(self, sequence: int, kind: int, flags: int, data: bytearray, offset: int, end: int) -> None:
        """Take one message that answers this."""
        raise NotImplementedError

    def finish(self) -> None:
        """It is answered."""
        self.finished = True
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)

    def fail(self, error: Exception) -> None:
        """It will not be answered."""
        if not self.finished:
            self.error = error
            self.finish()


class Exchange(InFlight):
    """One request and the messages that answer it.

    It is finished by its acknowledgement if it asked for one, else by the first message that is not part of a multipart
    reply; by ``NLMSG_DONE``; or by an error.
    """

    __slots__ = ("acknowledged", "replies")

    def __init__(self, sequence: int, acknowledged: bool) -> None:
        # Like InFlight's, which costs more to call.
        self.first = sequence
        self.count = 1
        self.finished = False
        self.error = None
        self.waiter = None
        self.acknowledged = acknowledged
        self.replies: list[bytes] = []

    def take(self, sequence: int, kind: int, flags: int, data: bytearray, offset: int, end: int) -> None:
        """Take one message that answers this request."""
        # Type 0 is data: FIB_LOOKUP replies with it.
        if kind >= FIRST_DATA_TYPE or kind == 0:
            self.replies.append(bytes(memoryview(data)[offset:end]))
            if not self.acknowledged and not flags & MULTI:
                self.finish()
        elif kind == ERROR:
            refusal = refusal_of(flags, data, offset, end)
            if refusal is not None and refusal.errno:
                self.fail(NetlinkError.from_refusal(refusal))
            else:
                self.finish()
        elif kind == DONE:
            refusal = parse_done(data, offset, end)
            if refusal.errno:
                self.fail(NetlinkError.from_refusal(refusal))
            else:
                note_warning(refusal)
                self.finish()
        elif kind == OVERRUN:
            self.fail(messages_lost())


def refusal_of(flags: int, data: bytearray, offset: int, end: int) -> Refusal | None:
    """What an ``NLMSG_ERROR`` says: None for a plain acknowledgement. A warning is logged."""
    if end - offset >= HEADER_LENGTH + 4 and not flags & ACK_TLVS and not ERRNO.unpack_from(data, offset + 16)[0]:
        return None
    refusal = parse_error(data, offset, end)
    if not refusal.errno:
        note_warning(refusal)
    return refusal


class Bundle(InFlight):
    """Consecutive requests that are sent together. Only the last asks for an acknowledgement: the kernel works through
    them in order, and reports an error of the others in any case, with the sequence number of the one it belongs to.
    """

    __slots__ = ("_results", "_start")

    def __init__(self, first: int, count: int, results: list[Refusal | None], start: int) -> None:
        super().__init__(first, count)
        self._results, self._start = results, start

    def take(self, sequence: int, kind: int, flags: int, data: bytearray, offset: int, end: int) -> None:
        """Take an error of one request, or the last one's acknowledgement. Data messages are not kept."""
        if kind == ERROR or kind == DONE:
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
    pack = HEADER.pack
    sequence = first
    last = end - 1
    for index in range(start, end):
        kind, flags, payload, _ = requests[index]
        length = len(payload) + HEADER_LENGTH
        flags = flags | REQUEST | ACK if index == last else (flags | REQUEST) & ~ACK
        parts.append(pack(length, kind, flags, sequence, port))
        parts.append(payload)
        if length & 3:
            parts.append(bytes(-length & 3))
        sequence += 1
    return b"".join(parts)
