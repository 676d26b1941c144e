"""Every Python block of README.md runs as it stands, on both loops."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import lanes
from tests.examples.programs import environment, inside, python, run
from tests.examples.readme import blocks
from tests.needs import requires
from tests.netns import Netns

BLOCKS = blocks()


def test_readme_has_examples() -> None:
    assert len(BLOCKS) >= 6


@pytest.mark.parametrize("loop", lanes.LOOPS)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=requires("link:vlan") if "vlan_filtering" in block else [])
        for name, block in BLOCKS.items()
    ],
)
def test_block_runs(netns: Netns, tmp_path: Path, name: str, loop: str) -> None:
    run(inside(netns, *python("tests/examples/readme.py")), environment(loop, tmp_path), input=BLOCKS[name])
