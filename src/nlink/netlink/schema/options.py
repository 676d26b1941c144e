"""Options: pydantic models for what a user asks for, on the wire by the same declarations as messages.

Only this module and the options classes import pydantic, when options are first used: it costs some 60 ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Never, Self, cast, overload

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, PrivateAttr
from pydantic import Field as PydanticField
from typing_extensions import TypeVar, Unpack, dataclass_transform

from ...errors import DecodeError, InvalidInput
from .bits import Bit, Part
from .decode import Buffer, fill_outer, values_of
from .encode import encode
from .enums import Switch
from .field import Field
from .integers import Integer
from .kind import Kind
from .layout import Layout, UnknownAttribute
from .message import UNDUMPABLE, UNREADABLE

T = TypeVar("T")
S = TypeVar("S")
Read = TypeVar("Read", covariant=True)
Given = TypeVar("Given", contravariant=True)

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
    from pydantic.fields import FieldInfo

    class Setting(Generic[Read, Given]):
        """An option that reads as ``Read | None`` and is given as ``Given | None``."""

        # Type checkers take the constructor's parameter type from __set__ (dataclass_transform).
        @overload
        def __get__(self, obj: None, owner: object) -> Setting[Read, Given]: ...
        @overload
        def __get__(self, obj: object, owner: object) -> Read | None: ...
        def __get__(self, obj: object, owner: object) -> object: ...
        def __set__(self, obj: object, value: Given | None) -> None: ...

    class Needed(Generic[Read, Given]):
        """An option that must be given."""

        @overload
        def __get__(self, obj: None, owner: object) -> Needed[Read, Given]: ...
        @overload
        def __get__(self, obj: object, owner: object) -> Read: ...
        def __get__(self, obj: object, owner: object) -> object: ...
        def __set__(self, obj: object, value: Given) -> None: ...
else:
    ModelMetaclass = type(BaseModel)

    class Setting:
        def __class_getitem__(cls, item):
            return item[0] | None

    class Needed:
        def __class_getitem__(cls, item):
            return item[0]


def option(
    number: int, kind: Kind[T, S], *, ge: int | None = None, le: int | None = None, v6: int = 0, told: bool = True
) -> Setting[T, S]:
    """An option that may be left out.

    As attr(), this is no field specifier: the checkers compare its type with the annotation.

    Args:
        ge: the least value, where the kind allows more.
        le: the greatest value.
        v6: the number for an IPv6 address, where that is an attribute of its own.
        told: False for an order ("flush"): the kernel obeys, and never tells that it was given.
    """
    return cast("Setting[T, S]", _declare(Field("attribute", kind, int(number), other=int(v6), told=told), ge, le))


def needed(number: int, kind: Kind[T, S], *, ge: int | None = None, le: int | None = None) -> Needed[T, S]:
    """An option that must be given."""
    return cast("Needed[T, S]", _declare(Field("attribute", kind, int(number), required=True), ge, le))


def packed(kind: Kind[T, S]) -> Setting[T, S]:
    """An option that shares an attribute with others: its class packs and unpacks it (``to_bytes``, ``from_bytes``)."""
    return cast("Setting[T, S]", _declare(Field("outer", kind)))


def needed_packed(kind: Kind[T, S]) -> Needed[T, S]:
    """Such an option that must be given."""
    return cast("Needed[T, S]", _declare(Field("outer", kind, required=True)))


def reported(number: int, kind: Kind[T, S], *, v6: int = 0) -> Setting[T, Never]:
    """What the kernel tells beside the options and nobody can set: the constructor refuses it, and it is never sent."""
    return cast("Setting[T, Never]", _declare(Field("attribute", kind, int(number), other=int(v6), reported=True)))


def switch(number: int, bit: int, form: Integer | type[Switch] = Switch) -> Setting[bool, bool]:
    """One bit of an attribute that holds the values of some bits and which bits are meant (``nla_bitfield32``).

    Args:
        form: a subclass, for a struct that is laid out otherwise; or the attribute is but an integer of this kind: when
            any of its bits is given, the others are told to be 0.
    """
    kind = form(bit) if isinstance(form, type) else Bit(form, bit)
    return cast("Setting[bool, bool]", _declare(Field("attribute", kind, int(number), shares=True)))


def part(number: int, mask: int, base: Integer) -> Setting[int, int]:
    """A number that is some bits of an attribute which is an integer of the kind ``base``."""
    return cast("Setting[int, int]", _declare(Field("attribute", Part(base, mask), int(number), shares=True)))


def _declare(field: Field, ge: int | None = None, le: int | None = None) -> Any:
    kind = field.kind
    assert kind is not None

    def parse(value: Any) -> Any:
        if value is None:
            return None
        try:
            value = kind.parse(value)
            kind.check(value)
        except UNDUMPABLE as error:
            raise ValueError(str(error)) from None  # pydantic reports ValueErrors only, as ValidationError
        return value

    def plain(value: Any) -> Any:
        return None if value is None else kind.plain(value)

    limits: dict[str, Any] = {"ge": ge, "le": le} if field.required else {"ge": ge, "le": le, "default": None}
    made: FieldInfo = PydanticField(**limits)
    made.metadata += [field, BeforeValidator(parse), PlainSerializer(plain, when_used="json")]
    return made


if TYPE_CHECKING:

    @dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(needed, needed_packed))
    class OptionsMeta(ModelMetaclass):
        """Stands for pydantic's own metaclass, so that the checkers know needed()."""

else:
    OptionsMeta = ModelMetaclass


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(needed, needed_packed))
class Options(BaseModel, metaclass=OptionsMeta):
    """What a user asks for, and what ``.options`` gives back. None means "not given".

    Frozen: ``replace`` makes a changed one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    __layout__: ClassVar[Layout]
    _unknown: tuple[UnknownAttribute, ...] = PrivateAttr(default=())

    def __init_subclass__(cls, *, padding: tuple[int, ...] = (), **config: Unpack[ConfigDict]) -> None:
        super().__init_subclass__(**config)

    @classmethod
    def __pydantic_init_subclass__(cls, *, padding: tuple[int, ...] = (), **kwargs: object) -> None:
        fields: dict[str, Field] = {}
        for position, (name, declared) in enumerate(cls.model_fields.items(), 1):
            for field in declared.metadata:
                if isinstance(field, Field):
                    fields[name] = replace(field, name=name, position=position, read=attrgetter(name))
        inherited = getattr(cls, "__layout__", None)
        layout = Layout(cls.__name__, fields, (*(inherited.padding if inherited else ()), *padding), cls)
        layout.defaults.insert(0, ())
        cls.__layout__ = layout

    if not TYPE_CHECKING:

        def __init__(self, /, **given: object) -> None:
            _refuse_reported(type(self), given)
            super().__init__(**given)

        # Validating what was saved (model_validate, model_validate_json) does not come by here: it may be in there.
        __init__.__pydantic_base_init__ = True

    @property
    def unknown(self) -> tuple[UnknownAttribute, ...]:
        """The attributes that this model does not declare; they are written back."""
        return self._unknown

    def matches(self, other: Options) -> bool:
        """Whether every option given here has the same value there, as exactly as the kernel keeps it.

        Orders, and what the kernel only reports, are not compared.
        """
        if type(self) is not type(other):
            return False
        compared = (field for field in self.__layout__.fields.values() if field.told and not field.reported)
        return all(
            field.kind.agrees(value, getattr(other, field.name))
            for field in compared
            if field.kind is not None and (value := getattr(self, field.name)) is not None
        )

    def replace(self, **changes: object) -> Self:
        """The same with some options changed; validated as in the constructor."""
        _refuse_reported(type(self), changes)
        given = {name: getattr(self, name) for name in self.model_fields_set}
        made = type(self).model_validate(given | changes)
        made._unknown = self._unknown  # pyright: ignore[reportAttributeAccessIssue]  # frozen, but for this
        return made

    def __repr_args__(self) -> Any:
        return [(name, value) for name, value in super().__repr_args__() if value is not None]

    @classmethod
    def from_bytes(cls, data: Buffer, *, owner: object = None) -> Self:
        """Decode attributes; every value passes the validator.

        Raises:
            DecodeError: the bytes are no such options.
        """
        layout = cls.__layout__
        values = values_of(layout, data, 0, len(data))
        if layout.outer:
            fill_outer(layout, values, owner)
        loaded = SimpleNamespace()
        for field in sorted(layout.fields.values(), key=lambda field: field.kind is not None and field.kind.after):
            value = values[field.source or field.position]
            if value is None or field.kind is None:
                continue
            try:
                setattr(loaded, field.name, field.kind.load(value, loaded))
            except DecodeError as error:
                raise error.within(field.name) from None
            except UNREADABLE as error:
                raise DecodeError(str(error), attribute=field.name) from error
        try:
            made = cls.model_validate(vars(loaded))
        except ValueError as error:
            raise DecodeError(f"{cls.__name__}: {error}") from error
        if values[0]:
            made._unknown = values[0]  # pyright: ignore[reportAttributeAccessIssue]  # frozen, but for this
        return made

    def to_bytes(self) -> bytes:
        """The attributes of all options that are given, and of those that were kept unknown."""
        return encode(self.__layout__, (self._unknown, *(getattr(self, name) for name in self.__layout__.fields)))


def _refuse_reported(cls: type[Options], given: Mapping[str, object]) -> None:
    for name, value in given.items():
        field = cls.__layout__.fields.get(name)
        if field is not None and field.reported and value is not None:
            raise InvalidInput(name, "is reported by the kernel and cannot be set")
