"""The encoder: a header and attributes, in order of declaration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import InvalidInput
from .decode import ATTRIBUTE
from .field import Field
from .layout import Layout

_PADDING = (b"", b"\0\0\0", b"\0\0", b"\0")


def attribute(number: int, payload: bytes) -> bytes:
    """One attribute with its header and padding."""
    length = len(payload)
    if length > 0xFFFF - 4:
        raise ValueError(f"is {length} bytes long, and an attribute has room for 65531")
    return ATTRIBUTE.pack(length + 4, number) + payload + _PADDING[length & 3]


def encode(layout: Layout, contents: Sequence[Any]) -> bytes:
    """The bytes of an object: header, attributes, and the attributes that its class does not know.

    What was decoded and never looked at goes out as the bytes that came in.

    Args:
        layout: of the object's class.
        contents: what the object stores, raw or loaded, by position; the unknown attributes come first.

    Raises:
        InvalidInput: an attribute is longer than the wire has room for.
    """
    parts = []
    if layout.header_fields:
        header = pack_header(layout, contents)
        parts.append(header)
        if len(header) & 3:
            parts.append(_PADDING[len(header) & 3])
    for content, writer in zip(contents, layout.writers, strict=False):
        if content is None or writer is None:
            continue
        field, kind, number, length, pack = writer
        if pack is not None:
            if not kind.absent(content):
                parts.append(pack(length, number, content))
            continue
        try:
            if field.repeats:
                payloads = content if content.__class__ is list else kind.dump_each(content)
                parts += [attribute(number, payload) for payload in payloads]
            elif content.__class__ is bytes or not kind.absent(content):
                payload = content if content.__class__ is bytes else kind.dump(content)
                parts.append(attribute(field.other if field.other and len(payload) == 16 else number, payload))
        except InvalidInput as error:
            raise error.within(field.name) from None
        except ValueError as error:
            raise InvalidInput(field.name, str(error)) from None
    parts += [_switches(fields, contents) for fields in layout.switches]
    if contents[0]:
        parts += [attribute(number, data) for number, data in contents[0]]
    return b"".join(parts)


def _switches(fields: tuple[Field, ...], contents: Sequence[Any]) -> bytes:
    """The one attribute of several bits, or nothing when none of them is given."""
    given = [field.kind.dump(on) for field in fields if field.kind and (on := contents[field.position]) is not None]
    if not given:
        return b""
    together = 0
    for payload in given:
        together |= int.from_bytes(payload, "little")
    return attribute(fields[0].number, together.to_bytes(len(given[0]), "little"))


def pack_header(layout: Layout, contents: Sequence[Any]) -> bytes:
    """The fixed fields of an object as the kernel lays them out."""
    if layout.plain_header is not None:
        return layout.header.pack(*contents[layout.plain_header])
    values = []
    for field in layout.header_fields:
        content, kind = contents[field.position], field.kind
        assert kind is not None
        values.append(content if kind.format is not None or content.__class__ is bytes else kind.dump(content))
    return layout.header.pack(*values)
