"""What mypy and pyright say of users' code: the right uses pass both, each wrong one is refused by both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.examples.readme import blocks, in_function

HERE = Path(__file__).parent
RIGHT, WRONG = HERE / "right_uses.py", HERE / "wrong_uses.py"
CACHE = Path(os.environ.get("MYPY_CACHE_DIR", HERE.parents[1] / ".mypy_cache")) / "users"

Complaints = dict[tuple[str, int], str]
"""What a checker says, by file name and line."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All that is checked, so that each checker runs once."""
    readme = tmp_path_factory.mktemp("readme") / "readme_blocks.py"
    parts = [in_function(block, f"block_{number}") for number, block in enumerate(blocks().values())]
    readme.write_text("from __future__ import annotations\n\n" + "\n\n".join(parts))
    return [RIGHT, WRONG, readme]


def mypy(files: list[Path]) -> Complaints:
    arguments = ["--strict", "--config-file=", "--output=json", f"--cache-dir={CACHE}"]
    done = _run("mypy", *arguments, *map(str, files), cwd=HERE)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    return {(Path(one["file"]).name, one["line"]): one["message"] for one in said if one["severity"] == "error"}


def pyright(files: list[Path]) -> Complaints:
    # As users have it who configure nothing; run elsewhere, it does not find nlink's own configuration.
    done = _run("pyright", "--outputjson", "--pythonpath", sys.executable, *map(str, files), cwd=files[-1].parent)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    said = json.loads(done.stdout)["generalDiagnostics"]
    return {
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1): one["message"]
        for one in said
        if one["severity"] == "error"
    }


def _run(module: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module", params=[mypy, pyright], ids=["mypy", "pyright"])
def complaints(request: pytest.FixtureRequest, files: list[Path]) -> Complaints:
    check: Callable[[list[Path]], Complaints] = request.param
    return check(files)


def test_right_uses_pass(complaints: Complaints) -> None:
    assert {where: said for where, said in complaints.items() if where[0] != WRONG.name} == {}


def test_each_wrong_use_is_refused(complaints: Complaints) -> None:
    lines = WRONG.read_text().splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# E")}
    refused = {line: said for (file, line), said in complaints.items() if file == WRONG.name}
    assert [lines[number - 1].strip() for number in sorted(marked - refused.keys())] == []
    assert {line: said for line, said in refused.items() if line not in marked} == {}
