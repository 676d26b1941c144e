"""Run the benchmarks: every topic in a process and a network namespace of its own; print one table, write JSON."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
from pathlib import Path
from subprocess import PIPE
from typing import Final

import msgspec

from nlink import namespace

from . import report, world
from .report import Row
from .sizes import FULL, QUICK, Sizes

TOPICS: Final = ("dumps", "memory", "filtered", "calls", "batch", "stalls", "links", "shapes", "imports")
ROOT: Final = Path(__file__).parent.parent
RESULTS: Final = Path(__file__).parent / "results.json"


def main() -> None:
    """Take the command's arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "json", nargs="?", type=Path, help="where to write all figures; by default results.json, if it was a full run"
    )
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that it works")
    parser.add_argument("--only", nargs="+", choices=TOPICS, default=TOPICS, metavar="TOPIC", help=", ".join(TOPICS))
    parser.add_argument("--inside", choices=TOPICS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        measured = asyncio.run(measure(arguments.inside, QUICK if arguments.quick else FULL))
        sys.stdout.buffer.write(msgspec.json.encode(measured))
        return
    rows = asyncio.run(run(arguments.only, quick=arguments.quick))
    print(report.table(rows))
    print("\nIn brackets: what nlink takes, as a share of that.")
    path = arguments.json
    if path is None and not arguments.quick and arguments.only == TOPICS:
        path = RESULTS
    if path is not None:
        report.write(path, rows, quick=arguments.quick)


async def run(topics: tuple[str, ...], *, quick: bool) -> list[Row]:
    """Measure the topics, one after the other."""
    rows: list[Row] = []
    for topic in topics:
        print(f"benchmarks: {topic} ...", file=sys.stderr)
        async with namespace.temporary() as inside:
            command = [sys.executable, "-m", "benchmarks", "--inside", topic, *(["--quick"] if quick else [])]
            process = await inside.spawn(*command, stdout=PIPE, cwd=ROOT)
            printed, _ = await process.communicate()
        if process.returncode:
            raise SystemExit(f"benchmarks: {topic} failed")
        rows += msgspec.json.decode(printed, type=list[Row])
        await asyncio.sleep(1)  # the kernel takes the namespace down only now, and holds its networking meanwhile
    return rows


async def measure(topic: str, sizes: Sizes) -> list[Row]:
    """Measure one topic, in this process and namespace."""
    world.set_up()
    measured: list[Row] = await importlib.import_module(f".topics.{topic}", __package__).run(sizes)
    return measured


if __name__ == "__main__":
    main()
