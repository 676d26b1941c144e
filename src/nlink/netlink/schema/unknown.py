"""The attributes that a class does not declare, as a kind of value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from .decode import NUMBER
from .kind import Kind, need
from .layout import UnknownAttribute
from .text import binary

Unknown: TypeAlias = tuple[UnknownAttribute, ...]


class UnknownAttributes(Kind[Unknown, Unknown]):
    """What was read and is not declared: numbers with their bytes."""

    eager = True

    def check(self, value: Unknown, /) -> None:
        need(value, tuple, "a tuple")
        for attribute in value:
            need(attribute, UnknownAttribute, "a tuple of UnknownAttribute")
            need(attribute.number, int, "a number")
            if not 0 <= attribute.number <= NUMBER:
                raise ValueError(f"attributes are numbered from 0 to {NUMBER}, not {attribute.number}")
            binary.check(attribute.data)

    def parse(self, value: Unknown, /) -> Unknown:
        pairs: Iterable[Any] = value
        parsed = tuple(UnknownAttribute(number, binary.parse(data)) for number, data in pairs)
        self.check(parsed)
        return parsed

    def plain(self, value: Unknown, /) -> object:
        return [(attribute.number, attribute.data.hex()) for attribute in value]


unknown_attributes: Final = UnknownAttributes()
