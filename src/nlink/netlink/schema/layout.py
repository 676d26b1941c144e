"""A class's layout: its fields as the codec wants them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from .field import Field
from .kind import Kind


class UnknownAttribute(NamedTuple):
    """An attribute that its class does not declare: kept, so that nothing is lost."""

    number: int
    data: bytes


class Layout:
    """The fields of one Message, Attributes, CStruct or Options class, in order of declaration."""

    __slots__ = (
        "attributes", "by_number", "defaults", "fields", "header", "header_fields", "make", "name", "outer", "padding",
        "required", "shapes", "unknown",
    )  # fmt: skip

    def __init__(
        self, name: str, fields: dict[str, Field], padding: Sequence[int], make: Callable[..., Any] | None
    ) -> None:
        self.name = name
        self.fields = fields
        self.padding = frozenset(padding)
        self.make = make
        """Makes an object from all values, by position; no checks."""
        self.attributes = _sharing([field for field in fields.values() if field.role == "attribute"])
        self.by_number = {field.number: field for field in self.attributes}
        # The kernel's two attributes for one address are one field, told apart in an error's path only.
        self.by_number |= {field.other: replace(field, name=f"{field.name}6") for field in self.attributes if field.other}
        self.header_fields = tuple(field for field in fields.values() if field.role == "header")
        self.header = struct.Struct("=" + header_format(self.header_fields))
        self.outer = tuple(field for field in fields.values() if field.role == "outer")
        self.defaults = [field.default_stored for field in fields.values()]
        self.shapes: Any = None
        """What reader.py keeps for the class."""
        self.unknown = UnknownAttribute
        self.required = tuple(field for field in self.attributes if field.required)
        for field in self.attributes:
            assert field.kind is not None
            field.repeats = field.kind.repeats
            if field.kind.format is not None:
                field.scalar = struct.Struct("=" + field.kind.format)


def _sharing(attributes: list[Field]) -> tuple[Field, ...]:
    """The fields that stand for an attribute each: of switches in the same one, the first, which then names them all."""
    first: dict[int, Field] = {}
    for field in attributes:
        known = first.setdefault(field.number, field)
        if known is not field and not known.shared:
            raise TypeError(f"{known.name} and {field.name} are both attribute {field.number}")
        if known is not field:
            known.shared += field.shared
            field.source = known.position
        else:
            field.source = field.position
    return tuple(first.values())


def header_format(fields: Sequence[Field]) -> str:
    """The ``struct`` format of the fixed fields, without the sign for the byte order."""
    return "".join(member_format(field.kind) + "x" * field.pad for field in fields)


def member_format(kind: Kind[Any, Any] | None) -> str:
    if kind is None or kind.size is None:
        raise TypeError(f"a fixed field needs a kind of fixed size, not {kind!r}")
    return kind.format or f"{kind.size}s"
