"""Attributes that say in full what a header field has no room for, such as the number of a routing table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from typing_extensions import TypeVar

from .field import attr
from .kind import Kind

T = TypeVar("T", bound=int)
S = TypeVar("S")


class Widened(Kind[T, S]):
    """A scalar that reads as what the header field says where it is absent."""

    raw = int

    def __init__(self, base: Kind[T, S], narrow: str, fit: Callable[[int], int]) -> None:
        self._base, self._narrow, self._fit = base, narrow, fit
        self.format, self.size, self.low, self.high = base.format, base.size, base.low, base.high
        self.missing = lambda owner: base.load(getattr(owner, narrow), owner)

    def load(self, raw: Any, owner: Any, /) -> T:
        return self._base.load(raw, owner)

    def dump(self, value: T, /) -> bytes:
        return self._base.dump(value)

    def check(self, value: T, /) -> None:
        self._base.check(value)

    def parse(self, value: S, /) -> T:
        return self._base.parse(value)

    def fills(self, value: T, /) -> tuple[str, object] | None:
        return self._narrow, self._fit(int(value))

    def absent(self, value: T, /) -> bool:
        return not value


def widened(number: int, base: Kind[T, S], *, narrow: str, fit: Callable[[int], int]) -> T:
    """An attribute that widens a header field. Zero is not sent: the header says that too.

    Args:
        number: the attribute's type.
        base: the kind of both values, in the attribute's width.
        narrow: the name of the header field, of a plain integer kind.
        fit: what the header field holds beside a given value.
    """
    return attr(number, Widened(base, narrow, fit), default=cast("T", 0))
