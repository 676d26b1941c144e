"""The Python blocks of README.md. Run as a program, it reads one and runs it."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def blocks() -> dict[str, str]:
    """Each Python block, by the heading above it (and a number, from the second one on)."""
    found: dict[str, str] = {}
    heading = ""
    for part in re.finditer(
        r"^#+ (?P<heading>[^\n]+)$|^```python\n(?P<block>.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL
    ):
        if part["heading"]:
            heading = part["heading"]
            continue
        number = sum(name.startswith(heading) for name in found)
        found[f"{heading} {number + 1}" if number else heading] = part["block"]
    return found


def in_function(block: str, name: str) -> str:
    """A block that awaits at its top level as an async function, for type checkers."""
    body = "".join(f"    {line}" if line.strip() else line for line in block.splitlines(keepends=True))
    return f"async def {name}() -> None:\n{body}"


def run(block: str) -> None:
    """Run a block as `python -m asyncio` would."""
    code = compile(block, str(README), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    names = {"__name__": "__main__"}
    if code.co_flags & inspect.CO_COROUTINE:
        try:
            from uvloop import run
        except ImportError:
            from asyncio import run
        run(eval(code, names))
    else:
        exec(code, names)


if __name__ == "__main__":
    run(sys.stdin.read())
