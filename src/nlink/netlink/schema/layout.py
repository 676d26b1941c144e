"""A class's layout: its fields as the codec wants them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from .field import Field
from .kind import Kind


class UnknownAttribute(NamedTuple):
    """An attribute that its class does not declare: kept, so that nothing is lost."""

    number: int
    data: bytes


NESTED: Final = 0x8000
"""``NLA_F_NESTED``: strict families want it on every attribute that holds attributes."""


class Writer(NamedTuple):
    """How the encoder writes an attribute."""

    field: Field
    kind: Kind[Any, Any]
    number: int
    """Its type, with ``NLA_F_NESTED`` where it belongs."""
    length: int
    pack: Callable[[int, int, Any], bytes] | None
    """Packs length, type, value and padding of a scalar."""


class Layout:
    """The fields of one Message, Attributes, CStruct or Options class, in order of declaration."""

    __slots__ = (
        "attributes", "by_number", "defaults", "fields", "header", "header_fields", "make", "name", "needed", "outer",
        "padding", "places", "plain_header", "required", "shapes", "switches", "unknown", "writers",
    )  # fmt: skip

    def __init__(self, name: str, fields: dict[str, Field], padding: Sequence[int], make: Callable[..., Any]) -> None:
        self.name = name
        self.fields = fields
        self.padding = frozenset(padding)
        self.make = make
        """Makes an object from all values, by position; no checks."""
        self.attributes = _sharing([field for field in fields.values() if field.role == "attribute"])
        self.by_number = {field.number: field for field in self.attributes}
        # The kernel's two attributes for one address are one field, told apart in an error's path only.
        for field in self.attributes:
            if field.other:
                self.by_number[field.other] = replace(field, name=f"{field.name}6")
        self.header_fields = tuple(field for field in fields.values() if field.role == "header")
        self.header = struct.Struct("=" + header_format(self.header_fields))
        self.outer = tuple(field for field in fields.values() if field.role == "outer")
        self.defaults = [field.default_stored for field in fields.values()]
        self.shapes: Any = None
        """What reader.py keeps for the class."""
        self.unknown = UnknownAttribute
        self.needed = tuple(field for field in fields.values() if field.required)
        """What a user has to give."""
        self.required = tuple(field for field in self.attributes if field.required)
        for field in self.attributes:
            if not isinstance(field.kind, Kind):
                # Mostly a kind that has to be called: boolean(u8), enum(E, u8).
                raise TypeError(f"{name}.{field.name}: a kind of value is needed, not a {type(field.kind).__name__}")
            field.repeats = field.kind.repeats
            if field.kind.format is not None:
                field.scalar = struct.Struct("=" + field.kind.format)
        self.writers: list[Writer | None] = [None] * (1 + max([field.position for field in fields.values()], default=0))
        """What the encoder needs to write the value at each position; None for what is no attribute of its own."""
        for field in self.attributes:
            if not field.reported and not field.shared:
                self.writers[field.position] = _writer(field)
        self.switches = tuple(field.shared for field in self.attributes if field.shared)
        positions = [field.position for field in self.header_fields]
        simple = all(field.kind is not None and field.kind.format is not None for field in self.header_fields)
        together = positions == list(range(positions[0], positions[0] + len(positions))) if positions else False
        self.plain_header = slice(positions[0], positions[-1] + 1) if simple and together else None
        """Where the header's fields are stored, if they are scalars that stand together."""
        self.places = {number: _place(field) for number, field in self.by_number.items()}
        """Of each attribute: where its value goes, of a scalar what unpacks it and its length, whether it repeats."""

    def name_of(self, number: int) -> str:
        """The name of an attribute; its number where it has none."""
        field = self.by_number.get(number)
        return field.name if field else str(number)


def _writer(field: Field) -> Writer:
    kind, scalar = field.kind, field.scalar
    assert kind is not None
    if scalar is None:
        return Writer(field, kind, field.number | (NESTED if kind.nested else 0), 0, None)
    whole = struct.Struct(f"=HH{kind.format}{-scalar.size % 4}x")
    return Writer(field, kind, field.number, scalar.size + 4, whole.pack)


def _place(field: Field) -> tuple[int, Callable[..., Any] | None, int, bool]:
    scalar = field.scalar
    unpack, length = (scalar.unpack_from, scalar.size + 4) if scalar else (None, 0)
    return field.position, unpack, length, field.repeats


def _sharing(attributes: list[Field]) -> tuple[Field, ...]:
    """The fields that stand for an attribute each: of switches in the same one the first, which names them all."""
    by_number: dict[int, list[Field]] = {}
    for field in attributes:
        by_number.setdefault(field.number, []).append(field)
    for fields in by_number.values():
        first = fields[0]
        if first.shares:
            first.shared = tuple(fields)
        elif len(fields) > 1:
            raise TypeError(f"{first.name} and {fields[1].name} are both attribute {first.number}")
        for field in fields:
            field.source = first.position
    return tuple(fields[0] for fields in by_number.values())


def header_format(fields: Sequence[Field]) -> str:
    """The ``struct`` format of the fixed fields, without the sign for the byte order."""
    return "".join(member_format(field.kind) + "x" * field.pad for field in fields)


def member_format(kind: Kind[Any, Any] | None) -> str:
    if kind is None or kind.size is None:
        raise TypeError(f"a fixed field needs a kind of fixed size, not {kind!r}")
    return kind.format or f"{kind.size}s"
