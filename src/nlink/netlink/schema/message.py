"""Messages, attribute sets and C structs: frozen, lazily loaded objects for what the kernel says."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from msgspec import Struct, StructMeta
from msgspec.structs import astuple
from typing_extensions import dataclass_transform

from ...errors import DecodeError, InvalidInput
from .decode import Buffer, fill_outer, struct_values, values_of
from .encode import encode, pack_header
from .field import Field, header, member, required, rest
from .layout import Layout, UnknownAttribute
from .text import binary
from .unknown import unknown_attributes

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

UNREADABLE = (ValueError, TypeError, IndexError, struct.error, RecursionError)
"""What a kind's ``load`` raises for bytes that make no sense (UnicodeError is a ValueError)."""
UNDUMPABLE = (ValueError, TypeError, AttributeError, LookupError, OverflowError, struct.error)
"""What a kind's ``check`` and ``parse`` raise for a value that cannot be."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(required, header, member))
class DeclaredMeta(StructMeta):
    """Makes a msgspec Struct of a class whose fields are declared with attr(), header(), member() ...

    The struct takes its fields by position and checks nothing: that is what the decoder calls, as ``layout.make``. A
    user's call comes by ``__call__``, takes keywords only, and checks every value.
    """

    def __new__(  # noqa: PYI034  (Self in a metaclass confuses mypy)
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        padding: tuple[int, ...] = (),
        types: Mapping[str, int] | None = None,
        **options: Any,
    ) -> DeclaredMeta:
        own = {key: value for key, value in namespace.items() if isinstance(value, Field)}
        for key, field in own.items():
            namespace[key] = field.default_stored
        cls = super().__new__(mcls, name, bases, namespace, frozen=True, gc=False, eq=False, **options)
        fields: dict[str, Field] = {}
        inherited: set[int] = set()
        for base in reversed(cls.__mro__[1:]):
            fields |= base.__dict__.get("__own__", {})
            if "__layout__" in base.__dict__:
                inherited |= base.__dict__["__layout__"].padding
        positions: tuple[str, ...] = cls.__struct_fields__
        for key, field in own.items():
            # A field declared anew keeps the base's slot, which is hidden there behind a property.
            slot = cls.__dict__[key] if key in cls.__dict__ else fields[key].slot
            field.name, field.position, field.slot, field.read = key, positions.index(key), slot, slot.__get__
            if field.kind is not None and (field.kind.repeats or not field.kind.eager):
                type.__setattr__(cls, key, _lazy(slot, field))
            elif field.default is not field.default_stored:
                type.__setattr__(cls, key, _defaulted(field))
            elif key not in cls.__dict__:
                type.__setattr__(cls, key, slot)
        fields |= own
        padding = (*inherited, *padding)
        layout = Layout(name, {key: fields[key] for key in positions}, padding, StructMeta.__call__.__get__(cls))
        type.__setattr__(cls, "__own__", own)
        type.__setattr__(cls, "__layout__", layout)
        if types is not None:
            type.__setattr__(cls, "__types__", types)
        return cls

    if not TYPE_CHECKING:  # what a call makes, checkers take from the fields; pyright would take it from here

        def __call__(cls, /, **values: Any) -> Any:
            layout: Layout = cls.__layout__
            fields = layout.fields
            arguments = layout.defaults.copy()
            for name, value in values.items():
                field = fields.get(name)
                if field is None:
                    raise TypeError(f"{cls.__name__}() got an unexpected keyword argument {name!r}")
                kind = field.kind
                if value is None and not field.required:
                    continue
                if kind is not None:
                    try:
                        kind.check(value)
                    except InvalidInput as error:
                        raise error.within(name) from None
                    except UNDUMPABLE as error:
                        raise InvalidInput(name, str(error)) from None
                    if field.role == "header" and kind.format is None and len(kind.dump(value)) != kind.size:
                        raise InvalidInput(
                            name, f"must be {kind.size} bytes long on the wire: a struct in here has no tail"
                        )
                    filled = kind.fills(value)
                    if filled is not None:
                        sibling, there = filled
                        if values.get(sibling) is None:
                            arguments[fields[sibling].position] = there
                        elif values[sibling] != there:
                            raise InvalidInput(sibling, f"must be {there} beside this {name}, not {values[sibling]}")
                    if value.__class__ is int and kind.raw is bytes:
                        value = kind.dump(value)  # read as the kernel's would be: as a member of its enumeration
                arguments[field.position] = value
            for field in layout.needed:
                if field.name not in values:
                    raise TypeError(f"{cls.__name__}() missing required keyword argument {field.name!r}")
            return layout.make(*arguments)


def _lazy(slot: Any, field: Field) -> property:
    """A property that loads the raw value at the first access, and stores what it made in place of it."""
    read, write, kind, name = slot.__get__, slot.__set__, field.kind, field.name
    assert kind is not None
    load, raw, default, missing = kind.load, list if kind.repeats else kind.raw, field.default, kind.missing

    def get(self: Any) -> Any:
        value = read(self)
        if value.__class__ is raw:
            try:
                value = load(value, self)
            except DecodeError as error:
                raise error.within(name) from None
            except RecursionError:
                raise DecodeError("is nested too deeply", attribute=name) from None
            except UNREADABLE as error:
                raise DecodeError(str(error), attribute=name) from error
            write(self, value)
        if value is None:
            return default if missing is None else missing(self)
        return value

    return property(get)


def _defaulted(field: Field) -> property:
    """A property that gives the default for an attribute that is absent."""
    read, default = field.read, field.default

    def get(self: Any) -> Any:
        value = read(self)
        return default if value is None else value

    return property(get)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(required, header, member))
class Declared(Struct, metaclass=DeclaredMeta):
    """What messages, attribute sets and C structs have in common: values are equal when what they hold is equal."""

    if TYPE_CHECKING:
        __layout__: ClassVar[Layout]
    __types__: ClassVar[Mapping[str, int]] = MappingProxyType({})

    def to_dict(self) -> dict[str, object]:
        """All fields that are there, by name, with nested ones as dictionaries too."""
        return {field.name: _plain(value) for field, value in self._there() if value != ()}

    def to_plain(self) -> dict[str, object]:
        """All fields that are there, by name, as JSON can hold them; ``from_plain`` takes it back."""
        return {field.name: field.kind.plain(value) for field, value in self._there() if field.kind is not None}

    def _there(self) -> list[tuple[Field, Any]]:
        # What is absent is left out, whatever it reads as: from_plain would make it present.
        present = [field for field in self.__layout__.fields.values() if _is_there(field, field.read(self))]
        return [(field, value) for field in present if (value := getattr(self, field.name)) is not None]

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Self:
        """An object with the values that a user may give for them (InvalidInput tells which is wrong)."""
        parsed = dict(values)
        for field in cls.__layout__.fields.values():
            if field.kind is not None and parsed.get(field.name) is not None:
                try:
                    parsed[field.name] = field.kind.parse(parsed[field.name])
                except InvalidInput as error:
                    raise error.within(field.name) from None
                except UNDUMPABLE as error:
                    raise InvalidInput(field.name, str(error)) from None
        return cls(**parsed)

    def validate(self) -> Self:
        """Load every value, nested ones too, and return the object; DecodeError tells what cannot be read."""
        for name in self.__struct_fields__:
            _validate(name, getattr(self, name))
        return self

    def __eq__(self, other: object) -> bool:
        if self.__class__ is not other.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__struct_fields__)

    def __ne__(self, other: object) -> bool:
        # Struct has one of its own, which does not ask __eq__.
        return not self == other

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__struct_fields__))

    def __repr__(self) -> str:
        shown = []
        for field in self.__layout__.fields.values():
            value = getattr(self, field.name)
            if value is not None and (field.required or value != field.default):
                shown.append(f"{field.name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), astuple(self))  # what was never looked at goes as the bytes it came in

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # pydantic is loaded only by those who use it

        serialize = core_schema.plain_serializer_function_ser_schema(lambda value: value.to_plain(), when_used="json")
        instance = core_schema.is_instance_schema(cls)

        def parse(value: Any) -> Any:
            return cls.from_plain(value) if isinstance(value, Mapping) else value

        return core_schema.no_info_before_validator_function(parse, instance, serialization=serialize)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "object", "title": cls.__name__}


class Attributes(Declared):
    """A set of attributes, perhaps behind a fixed header; nested in a message or in another set.

    ``unknown`` holds the attributes that the class does not declare.
    """

    unknown: tuple[UnknownAttribute, ...] = rest(unknown_attributes, ())

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        """Decode a header and attributes.

        Args:
            owner: the object around this one, or anything else with the values that the class takes from outside.

        Raises:
            DecodeError: the bytes are no such thing, by their outer form; what is inside is looked at on first access.
        """
        layout = cls.__layout__
        values = values_of(layout, data, 0, len(data))
        if layout.outer:
            fill_outer(layout, values, owner)
        return layout.make(*values)  # type: ignore[no-any-return]

    def to_bytes(self) -> bytes:
        """The fixed header and the attributes that are there."""
        return encode(self.__layout__, astuple(self))


class Message(Attributes):
    """What follows the ``nlmsghdr``: a fixed header and attributes.

    ``types`` in the class statement says what the kernel calls its messages: ``types={"new": RTM.NEWLINK, ...}``.
    """


class CStruct(Declared):
    """A packed C struct of the kernel's.

    One from an older kernel may be shorter than declared: what is missing reads as zero. What a newer kernel has
    appended is kept in ``tail``.
    """

    tail: bytes = rest(binary, b"")

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        """Decode the struct; it may be shorter or longer than declared."""
        layout = cls.__layout__
        return layout.make(*struct_values(layout, data))  # type: ignore[no-any-return]

    def to_bytes(self) -> bytes:
        """The struct as declared, and the tail."""
        return pack_header(self.__layout__, astuple(self)) + self.tail


def _is_there(field: Field, stored: Any) -> bool:
    if field.role == "rest":
        return bool(stored)
    return stored is not None or (field.kind is not None and field.kind.missing is not None)


def _restore(cls: type[Declared], values: tuple[Any, ...]) -> Declared:
    return cls.__layout__.make(*values)  # type: ignore[no-any-return]


def _plain(value: Any) -> object:
    if isinstance(value, Declared):
        return value.to_dict()
    if isinstance(value, tuple):
        items = map(_plain, value)
        make = getattr(value, "_make", list)  # of a named tuple, another one
        return make(items)
    return value.model_dump(exclude_none=True) if hasattr(value, "__layout__") else value


def _validate(name: str, value: object) -> None:
    try:
        _load_all(value)
    except DecodeError as error:
        raise error.within(name) from None
    except RecursionError:
        raise DecodeError("is nested too deeply", attribute=name) from None


def _load_all(value: object) -> None:
    if isinstance(value, Declared):
        value.validate()
    elif isinstance(value, tuple):
        for item in value:
            _load_all(item)
