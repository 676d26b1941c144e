"""Readers: they take whole datagrams of messages apart, by shape where one repeats, else attribute by attribute."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final, Generic

from typing_extensions import TypeVar

from ...errors import DecodeError
from ..header import DUMP_INTR, FIRST_DATA_TYPE, HEADER, HEADER_LENGTH, align
from .decode import Buffer, values_of
from .layout import Layout
from .message import Message
from .shape import Run, compile_shape, wire_head

M = TypeVar("M", bound=Message)

WORD: Final = struct.Struct("=I").unpack_from
REPEATS: Final = 32
"""A shape is compiled when it has come so often: compiling costs as much as 50 to 100 messages."""
SAMPLED: Final = 8
"""One in so many messages is counted at first, and fewer the more shapes there are: where all differ it is in vain."""
MOST_SHAPES: Final = 64
MOST_COUNTED: Final = 1024
MOST_ALIKE: Final = 2
"""Shapes with the same length and first attribute: each that is tried in vain costs a fifth of the plain way."""


class Shapes:
    """The compiled shapes of one message class, and how often the others came. Both are bounded."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.start = HEADER_LENGTH + ((layout.header.size + 3) & ~3)
        """Where the first attribute begins."""
        self.runs: dict[tuple[int, int], list[Run]] = {}
        """By the message's length and the header of its first attribute."""
        self._counted: dict[tuple[int, tuple[int, ...]], int] = {}
        self._compiled = 0
        self._ever = 0
        self.left = SAMPLED
        """How many messages are decoded the plain way until one is counted."""

    def find(self, data: Buffer, offset: int, length: int, end: int) -> list[Run]:
        """The functions for messages like the one at an offset."""
        first = offset + self.start
        return self.runs.get((length, WORD(data, first)[0] if length > self.start and first + 4 <= end else 0), NO_RUNS)

    def count(self, length: int, heads: list[int]) -> None:
        """Note that a message of this shape was decoded the plain way."""
        self.left = SAMPLED * (1 + 2 * min(self._ever, MOST_SHAPES))
        key = (length, tuple(heads))
        times = self._counted.get(key, 0) + 1
        if times < REPEATS // SAMPLED:
            if len(self._counted) >= MOST_COUNTED:
                self._counted.clear()
            self._counted[key] = times
            return
        self._counted.pop(key, None)
        if self._compiled >= MOST_SHAPES:
            self.runs.clear()
            self._compiled = 0
        first = wire_head(heads[0]) if heads else 0
        alike = self.runs.setdefault((length, first), [])
        alike.insert(0, compile_shape(self.layout, length, key[1]))
        self._compiled += 1
        self._ever += 1
        if len(alike) > MOST_ALIKE:
            alike.pop()
            self._compiled -= 1


NO_RUNS: Final[list[Run]] = []


def shapes_of(message: type[Message]) -> Shapes:
    """The shapes of a class, shared by all who read it."""
    layout = message.__layout__
    if layout.shapes is None:
        layout.shapes = Shapes(layout)
    return layout.shapes  # type: ignore[no-any-return]


class MessageReader(Generic[M]):
    """Reads the messages of a dump as objects of one class.

    Args:
        message: the class.
        outer: what the class takes from outside, by name.
    """

    def __init__(self, message: type[M], outer: dict[str, object] | None = None) -> None:
        self.message = message
        self.interrupted = False
        """A message said that the dump is inconsistent (``NLM_F_DUMP_INTR``)."""
        self._layout = message.__layout__
        self._shapes = shapes_of(message)
        self._outer = outer_values(message, outer or {})

    def read(self, data: Buffer, offset: int, end: int, append: Callable[[M], object]) -> int:
        """Decode messages until the first that is not data, or the end; return where it stopped.

        Messages of another sequence number or port than the first are left out: they answer somebody else.

        Raises:
            DecodeError: a message is malformed, or what is left is too short for one.
        """
        find, outer = self._shapes.find, self._outer
        ours: tuple[int, int] | None = None
        while end - offset >= HEADER_LENGTH:
            length, kind, flags, sequence, port = HEADER.unpack_from(data, offset)
            if kind < FIRST_DATA_TYPE:
                return offset
            if ours is None:
                ours = sequence, port
            elif ours != (sequence, port):
                offset += align(length) if length >= HEADER_LENGTH else end
                continue
            if flags & DUMP_INTR:
                self.interrupted = True
            started = offset
            for run in find(data, offset, length, end):
                offset = run(data, offset, end, bytes(data[offset : offset + HEADER_LENGTH]), append, outer)
                if offset != started:
                    break
            else:
                append(self._read_plainly(data, offset, end, length, kind))
                offset += align(length)
        if offset < end:
            raise DecodeError(f"a message header has 16 bytes, and {end - offset} are left", offset=0)
        return end

    def read_one(self, data: Buffer, offset: int = 0) -> M:
        """Decode the one message (with its nlmsghdr, which must be whole) at an offset.

        Raises:
            DecodeError: with the message's type, and the offset within the message.
        """
        (length,) = WORD(data, offset)
        end = min(offset + length, len(data))
        for run in self._shapes.find(data, offset, length, end):
            found: list[M] = []
            if (
                run(data, offset, end, bytes(data[offset : offset + HEADER_LENGTH]), found.append, self._outer)
                != offset
            ):
                return found[0]
        return self.read_plainly(data, offset, len(data))

    def read_plainly(self, data: Buffer, offset: int, end: int) -> M:
        """Decode the one message at an offset attribute by attribute, whether or not its shape is compiled.

        Raises:
            DecodeError: with the message's type, and the offset within the message.
        """
        if end - offset < HEADER_LENGTH:
            raise DecodeError(f"a message header has 16 bytes, and {end - offset} are left", offset=0)
        length, kind = HEADER.unpack_from(data, offset)[:2]
        return self._read_plainly(data, offset, end, length, kind)

    def _read_plainly(self, data: Buffer, offset: int, end: int, length: int, kind: int) -> M:
        layout, shapes = self._layout, self._shapes
        shapes.left -= 1
        heads: list[int] | None = [] if shapes.left <= 0 else None
        try:
            if length < HEADER_LENGTH or offset + length > end:
                raise DecodeError(f"a message of {length} bytes where {end - offset} are left", offset=offset)
            values = values_of(layout, data, offset + HEADER_LENGTH, offset + length, heads)
        except DecodeError as error:
            raise error.at(message_type=kind, base=offset) from None
        if self._outer:
            for field, value in zip(layout.outer, self._outer, strict=True):
                values[field.position] = value
        if heads is not None:
            shapes.count(length, heads)
        made: M = layout.make(*values)
        return made


def outer_values(message: type[Message], outer: dict[str, object]) -> tuple[object, ...]:
    """The values that a class takes from outside, in its order."""
    return tuple(outer.get(field.name, field.default) for field in message.__layout__.outer)
