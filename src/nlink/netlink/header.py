"""``struct nlmsghdr``, which every netlink message begins with."""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct("=IHHII")
"""Length (header included), type, flags, sequence number, port."""
HEADER_LENGTH: Final = 16
FIRST_DATA_TYPE: Final = 16
"""``NLMSG_MIN_TYPE``: the types below are control messages: NOOP, ERROR, DONE, OVERRUN."""


def align(length: int) -> int:
    """Round a length up to where the next message begins (``NLMSG_ALIGN``)."""
    return (length + 3) & ~3
