"""The table that the benchmarks print, and the command itself on little of everything."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from benchmarks.report import IP, NLINK, PYROUTE2, Row, Target, quantity, share, table
from tests.needs import requires

ROOT = Path(__file__).parents[2]


def test_a_row_beside_its_targets() -> None:
    row = Row(
        name="routes",
        rounds={NLINK: [0.3, 0.1, 0.2], IP: [0.5, 0.5, 0.4], PYROUTE2: [8.0]},
        targets=(Target(0.5, IP), Target(1 / 50, PYROUTE2), Target(0.25)),
    )
    *_, line = table([row]).splitlines()
    cells = [cell.strip() for cell in line.split("|")[1:-1]]
    assert cells[:-1] == ["routes", "200 ms", "-", "500 ms (0.40)", "8.00 s (1/40)"]
    assert cells[-1] == "≤ 0.50 of ip ✓, ≤ 1/50 of pyroute2 ✗, ≤ 250 ms ✓"


def test_what_must_never_happen_counts_by_its_worst_round() -> None:
    row = Row(name="stall", rounds={NLINK: [0.001, 0.012, 0.002]}, targets=(Target(0.010),), worst=True)
    assert row.value(NLINK) == 0.012
    assert "≤ 10.0 ms ✗" in table([row])


def test_a_target_that_was_not_measured() -> None:
    assert "≤ 0.50 of ip ?" in table([Row(name="x", rounds={NLINK: [1.0]}, targets=(Target(0.5, IP),))])


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(2.5e-6, "seconds", "2.50 us"), (0.0521, "seconds", "52.1 ms"), (61, "seconds", "61.0 s"), (1, "times", "1.00"),
     (4790.4, "bytes", "4,790 bytes"), (1e-9, "seconds", "0.00 us")],
)  # fmt: skip
def test_quantities(value: float, unit: str, shown: str) -> None:
    assert quantity(value, unit) == shown


def test_shares() -> None:
    shown = [share(ratio) for ratio in (1.5, 0.24, 1 / 5, 1 / 67, 1 / 12577)]
    assert shown == ["1.50", "0.24", "1/5", "1/67", "1/12,577"]


@requires("command:ip")
@pytest.mark.asyncio(loop_factories=["asyncio"])
async def test_the_command(tmp_path: Path) -> None:
    """It runs in namespaces of its own, prints the table and writes the figures."""
    pytest.importorskip("pyroute2")
    path = tmp_path / "results.json"
    command = [sys.executable, "-m", "benchmarks", str(path), "--quick", "--only", "batch", "imports"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    printed, _ = await process.communicate()
    assert process.returncode == 0
    assert "a batch that adds 10,000 routes" in printed.decode()
    results = json.loads(path.read_bytes())
    assert results["quick"]
    for row in results["rows"]:
        assert all(len(rounds) == 2 for rounds in row["rounds"].values())
        assert all(target["reached"] > 0 for target in row["targets"])
