"""What a kind of value is: how it looks on the wire, in Python, and in a user's hands."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, Generic

from typing_extensions import TypeVar

T = TypeVar("T")
"""What is read."""
S = TypeVar("S", default=T)
"""What may be given where values are parsed: options, arguments of operations."""


class Kind(Generic[T, S]):
    """How values of one type are laid out in an attribute, a header field or a struct member.

    A value has three forms: *raw*, as it was unpacked (an ``int`` for native scalars, else ``bytes``; a ``list`` of
    those for an attribute that repeats), *loaded* (``T``), and *given* by a user (``S``). A subclass says how to pass
    from one to the other.
    """

    format: str | None = None
    """The ``struct`` character of a scalar in host order; None where the raw form is bytes."""
    size: int | None = None
    """The length of the payload in bytes, where it is fixed."""
    raw: type = bytes
    """The class of the raw form, by which a value not yet loaded is recognised."""
    eager = False
    """The raw form is the loaded form."""
    repeats = False
    """Each element is an attribute of its own, and the raw form a list of payloads."""
    nested = False
    """The payload is attributes: the attribute's type carries ``NLA_F_NESTED``."""
    after = False
    """Loading looks at other fields of the owner."""
    nothing: Any = None
    """What an absent attribute reads as, where its declaration names no default."""
    missing: Callable[[Any], Any] | None = None
    """What an absent attribute reads as, by its owner, where that is not simply the field's default."""
    low: int | None = None
    high: int | None = None

    def load(self, raw: Any, owner: Any, /) -> T:
        """Make the value from its raw form; ``owner`` is the object that it belongs to.

        Raises ValueError (or struct.error, UnicodeError, IndexError) when the bytes make no sense; the caller turns
        that into a DecodeError that names the field.
        """
        raise NotImplementedError

    def dump(self, value: T, /) -> bytes:
        """The payload for a value. The opposite of ``load``."""
        raise NotImplementedError

    def decode(self, payload: bytes, owner: Any, /) -> T:
        """Make the value from its payload."""
        return self.load(payload if self.format is None else struct.unpack("=" + self.format, payload)[0], owner)

    def dump_each(self, value: Any, /) -> list[bytes]:
        """The payload of each element, of a kind that repeats."""
        raise NotImplementedError

    def check(self, value: T, /) -> None:
        """Raise TypeError or ValueError, with the reason, for a value that cannot be dumped."""
        self.dump(value)

    def parse(self, value: S, /) -> T:
        """Make the value from what a user may give for it; ValueError tells what is wrong."""
        self.check(value)  # type: ignore[arg-type]
        return value  # type: ignore[return-value]

    def fills(self, value: T, /) -> tuple[str, object] | None:
        """A sibling field that this value determines, and its value there."""
        return None

    def absent(self, value: T, /) -> bool:
        """Whether this value is expressed by leaving the attribute out."""
        return False

    def agrees(self, given: T, read: T | None, /) -> bool:
        """Whether the kernel, asked for ``given``, may answer ``read``: it rounds some values."""
        return given == read

    def plain(self, value: T, /) -> object:
        """The value for JSON, in a form that ``parse`` takes back."""
        return value

    def inside(self, owner: Any, /) -> Any:
        """The class whose attributes the payload holds, or None; for telling an attribute's path by its offset."""
        return None


def need(value: object, expected: type | tuple[type, ...], name: str) -> None:
    """Raise TypeError unless value is of the expected type."""
    if not isinstance(value, expected):
        raise TypeError(f"must be {name}, not {type(value).__name__}")
