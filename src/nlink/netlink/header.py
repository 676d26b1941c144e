"""``struct nlmsghdr``, which every netlink message begins with."""

from __future__ import annotations

import struct
from typing import Final

from ..errors import InvalidInput
from .uapi.netlink import NLM_F

HEADER: Final = struct.Struct("=IHHII")
"""Length (header included), type, flags, sequence number, port."""
HEADER_LENGTH: Final = 16
ACK: Final = int(NLM_F.ACK)
"""Answer also when it succeeds. A plain integer, as is the next: enums are slow where every message passes."""
DUMP_INTR: Final = int(NLM_F.DUMP_INTR)
"""On a message of a dump: what is listed changed meanwhile."""
FIRST_DATA_TYPE: Final = 16
"""``NLMSG_MIN_TYPE``: the types below are control messages: NOOP, ERROR, DONE, OVERRUN."""


def pack_header(length: int, kind: int, flags: int, sequence: int, port: int) -> bytes:
    """A header.

    Raises:
        InvalidInput: the type or the flags do not fit into 16 bits.
    """
    try:
        return HEADER.pack(length, kind, flags, sequence, port)
    except struct.error:
        field, value = ("flags", flags) if 0 <= kind <= 0xFFFF else ("type", kind)
        raise InvalidInput(field, f"{value} does not fit into 16 bits") from None


def align(length: int) -> int:
    """Round a length up to where the next message begins (``NLMSG_ALIGN``)."""
    return (length + 3) & ~3
