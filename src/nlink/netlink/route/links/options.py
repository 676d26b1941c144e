"""The base classes of the options of each kind of link, and of each kind of port."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import Unpack

from ...schema.options import Options

if TYPE_CHECKING:
    from pydantic import ConfigDict


class LinkOptions(Options):
    """Options of a link (``IFLA_INFO_DATA``), in a class for each kind: ``class Vlan(LinkOptions, kind="vlan")``."""

    kinds: ClassVar[dict[str, type[LinkOptions]]] = {}
    """All classes made so far, by the kernel's name of the kind."""
    kind: ClassVar[str] = ""
    below: ClassVar[str] = ""
    """The option that holds the ifindex of the device below, of a kind that does not take ``IFLA_LINK`` for it."""
    resets: ClassVar[bool] = False
    """The kernel sets what a change does not tell to its default (the IP tunnels), so that a change tells all."""

    def __init_subclass__(
        cls,
        *,
        kind: str | None = None,
        below: str = "",
        resets: bool | None = None,
        padding: tuple[int, ...] = (),
        **config: Unpack[ConfigDict],
    ) -> None:
        super().__init_subclass__(padding=padding, **config)
        if resets is not None:
            cls.resets = resets
        if kind is not None:  # what several kinds share has none
            cls.kind, cls.below = kind, below
            LinkOptions.kinds[kind] = cls


class PortOptions(Options):
    """What a link keeps of each of its ports (``IFLA_INFO_SLAVE_DATA``), in a class for each kind of that link."""

    kinds: ClassVar[dict[str, type[PortOptions]]] = {}
    """All classes made so far, by the kernel's name of the kind."""
    kind: ClassVar[str] = ""

    def __init_subclass__(cls, *, kind: str, padding: tuple[int, ...] = (), **config: Unpack[ConfigDict]) -> None:
        super().__init_subclass__(padding=padding, **config)
        cls.kind = kind
        PortOptions.kinds[kind] = cls
