"""Short names for the annotations of options: as what an option reads, and as what it may be given."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from typing import Never, TypeAlias

from typing_extensions import TypeVar

from .addresses import AddressLike, IPAddress
from .durations import DurationLike, UnitDuration
from .options import Setting

E = TypeVar("E", bound=IntEnum)
T = TypeVar("T")

Bool: TypeAlias = Setting[bool, bool]
Int: TypeAlias = Setting[int, int]
String: TypeAlias = Setting[str, str]
Address: TypeAlias = Setting[IPAddress, AddressLike]
Duration: TypeAlias = Setting[timedelta, DurationLike]
"""A number is seconds."""
UnitTime: TypeAlias = Setting[timedelta, UnitDuration]
"""A unit has to be given, as in "100ms"."""
Choice: TypeAlias = Setting[E | int, E | int | str]
Reported: TypeAlias = Setting[T, Never]
"""Cannot be given."""
