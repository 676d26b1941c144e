"""What differs between the lanes that the tests run in. NLINK_LANE says which one: nothing, or `vm` for the full lane.

The full lane (scripts/test-vm) runs them as root on a kernel that has everything, so there a test that is skipped is a
test that fails. And it runs them under emulation, where Python is ten to twenty times slower, so there they do the same
fewer times.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import hypothesis

FULL = os.environ.get("NLINK_LANE") == "vm"

KERNEL = "the newest kernel of Debian 12 is 6.12"
NOT_BUILT = "Debian's kernel is built without it"
NOT_IN_THE_FULL_LANE: dict[str, str] = {
    "link:amt": NOT_BUILT,
    "link:bareudp": NOT_BUILT,
    "link:pfcp": NOT_BUILT,
    "linux:6.13": KERNEL,
    "linux:6.14": KERNEL,
    "linux:6.15": KERNEL,
    "linux:6.16": KERNEL,
    "linux:6.17": KERNEL,
    "linux:6.18": KERNEL,
    "linux:7.0": KERNEL,
    "linux:7.2": KERNEL,
    "encap:ioam6": NOT_BUILT,
    "encap:rpl": NOT_BUILT,
}
"""Needs of tests (see `requires`) that the full lane may skip, each with the reason: hardware, or another kernel."""

HOST_ONLY = {
    "tests/benchmarks": "what is measured on a machine, never in an emulator",
    "tests/connection/test_wrong_input.py": "refused before anything is sent",
    "tests/connection/test_wrong_use.py": "refused before anything is sent",
    "tests/errors/test_errors.py": "which error is raised for what",
    "tests/errors/test_extack.py": "bytes to objects",
    "tests/route/test_message_properties.py": "what objects tell of themselves",
    "tests/route/test_route_requests.py": "arguments to bytes",
    "tests/schema": "bytes to objects and back: no socket is opened, and no kernel asked",
    "tests/typing": "what the type checkers say",
    "tests/uapi": "the constants against the C headers",
    "tests/vm": "the emulator, seen from outside",
}
"""Folders and files that the full lane leaves out: nothing in there can come out differently on another kernel."""

LOOPS = ["uvloop"] if FULL else ["asyncio", "uvloop"]
"""The event loops that a program is run with. In the full lane one will do: what is new there is the kernel."""

UNEXPECTED_SKIP = "unexpected skip"  # scripts/vm/run.py counts these

# On CI nothing remembers failures from one run to the next.
# No deadline: tests never judge wall time. Past failures are kept in tests/corpus, not by hypothesis's database,
# which forgets a failure once it is mended, or once the test's code is edited.
hypothesis.settings.register_profile("nlink", deadline=None, print_blob=True)
hypothesis.settings.register_profile(
    "nlink-ci", parent=hypothesis.settings.get_profile("nlink"), max_examples=100, database=None
)
hypothesis.settings.register_profile(
    "nlink-vm",
    parent=hypothesis.settings.get_profile("nlink"),
    max_examples=3,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),  # they judge by time
)
hypothesis.settings.load_profile("nlink-vm" if FULL else "nlink-ci" if os.environ.get("CI") else "nlink")


def rounds(number: int) -> int:
    """How often a test does what it repeats for good measure: `number` times, a twentieth of it under emulation."""
    return max(min(5, number), number // 20) if FULL else number


def skip_is_expected(needs: Iterable[str]) -> bool:
    """Whether a test with these needs may be skipped in the lane that runs."""
    return not FULL or not NOT_IN_THE_FULL_LANE.keys().isdisjoint(needs)


def left_out(path: Path, root: Path, asked_for: Iterable[str]) -> bool:
    """Whether the lane leaves out this file or folder, which nobody asked for by name."""
    if not FULL or path.relative_to(root).as_posix() not in HOST_ONLY:
        return False
    return not any((root / asked.partition("::")[0]).resolve().is_relative_to(path) for asked in asked_for)
