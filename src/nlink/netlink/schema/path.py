"""Where in a message an attribute stands: from the offset that an extended ack tells to a dotted path."""

from __future__ import annotations

from typing import Any

from ...errors import DecodeError
from .decode import walk
from .nesting import Indexed


def attribute_path(members: Any, data: bytes, start: int, offset: int, *, owner: object = None) -> str:
    """The dotted path ("linkinfo.data.id") of the attribute whose header stands at an offset of our own message.

    Args:
        members: the class of what begins (with its fixed header) at ``start``; None where it is not known.
        data: the message.
        offset: as ``NLMSGERR_ATTR_OFFS`` tells it.

    Returns:
        The path, as far as the attributes are known; the number of one that is not. "" when nothing is there.
    """
    layout = getattr(members, "__layout__", None)
    if layout is None:
        body, names = start, {}
    else:
        body = start + ((layout.header.size + 3) & ~3)
        names = layout.by_number
    try:
        found = walk(data, body, len(data))
    except DecodeError:
        return ""
    for number, begin, end in found:
        if not begin - 4 <= offset < end:
            continue
        field = names.get(number)
        name = field.name if field else str(number)
        if offset == begin - 4:
            return name
        inner = field.kind.inside(_object(members, data[start:], owner)) if field else None
        if isinstance(inner, Indexed):
            below = _in_array(inner, data[:end], begin, offset)
        else:
            below = attribute_path(inner, data[:end], begin, offset, owner=_object(members, data[start:], owner))
        return f"{name}.{below}" if below else name
    return ""


def missing_path(members: Any, data: bytes, start: int, nest: int | None, number: int) -> str:
    """The dotted path of an attribute that is missing in the message, or in the nest at an offset of it."""
    if nest is None:
        return _known(members, number)
    where = attribute_path(members, data, start, nest)
    for name in where.split("."):
        owner = _object(members, data[start:], None)
        field = members.__layout__.fields.get(name) if members is not None else None
        members = field.kind.inside(owner) if field else None
        for _, begin, end in walk(data, start + _header(owner), len(data)):
            if begin - 4 <= nest < end:
                start, data = begin, data[:end]
                break
    return f"{where}.{_known(members, number)}"


def _known(members: Any, number: int) -> str:
    layout = getattr(members, "__layout__", None)
    field = layout.by_number.get(number) if layout else None
    return field.name if field else str(number)


def _header(owner: Any) -> int:
    layout = getattr(owner, "__layout__", None)
    return (layout.header.size + 3) & ~3 if layout else 0


def _in_array(kind: Indexed[Any, Any], data: bytes, start: int, offset: int) -> str:
    for number, begin, end in walk(data, start, len(data)):
        if begin - 4 <= offset < end:
            below = attribute_path(kind.element.inside(None), data[:end], begin, offset) if offset >= begin else ""
            return f"{number}.{below}" if below else str(number)
    return ""


def _object(members: Any, data: bytes, owner: object) -> object:
    """Our own bytes decoded again: a sub-message's class is chosen by a field of it."""
    try:
        return members.from_bytes(data, owner=owner) if members is not None else None
    except ValueError:
        return None
