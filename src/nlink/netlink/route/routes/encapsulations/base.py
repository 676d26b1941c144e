"""The base class of the options of each encapsulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Self, TypeAlias

from typing_extensions import TypeVar, Unpack

from ....device import Device, index_or_name
from ....schema.integers import u32
from ....schema.kind import Kind
from ....schema.nesting import Nested
from ....schema.options import Options, Setting
from ....uapi.lwtunnel import LWTUNNEL_ENCAP

if TYPE_CHECKING:
    from pydantic import ConfigDict


Inside = TypeVar("Inside", bound=Options)


class EncapsulationOptions(Options):
    """What a route wraps packets in, in a class for each kind: ``class MPLS(EncapsulationOptions, kind=...)``."""

    kinds: ClassVar[dict[int, type[EncapsulationOptions]]] = {}
    """All classes made so far, by the kernel's number of the kind."""
    kind: ClassVar[LWTUNNEL_ENCAP] = LWTUNNEL_ENCAP.NONE
    devices: ClassVar[tuple[str, ...]] = ()
    """The options that are devices."""

    def __init_subclass__(
        cls,
        *,
        kind: LWTUNNEL_ENCAP | None = None,
        devices: tuple[str, ...] = (),
        padding: tuple[int, ...] = (),
        **config: Unpack[ConfigDict],
    ) -> None:
        super().__init_subclass__(padding=padding, **config)
        if kind is not None:  # what several kinds share has none
            cls.kind, cls.devices = kind, devices
            EncapsulationOptions.kinds[kind] = cls

    @property
    def device_names(self) -> tuple[str, ...]:
        """The devices that are told by name."""
        return tuple([told for name in self.devices if isinstance(told := getattr(self, name), str)])

    def resolved(self, indexes: Mapping[str, int]) -> Self:
        """The same with the indexes of devices that are told by name."""
        named = self.device_names
        if not named:
            return self
        return self.replace(**{name: indexes[told] for name in self.devices if (told := getattr(self, name)) in named})


class DeviceKind(Kind["int | str", Device]):
    """A device: read as its interface index, given as that, as a name, or as a link."""

    format, size, raw, eager, low, high = u32.format, u32.size, u32.raw, True, 0, u32.high

    def load(self, raw: int, owner: object, /) -> int | str:
        return raw

    def dump(self, value: int | str, /) -> bytes:
        if isinstance(value, str):
            raise ValueError(f"the index of {value!r} has not been looked up")
        return u32.dump(value)

    def check(self, value: int | str, /) -> None:
        if not isinstance(value, str):
            u32.check(value)

    def parse(self, value: Device, /) -> int | str:
        # The connection's namespace is not known yet; a link's own one will do.
        return index_or_name("device", value, getattr(value, "namespace", 0))

    def agrees(self, given: int | str, read: int | str | None, /) -> bool:
        return isinstance(given, str) or given == read  # a name is read as an index, which says nothing


device = DeviceKind()
DeviceOption: TypeAlias = Setting[int | str, Device]
"""Reads as the interface index; a name that was given stays one until it is sent."""


class NestedOptions(Nested[Inside]):
    """Options inside an option, of which the kernel may tell more than was given."""

    def agrees(self, given: Inside, read: Inside | None, /) -> bool:
        return read is not None and given.matches(read)
