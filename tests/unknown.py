"""Finds what a schema does not declare, at any depth of a decoded message."""

from __future__ import annotations

from typing import Any

from nlink.netlink.schema.message import CStruct, Declared
from nlink.netlink.schema.nesting import Raw, Typed


def unknown_attributes(value: Any, path: str = "") -> list[str]:
    """The dotted paths of attributes, sub-messages and ends of structs that no class declares; loads everything."""
    at = path or type(value).__name__
    if isinstance(value, Raw):
        return [f"{at} ({value.selector!r})"]
    if isinstance(value, CStruct) and value.tail:
        return [f"{at}: {len(value.tail)} bytes more than declared"]
    if isinstance(value, Typed):
        return unknown_attributes(value.value, at)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [found for index, item in enumerate(value) for found in unknown_attributes(item, f"{at}[{index}]")]
    if not isinstance(value, Declared) and not hasattr(value, "__layout__"):
        return []
    here = [f"{at}.{attribute.number} ({attribute.data.hex()})" for attribute in getattr(value, "unknown", ())]
    inside = [
        unknown_attributes(getattr(value, name), f"{at}.{name}")
        for name in value.__layout__.fields
        if name != "unknown"
    ]
    return here + [found for some in inside for found in some]
