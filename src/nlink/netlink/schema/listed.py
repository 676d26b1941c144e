"""A nest whose elements are attributes of one and the same type."""

from __future__ import annotations

from typing import Generic

from typing_extensions import TypeVar

from .encode import attribute
from .kind import Kind
from .layout import NESTED
from .nesting import Indexed

T = TypeVar("T")
S = TypeVar("S", default=T)


class Listed(Indexed[T, S], Generic[T, S]):
    """As an indexed array, but every element has the same number."""

    def __init__(self, element: Kind[T, S], number: int) -> None:
        super().__init__(element)
        self.number = int(number)

    def dump(self, value: tuple[T, ...], /) -> bytes:
        number = self.number | (NESTED if self.element.nested else 0)
        return b"".join(attribute(number, self.element.dump(item)) for item in value)


def listed(element: Kind[T, S], number: int) -> Listed[T, S]:
    """A nest of attributes of the type ``number``, one for each element."""
    return Listed(element, number)
