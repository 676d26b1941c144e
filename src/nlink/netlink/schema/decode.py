"""The plain decoder: one attribute after the other. Right for every layout; for what repeats shapes are quicker."""

from __future__ import annotations

import struct
from typing import Any, Final

from ...errors import DecodeError
from .layout import Layout, UnknownAttribute

ATTRIBUTE: Final = struct.Struct("=HH")
"""``struct nlattr``: length with this header, type with two flag bits."""
NUMBER: Final = 0x3FFF
"""``NLA_TYPE_MASK``: takes ``NLA_F_NESTED`` and ``NLA_F_NET_BYTEORDER`` off."""
Buffer = bytes | bytearray | memoryview


def walk(data: Buffer, offset: int, end: int) -> list[tuple[int, int, int]]:
    """The attributes between two offsets, as (type without flags, start of payload, end of payload)."""
    found: list[tuple[int, int, int]] = []
    while end - offset >= 4:
        length, number = ATTRIBUTE.unpack_from(data, offset)
        if length < 4 or offset + length > end:
            raise DecodeError(
                f"{length} bytes long where {end - offset} are left", attribute=str(number & NUMBER), offset=offset
            )
        found.append((number & NUMBER, offset + 4, offset + length))
        offset += (length + 3) & ~3
    if offset < end:
        raise DecodeError(f"{end - offset} bytes are left over behind the last attribute", offset=offset)
    return found


def values_of(layout: Layout, data: Buffer, offset: int, end: int, heads: list[int] | None = None) -> list[Any]:
    """The raw values of a header and of the attributes behind it, by position.

    Of an attribute that comes twice and is not declared to, the last one counts, as in the kernel's own parser.

    Args:
        heads: takes each attribute's header as one integer: the shape of what was decoded.
    """
    values = layout.defaults.copy()
    size = layout.header.size
    if size:
        if end - offset < size:
            raise DecodeError(f"the header has {size} bytes, and {end - offset} are left", offset=offset)
        for fixed, value in zip(layout.header_fields, layout.header.unpack_from(data, offset), strict=True):
            values[fixed.position] = value
        offset += (size + 3) & ~3
    if isinstance(data, bytes):
        raw, base = data, 0
    else:
        # Slices of bytes are bytes, which need not be copied again.
        raw, offset, end, base = bytes(data[offset:end]), 0, end - offset, offset
    places, unpack_head = layout.places, ATTRIBUTE.unpack_from
    unknown: list[UnknownAttribute] = []
    while end - offset >= 4:
        length, number = unpack_head(raw, offset)
        stop = offset + length
        if length < 4 or stop > end:
            reason = f"{length} bytes long where {end - offset} are left"
            raise DecodeError(reason, attribute=layout.name_of(number & NUMBER), offset=base + offset)
        if heads is not None:
            heads.append(length << 16 | number)
        number &= NUMBER
        place = places.get(number)
        if place is None:
            if number not in layout.padding:
                unknown.append(UnknownAttribute(number, raw[offset + 4 : stop]))
        else:
            position, unpack, size, repeats = place
            if unpack is not None:
                if length != size:
                    reason = f"has {length - 4} bytes instead of {size - 4}"
                    raise DecodeError(reason, attribute=layout.name_of(number), offset=base + offset)
                (values[position],) = unpack(raw, offset + 4)
            elif repeats:
                elements = values[position]
                if elements.__class__ is not list:
                    elements = values[position] = []
                elements.append(raw[offset + 4 : stop])
            else:
                values[position] = raw[offset + 4 : stop]
        offset += length + 3 & ~3
    if offset < end:
        raise DecodeError(f"{end - offset} bytes are left over behind the last attribute", offset=base + offset)
    if unknown:
        values[0] = tuple(unknown)
    for field in layout.required:
        if values[field.position] is None:
            raise DecodeError("is missing", attribute=field.name, offset=base + end)
    return values


def fill_outer(layout: Layout, values: list[Any], owner: object) -> None:
    """Put in what the object takes from the one around it."""
    for field in layout.outer:
        values[field.position] = getattr(owner, field.name, field.default)


def struct_values(layout: Layout, data: Buffer) -> list[Any]:
    """The raw values of a C struct, which may be shorter or longer than declared; the tail is the first of them."""
    values = layout.defaults.copy()
    size = layout.header.size
    data = bytes(data)
    if len(data) > size:
        values[0] = data[size:]
    for field, value in zip(layout.header_fields, layout.header.unpack_from(data.ljust(size, b"\0")), strict=True):
        values[field.position] = value
    return values
