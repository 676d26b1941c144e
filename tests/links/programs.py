"""A BPF program for links, loaded without a library."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager

BPF, BPF_PROG_LOAD, BPF_PROG_TYPE_XDP, XDP_PASS = 321, 5, 6, 2
INSTRUCTIONS = struct.pack("=BBhi", 0xB7, 0, 0, XDP_PASS) + struct.pack("=BBhi", 0x95, 0, 0, 0)
"""``return XDP_PASS``."""


@contextmanager
def xdp_program() -> Iterator[int]:
    """The descriptor of a program that lets everything pass."""
    code, licence = ctypes.create_string_buffer(INSTRUCTIONS), ctypes.create_string_buffer(b"GPL")
    told = struct.pack(
        "=IIQQIIQI", BPF_PROG_TYPE_XDP, len(INSTRUCTIONS) // 8, ctypes.addressof(code), ctypes.addressof(licence),
        0, 0, 0, 0,
    )  # fmt: skip
    attributes = ctypes.create_string_buffer(told.ljust(128, b"\0"), 128)
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.syscall(BPF, BPF_PROG_LOAD, attributes, 128)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    try:
        yield descriptor
    finally:
        os.close(descriptor)
