"""The helper threads of nlink, and a thread without rights."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

PR_SET_SECUREBITS = 28
SECBIT_NOROOT = 1
CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def join_helper_threads() -> None:
    """Waits for the helper threads. One that never ends is pytest's timeout to report."""
    for thread in helper_threads():
        thread.join()


def helper_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "nlink-namespace"]


def without_capabilities(function: Callable[[], T]) -> T:
    """Calls a function in a thread that has no capability at all; nor have the threads and programs that it starts."""

    def drop_and_call() -> T:
        # Capabilities belong to a thread. Without NOROOT, user 0 has them back with the next program.
        if _libc.prctl(PR_SET_SECUREBITS, SECBIT_NOROOT, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_SECUREBITS)")
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        if _libc.capset(header, (ctypes.c_uint32 * 6)()):
            raise OSError(ctypes.get_errno(), "capset")
        return function()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(drop_and_call).result()
