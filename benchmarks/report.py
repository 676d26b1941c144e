"""Rows of results: how they are compared with their targets, printed as one table, and written as JSON."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final, Literal

import msgspec

NLINK: Final = "nlink"
FLOOR: Final = "bare loop"
IP: Final = "ip"
PYROUTE2: Final = "pyroute2"
COLUMNS: Final = (NLINK, FLOOR, IP, PYROUTE2)

MISSING: Final = "-"


class Target(msgspec.Struct, frozen=True):
    """What nlink is to reach: at most so much, or at most such a share of what a peer takes."""

    at_most: float
    of: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: what was done, and what each contestant took for it in every round.

    ``worst`` says that the worst round counts instead of the median: for what must never happen.
    """

    name: str
    rounds: dict[str, list[float]]
    unit: Literal["seconds", "bytes", "times"] = "seconds"
    targets: tuple[Target, ...] = ()
    worst: bool = False

    def value(self, who: str) -> float | None:
        """The number that counts of one contestant; None if it did not take part."""
        rounds = self.rounds.get(who)
        return None if rounds is None else max(rounds) if self.worst else median(rounds)

    def reached(self, target: Target) -> float | None:
        """What a target is compared with; None when that was not measured."""
        own = self.value(NLINK)
        if target.of is None or own is None:
            return own
        other = self.value(target.of)
        return None if other is None else own / other


def table(rows: Sequence[Row]) -> str:
    """All rows as one table, which is Markdown too."""
    lines = [["", *COLUMNS, "target"]]
    for row in rows:
        cells = [_cell(row, who) for who in COLUMNS]
        lines.append([row.name, *cells, ", ".join(_target(row, target) for target in row.targets)])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)


def _cell(row: Row, who: str) -> str:
    found, own = row.value(who), row.value(NLINK)
    if found is None:
        return MISSING
    shown = quantity(found, row.unit)
    return shown if who == NLINK or own is None else f"{shown} ({share(own / found)})"


def _target(row: Row, target: Target) -> str:
    reached = row.reached(target)
    verdict = "?" if reached is None else "✓" if reached <= target.at_most else "✗"
    wanted = quantity(target.at_most, row.unit) if target.of is None else f"{share(target.at_most)} of {target.of}"
    return f"≤ {wanted} {verdict}"


def quantity(value: float, unit: str) -> str:
    """A number with its unit: "52.1 ms", "375 bytes"."""
    if unit == "times":
        return f"{value:.2f}"
    if unit == "bytes":
        return f"{value:,.0f} bytes"
    for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "us")):
        if value * factor >= 1 or name == "us":
            digits = max(0, 3 - len(str(int(value * factor))))
            return f"{value * factor:,.{digits}f} {name}"
    raise AssertionError("unreachable")


def share(ratio: float) -> str:
    """A ratio as one says it: "0.24", "1/5", "1/67"."""
    return f"{ratio:.2f}" if ratio >= 0.095 and ratio != 0.2 else f"1/{1 / ratio:,.0f}"


def write(path: Path, rows: Sequence[Row], *, quick: bool) -> None:
    """Write all rounds, and where they were measured, as JSON."""
    written = {
        "quick": quick,
        "machine": {
            "kernel": platform.release(),
            "cpus": os.cpu_count(),
            "python": platform.python_version(),
            "nlink": version("nlink"),
            "pyroute2": version("pyroute2"),
            "ip": subprocess.run(["ip", "-V"], capture_output=True, text=True, check=True).stdout.strip(),
        },
        "rows": [
            {
                "name": row.name,
                "unit": row.unit,
                "counts": "worst" if row.worst else "median",
                "values": {who: row.value(who) for who in row.rounds},
                "rounds": row.rounds,
                "targets": [
                    msgspec.structs.asdict(target) | {"reached": row.reached(target)} for target in row.targets
                ],
            }
            for row in rows
        ],
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(written), indent=2) + b"\n")
