"""The base classes of the options of each kind of link, and of each kind of port."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Protocol

from typing_extensions import Unpack

from ...schema.options import Options

if TYPE_CHECKING:
    from pydantic import ConfigDict

    from ....namespace import NamespaceLike
    from ...request import Held

    class HeldNamespace(Held, Protocol):
        """A namespace kept open."""

        @property
        def descriptor(self) -> int: ...


class LinkOptions(Options):
    """Options of a link (``IFLA_INFO_DATA``), in a class for each kind: ``class Vlan(LinkOptions, kind="vlan")``."""

    kinds: ClassVar[dict[str, type[LinkOptions]]] = {}
    """All classes made so far, by the kernel's name of the kind."""
    kind: ClassVar[str] = ""
    below: ClassVar[str] = ""
    """The option that holds the ifindex of the device below, of a kind that does not take ``IFLA_LINK`` for it."""
    whole: ClassVar[bool] = False
    """A change tells all: of a link of this kind the kernel sets what it is not told to what it is by default."""

    def __init_subclass__(
        cls, *, kind: str | None = None, below: str = "", padding: tuple[int, ...] = (), **config: Unpack[ConfigDict]
    ) -> None:
        super().__init_subclass__(padding=padding, **config)
        if kind is not None:  # what several kinds share has none
            cls.kind, cls.below = kind, below
            LinkOptions.kinds[kind] = cls

    def opened(self, hold: Callable[[NamespaceLike], HeldNamespace]) -> tuple[LinkOptions, tuple[HeldNamespace, ...]]:
        """The same with descriptors for the namespaces that it names, and what keeps these open."""
        return self, ()


class PortOptions(Options):
    """What a link keeps of each of its ports (``IFLA_INFO_SLAVE_DATA``), in a class for each kind of that link."""

    kinds: ClassVar[dict[str, type[PortOptions]]] = {}
    """All classes made so far, by the kernel's name of the kind."""
    kind: ClassVar[str] = ""

    def __init_subclass__(cls, *, kind: str, padding: tuple[int, ...] = (), **config: Unpack[ConfigDict]) -> None:
        super().__init_subclass__(padding=padding, **config)
        cls.kind = kind
        PortOptions.kinds[kind] = cls
