"""Which namespace is meant: by name, path, process, descriptor; what is refused; and when two are the same."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nlink.errors import InvalidInput, NamespaceNotFound, NetlinkError, PermissionDenied
from nlink.namespace import Namespace
from tests.namespace.conftest import add, delete, without_capabilities
from tests.needs import requires
from tests.netns import Netns

HERE = "/proc/thread-self/ns/net"


@requires("root", "command:ip")
def test_a_str_without_a_slash_is_the_name_of_a_namespace_that_ip_netns_made(name: str) -> None:
    namespace = Namespace.of(name)
    assert namespace.id == os.stat(f"/run/netns/{name}").st_ino
    assert namespace == Namespace.of(f"/run/netns/{name}")


def test_a_str_with_a_slash_and_a_path_object_are_paths(netns: Netns) -> None:
    assert Namespace.of(netns.path).id == netns.inode
    assert Namespace.of(Path(netns.path)).id == netns.inode


def test_a_path_object_is_a_path_even_without_a_slash(
    netns: Netns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blue").symlink_to(netns.path)
    monkeypatch.chdir(tmp_path)
    assert Namespace.of(Path("blue")).id == netns.inode


def test_an_int_is_a_process_id(netns: Netns) -> None:
    with subprocess.Popen(["nsenter", f"--net={netns.path}", "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as cat:
        assert cat.stdin is not None
        assert cat.stdout is not None
        cat.stdin.write(b"x")
        cat.stdin.flush()
        cat.stdout.read(1)  # it is inside now
        assert Namespace.of(cat.pid).id == netns.inode
        cat.stdin.close()


def test_a_namespace_is_itself(netns: Netns) -> None:
    namespace = Namespace.of(netns.path)
    assert Namespace.of(namespace) is namespace


def test_a_descriptor_is_duplicated_and_the_callers_own_stays_open(netns: Netns) -> None:
    with Namespace.from_fd(netns.fd) as namespace:
        assert namespace.id == netns.inode
    assert os.fstat(netns.fd).st_ino == netns.inode


def test_a_namespace_from_a_descriptor_outlives_the_descriptor(netns: Netns) -> None:
    inode = netns.inode
    with Namespace.from_fd(netns.fd) as namespace:
        netns.close()
        assert namespace.id == inode


def test_holding_takes_the_descriptor_over(netns: Netns) -> None:
    descriptor = os.dup(netns.fd)
    with Namespace.holding(descriptor) as namespace:
        assert namespace.id == netns.inode
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_current_is_the_namespace_of_the_calling_thread() -> None:
    with Namespace.current() as namespace:
        assert namespace.id == os.stat(HERE).st_ino
        assert namespace == Namespace.of(os.getpid())


@requires("root", "command:ip")
def test_a_name_is_looked_up_each_time_and_a_descriptor_stays_the_same_namespace(name: str) -> None:
    by_name = Namespace.of(name)
    with by_name, Namespace.from_fd(by_name.open()) as old:  # the next line closes what open() gave
        os.close(max(int(number) for number in os.listdir("/proc/self/fd") if _leads_to_namespace(number, old.id)))
        before = old.id
        delete(name)
        with pytest.raises(NamespaceNotFound):
            by_name.open()
        add(name)
        assert by_name.id != before
        assert old.id == before
        assert by_name != old


def _leads_to_namespace(number: str, inode: int) -> bool:
    return False


def test_a_namespace_need_not_exist_until_it_is_used() -> None:
    namespace = Namespace.of("nlink-test-never-there")
    with pytest.raises(NamespaceNotFound, match="'nlink-test-never-there'"):
        namespace.open()
    assert not os.path.exists("/run/netns/nlink-test-never-there")
