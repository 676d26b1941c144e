"""Requests about one device, whose index stands at the same place in the header of links, addresses and neighbours."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from msgspec import Struct

from ..schema.message import Message

INDEX = struct.Struct("=I")
BEFORE, BEHIND = 4, 8
"""Where the index begins and ends in ``struct ifinfomsg``, ``ifaddrmsg`` and ``ndmsg``."""


# No function that keeps the message: a large batch has many of them, and the garbage collector would look at each.
class AboutDevice(Struct, gc=False, eq=False):
    """The bytes of a message about a device that was told by its name, but for its index."""

    name: str
    payload: bytes

    def __call__(self, indexes: Mapping[str, int]) -> bytes:
        return self.payload[:BEFORE] + INDEX.pack(indexes[self.name]) + self.payload[BEHIND:]


def about_device(device: int | str, message: Message) -> AboutDevice | bytes:
    """What a Request builds its bytes by.

    Args:
        device: what ``index_or_name`` told.
        message: the message, with the index where that is known.
    """
    payload = message.to_bytes()
    return AboutDevice(device, payload) if isinstance(device, str) else payload


def known_index(device: int | str) -> int:
    """The index for the message's header: 0 where it is not known yet."""
    return device if isinstance(device, int) else 0
