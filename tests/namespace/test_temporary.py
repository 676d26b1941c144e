"""temporary: a namespace without a name, for as long as its block."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from nlink import namespace
from nlink.errors import InvalidInput, PermissionDenied
from nlink.namespace import Namespace, run_in, temporary
from tests.namespace.threads import join_helper_threads, without_capabilities
from tests.netns import Netns


@pytest.fixture(autouse=True)
def _rights(netns: Netns) -> None:
    """Skips where no namespace can be made."""


async def test_it_is_new_and_the_callers_thread_is_not_in_it() -> None:
    with Namespace.current() as here:
        async with namespace.temporary() as new, namespace.temporary() as another:
            assert len({here, new, another}) == 3
            with Namespace.current() as still:
                assert still == here


async def test_it_has_loopback_alone_and_that_is_down() -> None:
    async with temporary() as new:
        process = await new.spawn("ip", "-brief", "link", stdout=asyncio.subprocess.PIPE)
        out, _ = await process.communicate()
        assert [line.split()[:2] for line in out.decode().splitlines()] == [["lo", "DOWN"]]


async def test_at_the_end_it_is_closed() -> None:
    async with temporary() as new:
        assert await run_in(new, lambda: os.stat("/proc/thread-self/ns/net").st_ino) == new.id
    with pytest.raises(InvalidInput, match="was closed"):
        new.open()


async def test_an_error_in_the_block_closes_it_too() -> None:
    with pytest.raises(LookupError):
        async with temporary() as new:
            raise LookupError
    with pytest.raises(InvalidInput, match="was closed"):
        new.open()


async def test_100_of_them_leave_no_thread_and_no_descriptor() -> None:
    async with temporary():
        pass
    join_helper_threads()
    threads, descriptors = threading.active_count(), os.listdir("/proc/self/fd")
    for _ in range(100):
        async with temporary():
            pass
    join_helper_threads()
    assert threading.active_count() == threads
    assert os.listdir("/proc/self/fd") == descriptors


async def test_cancelled_while_it_is_made_it_leaves_nothing() -> None:
    descriptors = os.listdir("/proc/self/fd")
    for turns in range(20):

        async def use() -> None:
            async with temporary():
                await asyncio.Event().wait()

        task = asyncio.create_task(use())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    join_helper_threads()
    assert os.listdir("/proc/self/fd") == descriptors


def test_without_the_right_it_is_permission_denied() -> None:
    async def make() -> None:
        async with temporary():
            pass

    def fails() -> None:
        with pytest.raises(
            PermissionDenied, match=r"no network namespace can be made: it needs CAP_SYS_ADMIN \[EPERM\]"
        ):
            asyncio.run(make())

    without_capabilities(fails)
