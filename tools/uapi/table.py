"""What a row of the table of wanted constants says, and how a C name becomes a Python name and back."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# What an enum class has of its own, so that no member can be called so.
_TAKEN = {"mro", "name", "value"}


@dataclass(frozen=True)
class Group:
    """One Python class, and which of the header's names are its members.

    A group takes the C enum whose enumerators all begin with its prefix; when there is none, the macros that do.
    Where two groups could take a name, the longer prefix wins.
    """

    name: str
    doc: str
    flags: bool = False
    hexadecimal: bool = False
    prefix: str = ""
    """What the C names begin with, without the last underscore, when that is not the class's name."""
    block: str = ""
    """Take the C enum that has this tag or this enumerator."""
    only: tuple[str, ...] = ()
    """Take just these macros."""
    exclude: tuple[str, ...] = ()
    expression: str = "{}"
    """The C expression of a member's value."""

    @property
    def c_prefix(self) -> str:
        return self.prefix or self.name

    def holds(self, c_name: str) -> bool:
        return c_name.startswith(self.c_prefix + "_") and c_name not in self.exclude

    def member(self, c_name: str) -> str:
        """Return the Python name: the C name without the prefix.

        When that begins with a digit, the prefix's last word stays (ETH_P_8021Q is ETH_P.P_8021Q); a name that Python
        keeps for itself gets an underscore at its end.
        """
        rest = c_name[len(self.c_prefix) + 1 :]
        if rest[0].isdigit():
            return f"{self._last_word}_{rest}"
        return rest + "_" if keyword.iskeyword(rest) or rest in _TAKEN else rest

    def c_name(self, member: str) -> str:
        """Return the C name of a member: the way back from `member`."""
        rest = member.removesuffix("_")
        bare = rest.removeprefix(self._last_word + "_")
        return f"{self.c_prefix}_{bare if bare[0].isdigit() else rest}"

    def number(self, value: int) -> int:
        """Return a member's value; C takes the highest of 32 flags for a sign."""
        return value & 0xFFFFFFFF if self.flags else value

    @property
    def _last_word(self) -> str:
        return self.c_prefix.rpartition("_")[2]


@dataclass(frozen=True, eq=False)
class Header:
    """One kernel header, and the Python module made from it."""

    path: str
    doc: str
    groups: tuple[Group, ...]
    parts: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)
    """Groups that not every user of the header needs: submodules, loaded when one of their names is first used."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """Numbers that stand for themselves, such as a length, and their C expressions: module constants."""
    skip: tuple[str, ...] = ()
    """C enums that are left out, named by tag or by an enumerator."""
    partial: bool = False
    """Leave out every C enum that no group takes."""
    name: str = ""
    """The module's name, where another header has that one."""

    @property
    def module(self) -> str:
        """Return the module's name: the header's, with an underscore where that is a word of Python (if.h is if_)."""
        stem = self.name or self.path.rpartition("/")[2].removesuffix(".h")
        return stem + "_" if keyword.iskeyword(stem) else stem

    def all_groups(self) -> Iterator[Group]:
        yield from self.groups
        for groups in self.parts.values():
            yield from groups
