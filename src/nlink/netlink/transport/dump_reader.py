"""Readers: what a dump hands its datagrams to, to have them taken apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from ...errors import DecodeError
from ..header import DUMP_INTR, FIRST_DATA_TYPE, HEADER, HEADER_LENGTH, align

T_co = TypeVar("T_co", covariant=True)


class Reader(Protocol[T_co]):
    """Takes the messages of a dump apart. One reader serves one dump."""

    interrupted: bool
    """Set when a message carried ``NLM_F_DUMP_INTR``: what was listed changed meanwhile."""

    def read(self, data: bytearray, offset: int, end: int, append: Callable[[T_co], object]) -> int:
        """Take messages from ``data`` until the first control message (type below 16), or the end.

        Args:
            data: the receive buffer; what is kept of it must be copied.
            offset: where the first message begins.
            end: where the datagram ends.
            append: called with each object.

        Returns:
            The offset of the control message, or ``end``.
        """
        ...


class RawReader:
    """Gives each message of a dump as bytes, whole, with its nlmsghdr."""

    def __init__(self) -> None:
        self.interrupted = False

    def read(self, data: bytearray, offset: int, end: int, append: Callable[[bytes], object]) -> int:
        """Copy messages out until the first control message, or the end.

        Raises:
            DecodeError: a message's length is less than its header's, or more than what is left.
        """
        view = memoryview(data)
        while end - offset >= HEADER_LENGTH:
            length, kind, flags, _, _ = HEADER.unpack_from(data, offset)
            if kind < FIRST_DATA_TYPE:
                return offset
            if length < HEADER_LENGTH or length > end - offset:
                raise DecodeError(
                    f"a message of {length} bytes where {end - offset} are left", offset=0, message_type=kind
                )
            if flags & DUMP_INTR:
                self.interrupted = True
            append(bytes(view[offset : offset + length]))
            offset += align(length)
        if offset < end:
            raise DecodeError(f"a message header has 16 bytes, and {end - offset} are left", offset=0)
        return end
