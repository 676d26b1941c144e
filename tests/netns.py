"""Unnamed network namespaces for tests, made with plain system calls: nlink's own namespace code is what is tested."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 1

_libc = ctypes.CDLL(None, use_errno=True)


class Netns:
    """A new network namespace with loopback up, kept alive by one descriptor until `close`."""

    def __init__(self) -> None:
        self.fd = _new_namespace()

    @property
    def path(self) -> str:
        """A path that `nsenter --net=` and nlink take, from any process of this user."""
        return f"/proc/{os.getpid()}/fd/{self.fd}"

    @property
    def inode(self) -> int:
        """The namespace's identity, as `readlink /proc/self/ns/net` tells it."""
        return os.fstat(self.fd).st_ino

    def run(self, *command: str, input: str | None = None) -> str:
        """Runs a command inside and returns what it printed; a failing command fails the test with its complaint."""

        def start() -> subprocess.CompletedProcess[str]:
            return subprocess.run(command, input=input, capture_output=True, text=True, check=False)

        done = inside(self.fd, start)  # a process starts in the namespace of the thread that starts it
        if done.returncode:
            raise CommandFailed(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}".rstrip())
        return done.stdout

    def json(self, *command: str) -> Any:
        """What a command such as `ip -j link` printed, parsed; `[]` when it printed nothing, as some do for none."""
        return json.loads(self.run(*command).strip() or "[]")

    def close(self) -> None:
        """Lets go of the namespace; the kernel destroys it once no socket and no process is left in it."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class CommandFailed(AssertionError):
    """A command run inside a namespace ended with a status other than 0."""


def inside(namespace: int, function: Callable[[], T]) -> T:
    """Calls a function in the namespace that a descriptor holds, in a thread that ends with it."""

    def enter() -> T:
        _call("setns", namespace, CLONE_NEWNET)
        return function()

    return _in_own_thread(enter)


def _new_namespace() -> int:
    def make() -> int:
        _call("unshare", CLONE_NEWNET)
        _raise_loopback()
        return os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    return _in_own_thread(make)


def _in_own_thread(function: Callable[[], T]) -> T:
    # unshare(2) and setns(2) move the calling thread only. It ends here, so nothing has to be moved back.
    with ThreadPoolExecutor(1, "network namespace") as thread:
        return thread.submit(function).result()


def _call(name: str, *arguments: int) -> None:
    if getattr(_libc, name)(*arguments):
        errno = ctypes.get_errno()
        raise OSError(errno, f"{name}: {os.strerror(errno)}")


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as any_socket:
        request = fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("16sH22x", b"lo", 0))
        (flags,) = struct.unpack_from("H", request, 16)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", flags | IFF_UP))
