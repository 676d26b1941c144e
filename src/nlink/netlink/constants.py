"""The bases of the kernel's constants: integers that print as the kernel's word for them, in lower case."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class Constant(IntEnum):
    """One of an enumeration: equal to its number, printed as its name ("up", "unicast")."""

    def __str__(self) -> str:
        return self.name.lower()

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec else str(self)


class Flags(IntFlag):
    """A set of flags: equal to its number, printed as names ("up|broadcast"); bits without a name as a number."""

    def __str__(self) -> str:
        named = [flag for flag in type(self) if flag in self]
        rest = int(self) & ~sum(named)
        words = [str(flag.name).lower() for flag in named] + ([f"{rest:#x}"] if rest else [])
        return "|".join(words) or "0"

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec else str(self)
