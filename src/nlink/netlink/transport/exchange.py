"""What is in flight, and the messages that answer it."""

from __future__ import annotations

import asyncio
import logging
import struct
from collections.abc import Mapping
from typing import Final

from ...errors import DecodeError, NetlinkError, Truncated
from ..extack import Refusal, parse_done, parse_error
from ..header import FIRST_DATA_TYPE, HEADER, HEADER_LENGTH
from ..socket import NetlinkSocket
from ..uapi.netlink import NETLINK, NLM_F, NLMSG
from .failures import messages_lost
from .waking import wake

log: Final = logging.getLogger("nlink")

REQUEST: Final = int(NLM_F.REQUEST)
MULTI: Final = int(NLM_F.MULTI)
ACK_TLVS: Final = int(NLM_F.ACK_TLVS)
NOOP: Final = int(NLMSG.NOOP)
ERROR: Final = int(NLMSG.ERROR)
DONE: Final = int(NLMSG.DONE)
OVERRUN: Final = int(NLMSG.OVERRUN)

AUDIT: Final = int(NETLINK.AUDIT)

ERRNO: Final = struct.Struct("=i")


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

    def take(self, sequence: int, kind: int, flags: int, data: bytearray | bytes, offset: int, end: int) -> None:
        """Take one message that answers this."""
        raise NotImplementedError

    def finish(self) -> None:
        """It is answered."""
        self.finished = True
        wake(self.waiter)

    def fail(self, error: Exception) -> None:
        """It will not be answered."""
        if not self.finished:
            self.error = error
            self.finish()


def deliver(data: bytearray | bytes, end: int, socket: NetlinkSocket, in_flight: Mapping[int, InFlight]) -> None:
    """Hand the messages of a datagram to those whom they answer: by port and sequence number, before anything else.

    Args:
        data: the datagram, from its beginning.
        end: its length.
        socket: where it was received.
        in_flight: by sequence number.
    """
    offset = 0
    while end - offset >= HEADER_LENGTH:
        length, kind, flags, sequence, port = HEADER.unpack_from(data, offset)
        stop = offset + length
        entry = in_flight.get(sequence)
        if entry is None or (port != socket.port and not _nameless(port, socket)):
            # The rest of what somebody no longer waits for, or the answer to somebody else.
            log.debug("netlink: dropped a message to port %d, sequence number %d", port, sequence)
        elif length < HEADER_LENGTH or stop > end:
            entry.fail(DecodeError(f"a message of {length} bytes where {end - offset} are left", offset=0))
        elif not entry.finished:
            try:
                entry.take(sequence, kind, flags, data, offset, stop)
            except DecodeError as error:
                entry.fail(error)
        if length < HEADER_LENGTH:
            break
        offset = (stop + 3) & ~3


def deliver_truncated(error: Truncated, socket: NetlinkSocket, in_flight: Mapping[int, InFlight]) -> None:
    """A datagram did not fit: what it answers fails. When that is made again, the buffer will do."""
    _, _, _, sequence, port = HEADER.unpack_from(socket.buffer)
    entry = in_flight.get(sequence)
    if entry is not None and (port == socket.port or _nameless(port, socket)):
        entry.fail(error)
    socket.enlarge_buffer(socket.longest)


def _nameless(port: int, socket: NetlinkSocket) -> bool:
    # The audit system leaves the port out of its replies (still in Linux 6.18).
    return port == 0 and socket.protocol == AUDIT


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

    def take(self, sequence: int, kind: int, flags: int, data: bytearray | bytes, offset: int, end: int) -> None:
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


def refusal_of(flags: int, data: bytearray | bytes, offset: int, end: int) -> Refusal | None:
    """What an ``NLMSG_ERROR`` says: None for a plain acknowledgement. A warning is logged."""
    if end - offset >= HEADER_LENGTH + 4 and not flags & ACK_TLVS and not ERRNO.unpack_from(data, offset + 16)[0]:
        return None
    refusal = parse_error(data, offset, end)
    if not refusal.errno:
        note_warning(refusal)
    return refusal
