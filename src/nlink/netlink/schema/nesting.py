"""Kinds made of other kinds: nested sets, structs, arrays, repeated attributes, sub-messages."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, Self, cast

from typing_extensions import TypeVar

from .decode import walk
from .encode import attribute
from .integers import u16
from .kind import Kind, need
from .layout import NESTED
from .message import UNDUMPABLE, CStruct, Declared
from .text import binary

T = TypeVar("T")
S = TypeVar("S", default=T)
Wire = TypeVar("Wire", bound="OnWire")
Structure = TypeVar("Structure", bound=CStruct)


class OnWire(Protocol):
    """What a nested value must be able to do: Attributes, CStruct and Options all are."""

    @classmethod
    def from_bytes(cls, data: bytes, /, *, owner: object = None) -> Self: ...
    def to_bytes(self) -> bytes: ...


class Nested(Kind[Wire, Wire]):
    """A set of attributes inside an attribute."""

    nested = True
    after = True

    def __init__(self, members: type[Wire]) -> None:
        self.members = members

    def load(self, raw: Any, owner: Any, /) -> Wire:
        return self.members.from_bytes(raw, owner=owner)

    def dump(self, value: Wire, /) -> bytes:
        return value.to_bytes()

    def check(self, value: Wire, /) -> None:
        need(value, self.members, self.members.__name__)

    def parse(self, value: Wire, /) -> Wire:
        return _from_plain(self.members, value)

    def plain(self, value: Wire, /) -> object:
        return _plain(value)

    def inside(self, owner: Any, /) -> Any:
        return self.members


class Recursive(Nested[Wire]):
    """A set inside itself, or inside one that it holds."""

    def __init__(self, members: Callable[[], type[Wire]]) -> None:
        self._find = members

    @property
    def members(self) -> type[Wire]:  # type: ignore[override]
        return self._find()


class Structured(Kind[Structure, Structure]):
    """A C struct."""

    def __init__(self, members: type[Structure]) -> None:
        self.members = members
        self.size = members.__layout__.header.size

    def load(self, raw: Any, owner: Any, /) -> Structure:
        return self.members.from_bytes(raw)

    def dump(self, value: Structure, /) -> bytes:
        return value.to_bytes()

    def check(self, value: Structure, /) -> None:
        need(value, self.members, self.members.__name__)

    def parse(self, value: Structure, /) -> Structure:
        return _from_plain(self.members, value)

    def plain(self, value: Structure, /) -> object:
        return _plain(value)


class Array(Kind[tuple[T, ...], Sequence[S]], Generic[T, S]):
    """A packed C array of values of fixed size, without headers between them."""

    def __init__(self, element: Kind[T, S], count: int | None = None) -> None:
        if element.size is None:
            raise TypeError("the elements of an array need a fixed size")
        self.element, self.count, self.stride = element, count, element.size
        self._exact = element.format is not None
        if count is not None:
            self.size = count * element.size

    def load(self, raw: Any, owner: Any, /) -> tuple[T, ...]:
        count, left = divmod(len(raw), self.stride)
        if left:
            raise ValueError(f"{len(raw)} bytes are no whole number of elements of {self.stride}")
        load = self.element.load
        if self.element.format is not None:
            return tuple(load(value, owner) for value in struct.unpack(f"={count}{self.element.format}", raw))
        return tuple(load(raw[at : at + self.stride], owner) for at in range(0, len(raw), self.stride))

    def dump(self, value: tuple[T, ...], /) -> bytes:
        return b"".join(map(self.element.dump, value))

    def check(self, value: tuple[T, ...], /) -> None:
        need(value, tuple, "a tuple")
        if self.count is not None and len(value) != self.count:
            raise ValueError(f"must have {self.count} elements, not {len(value)}")
        _check_each(self.element, value)
        if not self._exact and any(len(self.element.dump(item)) != self.stride for item in value):
            raise ValueError(f"every element must be {self.stride} bytes long, so a struct must not have a tail")

    def plain(self, value: tuple[T, ...], /) -> object:
        return [self.element.plain(item) for item in value]

    def parse(self, value: Sequence[S], /) -> tuple[T, ...]:
        result = _parse_each(self.element, value)
        self.check(result)
        return result


class Multi(Kind[tuple[T, ...], Sequence[S]], Generic[T, S]):
    """An attribute that is there once for each element."""

    raw = list
    repeats = True
    after = True
    nothing = ()

    def __init__(self, element: Kind[T, S]) -> None:
        self.element, self.nested = element, element.nested

    def load(self, raw: Any, owner: Any, /) -> tuple[T, ...]:
        return tuple([self.element.decode(payload, owner) for payload in raw])

    def dump_each(self, value: tuple[T, ...], /) -> list[bytes]:
        """The payload of each element."""
        return [self.element.dump(item) for item in value]

    def check(self, value: tuple[T, ...], /) -> None:
        need(value, tuple, "a tuple")
        _check_each(self.element, value)

    def agrees(self, given: tuple[T, ...], read: tuple[T, ...] | None, /) -> bool:
        return given == (read or ())

    def plain(self, value: tuple[T, ...], /) -> object:
        return [self.element.plain(item) for item in value]

    def parse(self, value: Sequence[S], /) -> tuple[T, ...]:
        return _parse_each(self.element, value)

    def inside(self, owner: Any, /) -> Any:
        return self.element.inside(owner)


class Indexed(Kind[tuple[T, ...], Sequence[S]], Generic[T, S]):
    """A nested array whose elements are attributes, typed by their index."""

    nested = True
    after = True

    def __init__(self, element: Kind[T, S], first: int = 1) -> None:
        self.element, self.first = element, first

    def load(self, raw: Any, owner: Any, /) -> tuple[T, ...]:
        return tuple([self.element.decode(raw[start:stop], owner) for _, start, stop in walk(raw, 0, len(raw))])

    def dump(self, value: tuple[T, ...], /) -> bytes:
        flag = NESTED if self.element.nested else 0
        return b"".join(attribute(n | flag, self.element.dump(item)) for n, item in enumerate(value, self.first))

    def check(self, value: tuple[T, ...], /) -> None:
        need(value, tuple, "a tuple")
        _check_each(self.element, value)

    def plain(self, value: tuple[T, ...], /) -> object:
        return [self.element.plain(item) for item in value]

    def parse(self, value: Sequence[S], /) -> tuple[T, ...]:
        return _parse_each(self.element, value)

    def inside(self, owner: Any, /) -> Any:
        return self


class Typed(NamedTuple, Generic[T]):
    """One value of a nest-type-value chain: the types of the attributes around it, and what is inside."""

    types: tuple[int, ...]
    value: T


class TypeValue(Kind[Typed[T], Typed[S] | Mapping[str, Any]], Generic[T, S]):
    """Attributes one inside the other whose types are values themselves (``nest-type-value`` in the kernel's specs)."""

    nested = True
    after = True

    def __init__(self, element: Kind[T, S], depth: int) -> None:
        self.element, self.depth = element, depth

    def load(self, raw: Any, owner: Any, /) -> Typed[T]:
        types = []
        for _ in range(self.depth):
            found = walk(raw, 0, len(raw))
            if len(found) != 1:
                raise ValueError(f"one attribute is expected inside, and there are {len(found)}")
            number, start, stop = found[0]
            types.append(number)
            raw = raw[start:stop]
        return Typed(tuple(types), self.element.decode(raw, owner))

    def dump(self, value: Typed[T], /) -> bytes:
        payload = self.element.dump(value.value)
        flag = NESTED if self.element.nested else 0
        for number in reversed(value.types):
            payload = attribute(number | flag, payload)
            flag = NESTED
        return payload

    def check(self, value: Typed[T], /) -> None:
        need(value, Typed, "a Typed")
        need(value.types, tuple, "a Typed with a tuple of types")
        for number in value.types:
            u16.check(number)
        if len(value.types) != self.depth or not all(0 <= number <= 0x3FFF for number in value.types):
            raise ValueError(f"must have {self.depth} types from 0 to 16383, not {value.types}")
        self.element.check(value.value)

    def plain(self, value: Typed[T], /) -> object:
        return {"types": list(value.types), "value": self.element.plain(value.value)}

    def parse(self, value: Typed[S] | Mapping[str, Any], /) -> Typed[T]:
        types, inside = (value["types"], value["value"]) if isinstance(value, Mapping) else value
        return Typed(tuple(types), self.element.parse(inside))


class Raw(NamedTuple):
    """A sub-message whose selector has no class: its bytes are kept."""

    selector: object
    data: bytes

    def to_bytes(self) -> bytes:
        """The bytes as they came."""
        return self.data


class SubMessage(Kind[Any, Any]):
    """A nested set whose class is chosen by the value of a sibling (or outer) field."""

    nested = True
    after = True

    def __init__(self, selector: str, choose: Callable[[Any], type[OnWire] | None]) -> None:
        self.selector, self.choose = selector, choose

    def load(self, raw: Any, owner: Any, /) -> Any:
        selected = getattr(owner, self.selector, None)
        members = self.choose(selected)
        return Raw(selected, raw) if members is None else members.from_bytes(raw, owner=owner)

    def dump(self, value: Any, /) -> bytes:
        return cast("bytes", value.to_bytes())

    def check(self, value: Any, /) -> None:
        if isinstance(value, Raw):
            binary.check(value.data)
        elif not hasattr(type(value), "__layout__"):  # an int has a to_bytes too
            raise TypeError(f"must be attributes or options, not {type(value).__name__}")

    def plain(self, value: Any, /) -> object:
        return _plain(value)

    def inside(self, owner: Any, /) -> Any:
        return self.choose(getattr(owner, self.selector, None))


def nested(members: type[Wire]) -> Nested[Wire]:
    """A set of attributes (an Attributes or Options class) inside the attribute."""
    return Nested(members)


def recursive(members: Callable[[], type[Wire]]) -> Nested[Wire]:
    """As nested(), for a class that is not complete yet: ``encap = attr(1, recursive(lambda: Keys))`` in ``Keys``."""
    return Recursive(members)


def structure(members: type[Structure]) -> Structured[Structure]:
    """A C struct."""
    return Structured(members)


def array(element: Kind[T, S], count: int | None = None) -> Array[T, S]:
    """A packed C array: of ``count`` elements, or of as many as the payload holds."""
    return Array(element, count)


def multi(element: Kind[T, S]) -> Multi[T, S]:
    """An attribute that is there once for each element."""
    return Multi(element)


def indexed(element: Kind[T, S], *, first: int = 1) -> Indexed[T, S]:
    """A nested array of attributes typed by index; ``first`` is the index that the encoder starts with."""
    return Indexed(element, first)


def type_value(element: Kind[T, S], *, depth: int) -> TypeValue[T, S]:
    """A chain of ``depth`` attributes whose types are values, with the element innermost."""
    return TypeValue(element, depth)


def submessage(selector: str, choose: Mapping[Any, type[OnWire]] | Callable[[Any], type[OnWire] | None]) -> SubMessage:
    """A nested set chosen by the value of the field called ``selector``, wherever that is on the wire.

    For a selector in an outer set, declare ``selector: ... = outer()`` in this class. A value that nothing is chosen
    for gives a ``Raw``.
    """
    return SubMessage(selector, choose.get if isinstance(choose, Mapping) else choose)


def _plain(value: Any) -> object:
    """What JSON holds for a nested value."""
    if isinstance(value, Raw):
        return {"selector": value.selector, "data": value.data.hex()}
    return value.to_plain() if isinstance(value, Declared) else value.model_dump(mode="json", exclude_none=True)


def _from_plain(members: type[Wire], value: Any) -> Wire:
    if not isinstance(value, Mapping):
        need(value, members, members.__name__)
        return cast("Wire", value)
    make: Any = members
    return cast("Wire", make.from_plain(value) if issubclass(make, Declared) else make.model_validate(value))


def _check_each(element: Kind[Any, Any], values: tuple[Any, ...]) -> None:
    for position, value in enumerate(values):
        try:
            element.check(value)
        except UNDUMPABLE as error:
            raise ValueError(f"element {position}: {error}") from None


def _parse_each(element: Kind[T, S], values: Sequence[S]) -> tuple[T, ...]:
    if isinstance(values, str | bytes):
        raise TypeError(f"must be several values, not {type(values).__name__}")
    return tuple([element.parse(value) for value in values])
