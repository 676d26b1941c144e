"""Decoding specialised on a message's shape: its length, and the types and lengths of its attributes.

Messages of one dump are nearly all of a few shapes. For a shape that repeats, one ``struct.Struct`` that takes a whole
message apart and a small generated function that compares the attribute headers, makes the object and goes on to the
next message: some five times quicker than the attribute loop. It stops at the first message that differs.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from typing import Any

from .decode import ATTRIBUTE, NUMBER
from .layout import Layout, header_format

Run = Callable[[Any, int, int, bytes, Callable[[Any], object], tuple[Any, ...]], int]
"""(data, offset, end, nlmsghdr, append, outer values) -> where it stopped."""


def compile_shape(layout: Layout, length: int, heads: tuple[int, ...]) -> Run:
    """A function that decodes messages of this shape, as long as they come.

    Args:
        length: of the message, with its nlmsghdr, without padding.
        heads: each attribute's header as an integer, ``length << 16 | type``.
    """
    form = ["=16s", header_format(layout.header_fields)]
    if heads:
        form.append("x" * (-layout.header.size % 4))
    names = ["prefix", *(f"f{field.position}" for field in layout.header_fields)]
    given = {field.position: f"f{field.position}" for field in layout.header_fields}
    unknown: list[str] = []
    repeated: dict[int, list[str]] = {}
    for index, head in enumerate(heads):
        size, number = head >> 16, head & NUMBER
        payload = size - 4
        names += [f"h{index}", f"v{index}"]
        field = layout.by_number.get(number)
        scalar = field.scalar if field else None
        form.append("I" + (scalar.format[1:] if scalar else f"{payload}s"))
        if index < len(heads) - 1:
            form.append("x" * (-payload % 4))
        if field is None:
            if number in layout.padding:
                continue
            unknown.append(f"Unknown({number}, v{index})")
        elif field.repeats:
            repeated.setdefault(field.position, []).append(f"v{index}")
        else:
            given[field.position] = f"v{index}"
    for position, values in repeated.items():
        given[position] = f"[{', '.join(values)}]"
    if unknown:
        given[0] = f"({', '.join(unknown)},)"
    for index, field in enumerate(layout.outer):
        given[field.position] = f"outer[{index}]"
    arguments = [given.get(position, f"d{position}") for position in range(len(layout.defaults))]
    heads_match = (f"h{index} == {wire_head(head)}" for index, head in enumerate(heads))
    same = " and ".join(["prefix == expected", *heads_match])
    source = f"""
def run(data, offset, end, expected, append, outer):
    last = end - {length}
    while offset <= last:
        {", ".join(names)}, = unpack(data, offset)
        if not ({same}):
            break
        append(make({", ".join(arguments)}))
        offset += {(length + 3) & ~3}
    return offset
"""
    form.append("x" * (length - struct.calcsize("".join(form))))  # the padding of the last attribute, if it has any
    whole = struct.Struct("".join(form))
    space: dict[str, Any] = {"unpack": whole.unpack_from, "make": layout.make, "Unknown": layout.unknown}
    space |= {f"d{position}": value for position, value in enumerate(layout.defaults)}
    exec(compile(source, f"<shape of {layout.name}>", "exec"), space)
    return space["run"]  # type: ignore[no-any-return]


def wire_head(head: int) -> int:
    """An attribute's header as the four bytes of the wire are read in one."""
    return int.from_bytes(ATTRIBUTE.pack(head >> 16, head & 0xFFFF), sys.byteorder)
