"""What no argument of some kind can be."""

from __future__ import annotations

from decimal import Decimal
from ipaddress import IPv6Address, ip_interface, ip_network

from nlink.route import NextHop

NOBODY = object()
"""A value of no type that anything takes."""

NUMBER = [-1, 2**64, 1.0, Decimal(1), True, "x", "", b"1", [], NOBODY]
SWITCH = [0, 1, "yes", "", [], None, NOBODY]
WORD = ["nonsense", "", b"main", 1.0, True, [], -1, 2**32, NOBODY]
"""For an enumeration, which takes words and numbers."""
ADDRESS = ["", "x", "10.0.0", "10.0.0.0.1", "10.0.0.1/8", "fe80::1%1", "::g", b"\x0a\0\0\1", 10, 1.0, True, [], NOBODY,
           IPv6Address("fe80::1%1"), ip_network("10.0.0.0/8"), ip_interface("10.0.0.1/8")]  # fmt: skip
PREFIX = ["", "x", "10.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "fe80::1%1", b"\x0a\0\0\1", 10, 1.0,
          True, [], NOBODY, IPv6Address("fe80::1%1"), ip_interface("10.0.0.1/8")]  # fmt: skip
OWN = ["", "x", "10.0.0", "10.0.0.1/33", "fd00::1/129", "fe80::1%1/64", b"\x0a\0\0\1", 10, 1.0, True, [], NOBODY,
       IPv6Address("fe80::1%1"), ip_network("10.0.0.0/8"), None]  # fmt: skip
DEVICE = ["", "a\0b", "\ud800", "x" * 128, 0, -1, 2**31, 1.0, True, b"lo", [], NOBODY]
NAME = ["", ".", "..", "a/b", "a:b", "a b", "w%d", "a\0b", "\ud800", "x" * 16, "ü" * 8, 7, 1.0, True, b"x", [], NOBODY]
MAC = ["", "x", "02:00:00:00:00:zz", "02::1", b"\2\0\0\0\0\1", 2, True, [], NOBODY]
TEXT = [b"x", 7, 1.0, True, [], NOBODY, "a\0b", "x" * 300]
SEVERAL = ["10.0.0.1", b"x", 7, None, True, NOBODY, [NOBODY], ["x"]]
HOPS = [[], (), "x", {}, 7, True, NOBODY, [NOBODY], ["10.0.0.1"], [NextHop(device="lo"), None]]
PORT = [-1, 65536, 1.0, True, "80", [], (1, 2), NOBODY, range(0), range(5), range(5, 1), range(1, 9, 2), range(65537)]
RANGE = [5, "1-5", 1.0, True, [], NOBODY, range(0), range(5, 1), range(1, 9, 2), range(-1, 5), range(2**32 + 1)]
NAMESPACE = [1.0, [], NOBODY, "", -1, True]
NEEDED = [*DEVICE, None]
