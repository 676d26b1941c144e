"""The tests' own ground: which loop they run on, what a namespace is, what is skipped, what fails them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import uvloop
from hypothesis import Phase, given, settings
from hypothesis.strategies import binary, integers

from tests.corpus import past_failures
from tests.needs import lacking, requires
from tests.netns import CommandFailed, Netns

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.asyncio(loop_factories=["asyncio", "uvloop"])
async def test_async_tests_run_on_both_loops(request: pytest.FixtureRequest) -> None:
    loop = asyncio.get_running_loop()
    name = request.node.callspec.id
    assert name in {"asyncio", "uvloop"}
    assert isinstance(loop, uvloop.Loop) is (name == "uvloop")


async def test_debug_mode_is_on() -> None:
    assert asyncio.get_running_loop().get_debug()


async def test_a_slow_callback_is_not_even_logged(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.get_running_loop().call_soon(time.sleep, 0.15)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not caplog.records


def test_a_namespace_is_fresh_and_its_loopback_up(netns: Netns) -> None:
    assert netns.inode != os.stat("/proc/self/ns/net").st_ino
    links = netns.json("ip", "-j", "link", "show", "up")
    assert [link["ifname"] for link in links] == ["lo"]
    assert netns.json("ip", "-j", "route", "show") == []


def test_namespaces_differ(make_netns: Callable[[], Netns]) -> None:
    assert len({make_netns().inode for _ in range(3)}) == 3


def test_making_a_namespace_leaves_the_thread_where_it_was() -> None:
    before = os.readlink("/proc/thread-self/ns/net")
    with Netns():
        assert os.readlink("/proc/thread-self/ns/net") == before


@requires("namespaces:end")
def test_a_namespace_is_gone_when_closed(netns: Netns) -> None:
    # A veth ends with its other end, so it tells when the namespace of that one was destroyed.
    with Netns() as other:
        netns.run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", other.path)
        assert netns.json("ip", "-j", "link", "show", "near")
    for _ in range(1000):
        if len(netns.json("ip", "-j", "link")) == 1:
            break
        time.sleep(0.02)  # the kernel takes namespaces down in its own time
    else:
        pytest.fail("the namespace lives on")


def test_a_failing_command_shows_what_it_said(netns: Netns) -> None:
    with pytest.raises(CommandFailed, match='Device "nothing" does not exist'):
        netns.run("ip", "link", "show", "nothing")


def test_a_command_can_be_given_input(netns: Netns) -> None:
    netns.run("ip", "-batch", "-", input="address add 192.0.2.1/24 dev lo\n")
    assert "192.0.2.1" in netns.run("ip", "address", "show", "dev", "lo")


@pytest.mark.parametrize(
    "need", ["link:veth", "link:bridge", "qdisc:htb", "qdisc:clsact", "filter:u32", "action:mirred"]
)
def test_what_the_kernel_has_is_found(need: str) -> None:
    if need.startswith("action:") and lacking("root"):
        assert lacking(need) == "Operation not permitted"
    else:
        assert lacking(need) is None


def test_a_generic_family_is_found() -> None:
    assert lacking("genl:nlctrl") is None
    assert lacking("genl:nothing") == "No such file or directory"


@pytest.mark.parametrize("sort", ["link", "qdisc", "filter", "action"])
def test_what_the_kernel_lacks_is_told_in_its_own_words(sort: str) -> None:
    reason = lacking(f"{sort}:nothing")
    assert reason is not None
    assert any(word in reason for word in ("Unknown", "unknown", "not found", "Failed to load", "not permitted"))


@requires("link:veth", "command:ip")
def test_a_test_that_needs_what_is_there_runs(netns: Netns) -> None:
    netns.run("ip", "link", "add", "type", "veth")


@pytest.mark.parametrize("need", ["lnik:bond", "link", "link:", "bond", "root:", "root:yes", ""])
def test_a_mistaken_need_is_an_error_and_no_skip(need: str) -> None:
    with pytest.raises(ValueError, match="requires"):
        requires(need)


ENDINGS = """
import asyncio, os, socket
import pytest
from tests.needs import requires

@requires("link:nothing")
def test_that_needs_what_is_lacking(): assert False

def test_that_leaves_a_descriptor(): os.open("/", 0)

@pytest.mark.keeps_descriptors("on purpose")
def test_that_may_leave_a_descriptor(): os.open("/", 0)

def test_that_leaves_a_socket():
    opened = socket.socket()
    del opened

async def test_that_fails_where_nobody_looks():
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.01)

async def test_with_a_task_nobody_awaits():
    async def fail(): raise KeyError("lost")
    task = asyncio.create_task(fail())
    await asyncio.sleep(0.01)
    del task

async def test_that_leaves_a_task():
    test_that_leaves_a_task.kept = asyncio.create_task(asyncio.sleep(10))

@pytest.mark.timeout(1)
async def test_that_hangs():
    await asyncio.Event().wait()

async def test_that_is_fine(netns, rng): assert rng.random() < 1
"""


def test_what_a_test_leaves_behind_fails_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("NLINK_LANE", raising=False)
    pytester.makeconftest(
        "from tests.conftest import *\nfrom tests.conftest import _no_descriptor_left, _nothing_unhandled"
    )
    pytester.makefile(".toml", pyproject=(ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pytester.makepyfile(test_endings=ENDINGS)
    result = pytester.runpytest_subprocess("test_endings.py")
    failed = [line.partition(" - ")[0] for line in result.outlines if line.startswith(("ERROR test", "FAILED"))]
    assert sorted({line.rpartition("::")[2] for line in failed}) == [
        "test_that_fails_where_nobody_looks[asyncio]",
        "test_that_fails_where_nobody_looks[uvloop]",
        "test_that_hangs[asyncio]",
        "test_that_hangs[uvloop]",
        "test_that_leaves_a_descriptor",
        "test_that_leaves_a_socket",
        "test_that_leaves_a_task[asyncio]",
        "test_that_leaves_a_task[uvloop]",
        "test_with_a_task_nobody_awaits[asyncio]",
        "test_with_a_task_nobody_awaits[uvloop]",
    ]
    result.stdout.fnmatch_lines(["SKIPPED * needs link:nothing: Unknown device type"])
    for told in ("*descriptors left open: {*: '/'}*", "*ZeroDivisionError*", "*KeyError('lost')*"):
        result.stdout.fnmatch_lines([told])


replayed: list[bytes] = []


@past_failures("conftest")
@settings(phases=[Phase.explicit])
@given(binary())
def test_a_kept_failure_is_replayed(data: bytes) -> None:
    replayed.append(data)
    assert set(replayed) == {b"once\n"}


def test_a_corpus_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        past_failures("nowhere")


async def test_an_async_test_may_be_given_examples_in_one_namespace(netns: Netns) -> None:
    @given(integers(1, 254))
    def try_one(number: int) -> None:
        assert netns.path
        assert number

    try_one()
