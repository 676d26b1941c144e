"""What every test gets: both event loops in debug mode, network namespaces, and checks that nothing is left behind."""

from __future__ import annotations

import asyncio
import errno
import gc
import math
import os
import random
import weakref
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import uvloop

from tests import lanes
from tests.needs import lacking
from tests.netns import Netns

_unhandled: list[dict[str, Any]] = []
_loops: weakref.WeakSet[asyncio.AbstractEventLoop] = weakref.WeakSet()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().getrandbits(32))
    # The first uvloop of a process makes a pipe that libuv keeps for good; made here, no test is charged for it.
    uvloop.new_event_loop().close()


def pytest_report_header(config: pytest.Config) -> str:
    return f"seed: {config.option.hypothesis_seed} (the same again: --hypothesis-seed={config.option.hypothesis_seed})"


def pytest_asyncio_loop_factories(item: pytest.Item) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every async test runs once on each loop. In the full lane that is one, unless the test names its own: what is new
    there is the kernel, and that is the same under both."""
    marker = item.get_closest_marker("asyncio")
    if lanes.FULL and (marker is None or "loop_factories" not in marker.kwargs):
        return {"uvloop": _uvloop_loop}
    return {"asyncio": _asyncio_loop, "uvloop": _uvloop_loop}


def _asyncio_loop() -> asyncio.AbstractEventLoop:
    return _strict(asyncio.new_event_loop())


def _uvloop_loop() -> asyncio.AbstractEventLoop:
    return _strict(uvloop.new_event_loop())


def _strict(loop: asyncio.AbstractEventLoop) -> asyncio.AbstractEventLoop:
    # The debug mode's "Executing ... took 0.1 seconds" is about wall time, so about the machine, not about the test.
    loop.slow_callback_duration = math.inf
    loop.set_exception_handler(_take_unhandled)
    _loops.add(loop)
    return loop


def _take_unhandled(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    _unhandled.append(context)
    # uvloop hands what a signal handler raised to this function, and goes on waiting: so would a test that timed out.
    if isinstance(context.get("exception"), pytest.fail.Exception):
        loop.stop()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("requires"):
        for need in marker.args:
            if (reason := lacking(need)) is not None:
                pytest.skip(f"needs {need}: {reason}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return lanes.left_out(collection_path, config.rootpath, config.args) or None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In the full lane, where everything is there, a skipped test is a failed one."""
    report = yield
    needs = [need for marker in item.iter_markers("requires") for need in marker.args]
    if report.skipped and not hasattr(report, "wasxfail") and not lanes.skip_is_expected(needs):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"{lanes.UNEXPECTED_SKIP}: {reason}"
    return report


@pytest.fixture(autouse=True)
def _nothing_unhandled() -> Iterator[None]:
    """What asyncio would only log (an exception in a callback, in a task nobody awaited) fails the test."""
    _unhandled.clear()
    yield
    if _unhandled:
        errors = [context.get("exception") for context in _unhandled]
        messages = "; ".join(f"{context.get('message')}: {context.get('exception')!r}" for context in _unhandled)
        _unhandled.clear()
        raise AssertionError(f"the event loop was left with: {messages}") from next(filter(None, errors), None)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """A task that still runs when its test ends fails it: the runner would cancel it without a word."""
    result = yield
    left = [task for loop in _loops if not loop.is_closed() for task in asyncio.all_tasks(loop)]
    if left:
        pytest.fail(f"tasks left running: {left}", pytrace=False)
    return result


@pytest.fixture(autouse=True)
def _no_descriptor_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that ends with more open descriptors than it began with fails, and is told which."""
    before = _descriptors()
    yield
    left = _left_since(before)
    if left:
        gc.collect()  # what only a reference cycle holds is closed (and warned about) by this
        left = _left_since(before)
    if left and request.node.get_closest_marker("keeps_descriptors") is None:
        pytest.fail(f"descriptors left open: {left}", pytrace=False)


def _left_since(before: dict[int, str]) -> dict[int, str]:
    return {number: target for number, target in _descriptors().items() if number not in before}


def _descriptors() -> dict[int, str]:
    found: dict[int, str] = {}
    for name in os.listdir("/proc/self/fd"):
        try:
            found[int(name)] = os.readlink(f"/proc/self/fd/{name}")
        except FileNotFoundError:  # the one that listed the folder
            continue
    return found


@pytest.fixture
def make_netns() -> Iterator[Callable[[], Netns]]:
    """Makes as many fresh network namespaces as the test asks for; all are gone when it ends."""
    made: list[Netns] = []

    def make() -> Netns:
        try:
            made.append(Netns())
        except OSError as error:
            if error.errno != errno.EPERM or os.environ.get("CI"):
                raise
            pytest.skip("no right to make a network namespace: be root, or unshare --user --map-root-user --net")
        return made[-1]

    yield make
    for namespace in made:
        namespace.close()


@pytest.fixture
def netns(make_netns: Callable[[], Netns]) -> Netns:
    """A fresh, unnamed network namespace with loopback up: `.path`, `.run("ip", ...)`, `.json("ip", "-j", ...)`."""
    return make_netns()


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random numbers that the seed in the report's header gives again, different for each test."""
    return random.Random(f"{request.config.option.hypothesis_seed} {request.node.nodeid}")
