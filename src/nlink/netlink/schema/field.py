"""The declarations that stand in a message class: attributes, header fields, members, and values from outside."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast, overload

from typing_extensions import TypeVar

from .kind import Kind

T = TypeVar("T")
S = TypeVar("S")


@dataclass(slots=True, eq=False)
class Field:
    """One declared field; ``name`` and ``position`` are filled in when its class is made."""

    role: str
    """"attribute", "header" (a fixed field before the attributes), "outer" (handed in by what holds the object) or
    "rest" (what the declaration does not cover)."""
    kind: Kind[Any, Any] | None
    number: int = 0
    """The attribute's type."""
    pad: int = 0
    """Bytes of padding behind a header field."""
    default: Any = None
    """As what it reads where it is absent."""
    required: bool = False
    name: str = ""
    position: int = 0
    repeats: bool = False
    other: int = 0
    """Where the kernel has two attributes for an address: the number of the one for IPv6."""
    reported: bool = False
    """Only ever read: what was read is not written again."""
    told: bool = True
    """The kernel tells it back; False for what is rather an order ("flush")."""
    shares: bool = False
    """A switch: its attribute may hold others."""
    shared: tuple[Field, ...] = ()
    """Of switches in one attribute, the first one names all of them here."""
    source: int = 0
    """The position of the first one, where the raw value of all is decoded to."""
    scalar: struct.Struct | None = None
    """Packs and unpacks the payload of an attribute that is a scalar in host order."""
    slot: Any = None
    """A message's own descriptor for the stored value, raw or loaded; set when the class is made."""
    read: Callable[[Any], Any] = id
    """Gives the stored value of a message's field, raw or loaded; set when the class is made."""

    @property
    def default_stored(self) -> Any:
        """What an object without this field stores. An absent attribute is None, so that it is not sent by mistake."""
        return None if self.role == "attribute" else self.default


# attr() is not listed as a field specifier: "= attr(...)" is an ordinary default for the type checkers, so the field is
# optional in __init__ and its type is compared with the annotation. required() and header() are listed.
@overload
def attr(number: int, kind: Kind[T, S], *, v6: int = 0) -> T | None: ...
@overload
def attr(number: int, kind: Kind[T, S], *, default: T, v6: int = 0) -> T: ...
def attr(number: int, kind: Kind[Any, Any], *, default: Any = None, v6: int = 0) -> Any:
    """An attribute that may be absent.

    Args:
        default: as what it reads then; it is not sent unless it was given. A flag reads as False without one, and what
            repeats as ().
        v6: the number for an IPv6 address, where that is an attribute of its own.
    """
    if default is None:
        default = kind.nothing
    return Field("attribute", kind, int(number), default=default, other=int(v6))


def required(number: int, kind: Kind[T, S]) -> T:
    """An attribute that is always there; a message without it does not decode."""
    return cast(T, Field("attribute", kind, int(number), required=True))


def header(name: str, kind: Kind[T, S], *, default: T | None = None, pad: int = 0) -> T:
    """A field of the fixed struct before the attributes, in the order of declaration.

    Args:
        name: what the kernel calls it ("rtm_family"); only told, never used.
        kind: a kind of fixed size.
        default: what it is when not given.
        pad: how many bytes of padding follow it.
    """
    return cast(T, Field("header", kind, pad=pad, default=default, required=default is None))


def member(kind: Kind[T, S], *, default: T | None = None, pad: int = 0) -> T:
    """A member of a C struct, in the order of declaration, with ``pad`` bytes of padding behind it."""
    return cast(T, Field("header", kind, pad=pad, default=default, required=default is None))


def outer() -> Any:
    """A value not on the wire here, but in the set around this one (or known to the connection) under the same name."""
    return Field("outer", None)


def rest(kind: Kind[T, S], default: T) -> T:
    """Where what the declaration does not cover is kept."""
    return cast(T, Field("rest", kind, default=default))
