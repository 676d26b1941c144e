"""Public names that are loaded when they are first used, so that a program pays only for what it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module


def lazy(
    module: str, homes: Mapping[str, Iterable[str]], modules: Iterable[str] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """The ``__getattr__``, ``__dir__`` and ``__all__`` of a module of public names.

    The type checkers know the names by imports under ``if TYPE_CHECKING``; a test compares the two.

    Args:
        module: its ``__name__``.
        homes: the names, by the module of nlink that declares them ("netlink.batch").
        modules: modules of nlink that are public names themselves.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def getattribute(name: str) -> object:
        if name in home_of:
            found = getattr(import_module(f"nlink.{home_of[name]}"), name)
        elif name in modules:
            found = import_module(f"nlink.{name}")
        else:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        vars(import_module(module))[name] = found  # the next time nobody asks here
        return found

    names = sorted([*home_of, *modules])
    return getattribute, lambda: names, names
