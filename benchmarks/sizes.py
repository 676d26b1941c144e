"""How much of everything: a full run, and a quick one to see that all works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Numbers of objects, of calls in one round, and of rounds."""

    routes: int
    many_routes: int
    links: int
    deleted_links: int
    calls: int
    """Of one operation in a row, for the time of one; a hundredth of it where one is a process."""
    rounds: int
    imports: int
    """Rounds of importing."""


FULL: Final = Sizes(
    routes=100_000, many_routes=1_000_000, links=1_000, deleted_links=200, calls=2_000, rounds=5, imports=7
)
QUICK: Final = Sizes(
    routes=10_000, many_routes=50_000, links=100, deleted_links=20, calls=200, rounds=2, imports=2
)  # fmt: skip
