"""The messages of generic netlink: a command and a version, then a family's own attributes."""

from __future__ import annotations

from ..schema.field import header
from ..schema.integers import u8
from ..schema.message import Message


class GenericMessage(Message):
    """What follows the nlmsghdr of a generic-netlink message (``struct genlmsghdr``); a family derives its own from it.

    A family's user header is declared by further ``header()`` fields.
    """

    command: int = header("cmd", u8)
    version: int = header("version", u8, default=1, pad=2)
