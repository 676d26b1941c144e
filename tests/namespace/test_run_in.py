"""run_in: a function is called in another namespace, by a thread of its own; the loop's thread stays where it is."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import socket
import threading
from collections.abc import Callable

import pytest

from nlink.errors import InvalidInput, NamespaceNotFound, PermissionDenied
from nlink.namespace import Namespace, run_in
from tests import lanes
from tests.namespace.threads import helper_threads, join_helper_threads, without_capabilities
from tests.needs import requires
from tests.netns import Netns


def here() -> int:
    """The inode of the calling thread's namespace."""
    return os.stat("/proc/thread-self/ns/net").st_ino


async def test_the_function_runs_in_the_namespace(netns: Netns) -> None:
    assert await run_in(netns.path, here) == netns.inode
    with Namespace.from_fd(netns.fd) as namespace:
        assert await run_in(namespace, here) == netns.inode


@requires("root", "command:ip")
async def test_the_namespace_is_told_by_name_too(name: str) -> None:
    assert await run_in(name, here) == os.stat(f"/run/netns/{name}").st_ino


@requires("link:bridge", "command:nsenter")
async def test_a_socket_that_is_opened_there_stays_there(netns: Netns) -> None:
    netns.run("ip", "link", "add", "only-there", "type", "bridge")
    with await run_in(netns.path, socket.socket) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"only-there")


async def test_neither_the_loops_thread_nor_any_other_changes_its_namespace(netns: Netns) -> None:
    mine = here()
    inside, go_on = threading.Event(), threading.Event()

    def stay() -> int:
        inside.set()
        go_on.wait()
        return here()

    task = asyncio.create_task(run_in(netns.path, stay))
    await asyncio.to_thread(inside.wait)
    assert here() == mine
    (helper,) = helper_threads()
    elsewhere = [
        task for task in os.listdir("/proc/self/task") if os.stat(f"/proc/self/task/{task}/ns/net").st_ino != mine
    ]
    assert elsewhere == [str(helper.native_id)]
    go_on.set()
    assert await task == netns.inode
    assert here() == mine


async def test_the_thread_ends_with_the_call(netns: Netns) -> None:
    name = await run_in(netns.path, lambda: threading.current_thread().name)
    assert name == "nlink-namespace"
    join_helper_threads()
    assert helper_threads() == []


async def test_many_calls_leave_no_thread_and_no_descriptor(netns: Netns) -> None:
    await run_in(netns.path, here)
    join_helper_threads()
    threads, descriptors = threading.active_count(), os.listdir("/proc/self/fd")
    for _ in range(lanes.rounds(200)):
        assert await run_in(netns.path, here) == netns.inode
    join_helper_threads()
    assert threading.active_count() == threads
    assert os.listdir("/proc/self/fd") == descriptors


async def test_many_at_once_and_of_different_namespaces_do_not_mix(make_netns: Callable[[], Netns]) -> None:
    places = [make_netns() for _ in range(5)]
    found = await asyncio.gather(*(run_in(place.path, here) for place in places for _ in range(10)))
    assert found == [place.inode for place in places for _ in range(10)]


async def test_what_the_function_raises_is_raised(netns: Netns) -> None:
    class OurError(Exception):
        pass

    def fail() -> None:
        raise OurError("there")

    with pytest.raises(OurError, match="there"):
        await run_in(netns.path, fail)


async def test_an_exception_that_is_returned_is_not_raised(netns: Netns) -> None:
    error = ValueError()
    assert await run_in(netns.path, lambda: error) is error


async def test_what_is_no_namespace_starts_no_thread() -> None:
    called: list[None] = []
    with pytest.raises(NamespaceNotFound):
        await run_in("nlink-test-never-there", lambda: called.append(None))
    with pytest.raises(InvalidInput):
        await run_in("/dev/null", lambda: called.append(None))
    assert called == helper_threads() == []


async def test_a_namespace_that_is_closed_meanwhile_is_entered_all_the_same(netns: Netns) -> None:
    namespace = Namespace.from_fd(netns.fd)
    task = asyncio.create_task(run_in(namespace, here))
    await asyncio.sleep(0)
    namespace.close()
    assert await task == netns.inode


def test_without_the_right_it_is_permission_denied_and_nothing_is_called(netns: Netns) -> None:
    called: list[None] = []

    async def enter() -> None:
        with Namespace.from_fd(netns.fd) as namespace:
            await run_in(namespace, lambda: called.append(None))

    def fails() -> PermissionDenied:
        with pytest.raises(PermissionDenied, match=r"cannot be entered: it needs CAP_SYS_ADMIN.*\[EPERM\]") as caught:
            asyncio.run(enter())
        return caught.value

    assert isinstance(without_capabilities(fails), PermissionError)
    assert called == []


def test_to_be_where_one_is_needs_no_right() -> None:
    def stays() -> int:
        return asyncio.run(run_in("/proc/self/ns/net", here))

    assert without_capabilities(stays) == here()


class Visit:
    """A function that goes on when it is told to, and the results that were discarded."""

    def __init__(self) -> None:
        self.inside, self.go_on = threading.Event(), threading.Event()
        self.discarded: list[object] = []

    def __call__(self) -> str:
        self.inside.set()
        self.go_on.wait()
        return "result"


async def test_a_result_is_discarded_when_the_task_was_cancelled_before(netns: Netns) -> None:
    visit = Visit()
    task = asyncio.create_task(run_in(netns.path, visit, discard=visit.discarded.append))
    await asyncio.to_thread(visit.inside.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert visit.discarded == []
    visit.go_on.set()
    join_helper_threads()
    assert visit.discarded == ["result"]


async def test_a_result_is_discarded_when_the_task_is_cancelled_as_it_comes(netns: Netns) -> None:
    visit = Visit()
    task = asyncio.create_task(run_in(netns.path, visit, discard=visit.discarded.append))
    await asyncio.to_thread(visit.inside.wait)
    visit.go_on.set()
    join_helper_threads()  # the result is there, the task has not seen it yet
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert visit.discarded == ["result"]


async def test_a_result_that_is_taken_is_not_discarded(netns: Netns) -> None:
    discarded: list[object] = []
    assert await run_in(netns.path, here, discard=discarded.append) == netns.inode
    assert discarded == []


def test_a_result_is_discarded_when_the_loop_was_closed_meanwhile(netns: Netns) -> None:
    visit = Visit()
    loop = asyncio.new_event_loop()
    waiting = run_in(netns.path, visit, discard=visit.discarded.append)
    loop.call_soon(waiting.send, None)  # a task would complain that it was destroyed
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    visit.go_on.set()
    join_helper_threads()
    assert visit.discarded == ["result"]
    waiting.close()


def test_a_result_is_discarded_when_the_loop_stopped_before_it_told_the_task(netns: Netns) -> None:
    visit = Visit()
    loop = asyncio.new_event_loop()
    waiting = run_in(netns.path, visit, discard=visit.discarded.append)
    loop.call_soon(waiting.send, None)
    loop.call_soon(loop.stop)
    loop.run_forever()
    visit.go_on.set()
    join_helper_threads()  # the loop has been asked to tell the task, and never runs again
    loop.close()
    assert visit.discarded == []
    waiting.close()
    assert visit.discarded == ["result"]


async def test_a_failure_that_nobody_waits_for_any_more_is_logged(
    netns: Netns, caplog: pytest.LogCaptureFixture
) -> None:
    visit = Visit()

    def fail() -> None:
        visit()
        raise ValueError("unheard")

    task = asyncio.create_task(run_in(netns.path, fail))
    await asyncio.to_thread(visit.inside.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with caplog.at_level(logging.WARNING, "nlink"):
        visit.go_on.set()
        join_helper_threads()
    assert "unheard" in caplog.text


async def test_a_discard_that_fails_is_logged(netns: Netns, caplog: pytest.LogCaptureFixture) -> None:
    visit = Visit()

    def discard(_: object) -> None:
        raise ValueError("not closed")

    task = asyncio.create_task(run_in(netns.path, visit, discard=discard))
    await asyncio.to_thread(visit.inside.wait)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    visit.go_on.set()
    join_helper_threads()
    assert "not closed" in caplog.text


async def test_a_failure_is_kept_by_nothing_once_it_was_raised(netns: Netns) -> None:
    class OurError(Exception):
        pass

    def fail() -> None:
        raise OurError

    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            with contextlib.suppress(OurError):
                await run_in(netns.path, fail)
        join_helper_threads()
        assert not [found for found in gc.get_objects() if isinstance(found, OurError)]
    finally:
        gc.enable()


async def test_no_more_threads_is_an_error_and_leaves_nothing(netns: Netns, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(RuntimeError, match="can't start new thread"):
        await run_in(netns.path, here)
