"""This machine's names of tables, protocols, scopes, realms, groups and DSCP, from the files that ``ip`` reads too.

They are read once, in a helper thread, when the first Connection opens.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from typing_extensions import TypeVar

from ...namespace.errand import Errand
from ..schema.enums import Enumeration
from ..schema.integers import Integer, u8, u16, u32
from ..schema.kind import Kind

E = TypeVar("E", bound=IntEnum)

LOG: Final = logging.getLogger("nlink")
VENDOR: Final = (Path("/usr/share/iproute2"), Path("/usr/lib/iproute2"))
ADMINISTRATOR: Final = Path("/etc/iproute2")
LINE: Final = re.compile(r"\s*(0[xX][0-9a-fA-F]+|[0-9]+)\s+([^\s#]+)\s*(?:#.*)?", re.ASCII)


class Names:
    """The names of one kind of number, in both directions."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.numbers: dict[str, int] = {}
        """By name."""
        self.names: dict[int, str] = {}
        """By number; of several names the last one that was read."""

    def read(self, vendor: Iterable[Path] = VENDOR, administrator: Path = ADMINISTRATOR) -> None:
        """Read the files: the administrator's or else the vendor's, and what was dropped into the folders beside.

        A file in the administrator's folder takes the place of the vendor's of the same name.
        """
        folders = [folder for folder in vendor if folder.is_dir()][:1]
        main = administrator / self.file
        for folder in folders:
            if not main.exists():
                main = folder / self.file
        dropped: dict[str, Path] = {}
        for folder in (*folders, administrator):
            dropped |= {path.name: path for path in (folder / f"{self.file}.d").glob("*.conf")}
        for path in (main, *(dropped[name] for name in sorted(dropped))):
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            LOG.warning("names of %s are not known: %s", self.file, error)
            return
        for number, line in enumerate(lines, 1):
            found = LINE.fullmatch(line)
            if found is not None:
                value = int(found[1], 0) if found[1][:2] in ("0x", "0X") else int(found[1])
                self.numbers[found[2]], self.names[value] = value, found[2]
            elif line.strip() and not line.lstrip().startswith("#"):
                LOG.warning("%s, line %d: %r is no number and name", path, number, line)

    def name(self, number: int) -> str:
        """The name of a number; else the number."""
        return self.names.get(number, str(number))


TABLES: Final = Names("rt_tables")
PROTOCOLS: Final = Names("rt_protos")
SCOPES: Final = Names("rt_scopes")
REALMS: Final = Names("rt_realms")
FIELDS: Final = Names("rt_dsfield")
"""The whole byte of DSCP and ECN."""
GROUPS: Final = Names("group")
ALL: Final = (TABLES, PROTOCOLS, SCOPES, REALMS, FIELDS, GROUPS)
_loaded: list[bool] = []


async def load() -> None:
    """Read the names, unless that was done."""
    if not _loaded:
        await Errand(_read_all).result()


def _read_all() -> None:
    for names in ALL:
        names.read()
    _loaded.append(True)


class Named(Enumeration[E]):
    """One value of an enumeration, to which this machine may give further names."""

    def __init__(self, members: type[E], base: Integer, names: Names) -> None:
        super().__init__(members, base)
        self._named = names.numbers

    def parse(self, value: E | int | str, /) -> E | int:
        if isinstance(value, str) and value in self._named:
            value = self._named[value]
        return super().parse(value)


class NamedNumber(Kind[int, "int | str"]):
    """A number that this machine may have names for; a string of digits is one too."""

    def __init__(self, base: Integer, names: Names, *, shift: int = 0) -> None:
        self.base, self.table, self.shift = base, names, shift

    def dump(self, value: int, /) -> bytes:
        return self.base.dump(value)

    def load(self, raw: Any, owner: Any, /) -> int:
        return self.base.load(raw, owner)

    def check(self, value: int, /) -> None:
        self.base.check(value)

    def parse(self, value: int | str, /) -> int:
        if isinstance(value, str):
            known = self.table.numbers
            if value in known or value.upper() in known:
                return known.get(value, known.get(value.upper(), 0)) >> self.shift
            if not re.fullmatch("0[xX][0-9a-fA-F]+|[0-9]+", value, re.ASCII):
                raise ValueError(f"{value!r} is no number, nor a name in {self.table.file}")
            value = int(value, 0) if value[:2] in ("0x", "0X") else int(value)
        self.base.check(value)
        return value


class RealmsKind(NamedNumber):
    """Realms, of the source and of the destination: "3/4", "4", with names too; or source << 16 | destination."""

    def parse(self, value: int | str, /) -> int:
        if not isinstance(value, str):
            self.base.check(value)
            return value
        source, slash, destination = value.rpartition("/")
        halves = [super(RealmsKind, self).parse(half) for half in ([source] if slash else []) + [destination]]
        for half in halves:
            u16.check(half)
        return halves[0] << 16 | halves[1] if slash else halves[0]


field: Final = NamedNumber(u8, FIELDS)
dscp: Final = NamedNumber(u8, FIELDS, shift=2)
group: Final = NamedNumber(u32, GROUPS)
realms: Final = RealmsKind(u32, REALMS)
