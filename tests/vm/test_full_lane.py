"""What NLINK_LANE=vm changes: a skip is a failure, tests run on one loop, and some folders are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import lanes

ROOT = Path(__file__).parents[2]
pytest_plugins = ["pytester"]

TESTS = """
import pytest
from tests import lanes
from tests.needs import requires

@requires("link:nothing")
def test_that_needs_what_is_lacking(): pass

def test_that_skips_itself(): pytest.skip("no reason")

@requires("linux:6.15", "linux:99.0")
def test_that_may_be_skipped(): pass

@pytest.mark.xfail(strict=True)
def test_that_is_known_to_fail(): assert False

async def test_on_one_loop(): assert lanes.rounds(1000) == 50

@pytest.mark.asyncio(loop_factories=["asyncio", "uvloop"])
async def test_on_both_loops(): pass
"""


def test_a_skip_is_a_failure_but_for_what_is_listed(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NLINK_LANE", "vm")
    pytester.makeconftest(
        "from tests.conftest import *\nfrom tests.conftest import _no_descriptor_left, _nothing_unhandled"
    )
    pytester.makefile(".toml", pyproject=(ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pytester.makepyfile(test_lane=TESTS)
    result = pytester.runpytest_subprocess("test_lane.py")
    result.assert_outcomes(passed=3, skipped=1, errors=1, failed=1, xfailed=1)
    result.stdout.fnmatch_lines_random(
        [
            "*unexpected skip: Skipped: needs link:nothing: Unknown device type",
            "*unexpected skip: Skipped: no reason",
            "SKIPPED * needs linux:99.0: this is Linux *",
        ]
    )


def test_what_is_left_out_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = ROOT / "tests/schema"
    assert not lanes.left_out(schema, ROOT, [])
    monkeypatch.setattr(lanes, "FULL", True)
    assert lanes.left_out(schema, ROOT, ["tests"])
    assert not lanes.left_out(schema, ROOT, ["tests/schema/test_text.py::test_it"])
    assert not lanes.left_out(ROOT / "tests/links", ROOT, ["tests"])


@pytest.mark.parametrize("path", lanes.HOST_ONLY)
def test_what_is_left_out_exists(path: str) -> None:
    assert (ROOT / path).exists()
