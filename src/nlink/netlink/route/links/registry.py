"""The options classes of the kinds of link, found by the kernel's name for the kind when one is first needed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .options import LinkOptions, PortOptions


def options_class(kind: str | None) -> type[LinkOptions] | None:
    """The class of a kind's options (``IFLA_INFO_DATA``), or None for a kind that nlink does not know."""
    from .options import LinkOptions  # imports pydantic

    _load(kind)
    return LinkOptions.kinds.get(kind or "")


def port_options_class(kind: str | None) -> type[PortOptions] | None:
    """The class of what a link of this kind keeps of each of its ports (``IFLA_INFO_SLAVE_DATA``)."""
    from .options import PortOptions

    _load(kind)
    return PortOptions.kinds.get(kind or "")


@cache
def _load(kind: str | None) -> None:
    """Import the module named as the kind, if there is one; its classes enter themselves."""
    if kind is None or not kind.isidentifier():
        return
    name = f"{__package__}.kinds.{kind}"
    if find_spec(name) is not None:
        import_module(name)
