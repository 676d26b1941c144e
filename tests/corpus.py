"""The kept failures of the property tests: each file of tests/corpus/NAME is an input that once failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hypothesis import example

T = TypeVar("T", bound=Callable[..., object])

CORPUS = Path(__file__).resolve().parent / "corpus"


def past_failures(name: str) -> Callable[[T], T]:
    """Above `@given(binary())` of a test with one argument: runs it with each kept input first.

    hypothesis's own database cannot do that: it forgets a failure once it is mended, or once the test's code is edited.
    Inputs that are not bytes are kept as `@example(...)` beside their test.
    """
    folder = CORPUS / name
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: a test's kept failures; make it, with a .gitkeep while there are none")
    inputs = [path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".gitkeep"]

    def replay(test: T) -> T:
        for data in inputs:
            test = example(data)(test)
        return test

    return replay
