"""How long a program waits for its imports, in a fresh process, with compiled files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping

from ..report import NLINK, PYROUTE2, Row, Target
from ..rounds import Contestant, in_turns
from ..sizes import Sizes

PROGRAM = """
from time import perf_counter
started = perf_counter()
{statement}
print(perf_counter() - started)
"""


async def run(sizes: Sizes) -> list[Row]:
    """Measure; the compiled files are made by the round that warms up, in a folder of their own."""
    with tempfile.TemporaryDirectory() as compiled:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = compiled
        whole = {NLINK: "import nlink", PYROUTE2: "import pyroute2"}
        used = {NLINK: "from nlink import Connection", PYROUTE2: "from pyroute2 import AsyncIPRoute"}
        (all_of_it,) = await in_turns({who: importing(it, environment) for who, it in whole.items()}, sizes.imports)
        (what_is_used,) = await in_turns({who: importing(it, environment) for who, it in used.items()}, sizes.imports)
    return [
        Row(name="import nlink", rounds=all_of_it, targets=(Target(0.6, PYROUTE2),)),
        Row(name="from nlink import Connection", rounds=what_is_used),
    ]


def importing(statement: str, environment: Mapping[str, str]) -> Contestant:
    """The time of an import statement, as its process measures it."""

    async def work() -> tuple[float, ...]:
        command = [sys.executable, "-c", PROGRAM.format(statement=statement)]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: ASYNC221
        return (float(done.stdout),)

    return work
