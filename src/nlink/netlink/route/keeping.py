"""Choosing, of what the kernel lists, what it does not choose by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from ..schema.message import Message


def keeping(wanted: Mapping[str, object]) -> Callable[[Message], bool] | None:
    """What tells the messages whose fields have these values; None where nothing is wanted, so that all are kept."""
    if not wanted:
        return None
    if len(wanted) == 1:
        ((name, value),) = wanted.items()
        field: Callable[[Any], object] = attrgetter(name)
        return lambda message: field(message) == value
    fields, values = attrgetter(*wanted), tuple(wanted.values())
    return lambda message: fields(message) == values
