"""Every constant has the value that the kernel's C headers give it, and none is forgotten."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from enum import IntEnum, IntFlag
from importlib import import_module

import pytest

from nlink.netlink.uapi.if_bonding import BOND_MODE
from nlink.netlink.uapi.if_ether import ETH_P
from nlink.netlink.uapi.neighbour import NUD
from tools.uapi.generate import DIRECTORY, PUBLIC, files, public
from tools.uapi.headers import PACKAGE_HINT, Headers, newest
from tools.uapi.newer import NEWER
from tools.uapi.table import Group
from tools.uapi.wanted import HEADERS


def generated_from() -> tuple[int, ...]:
    found = re.match(r"# .* Linux ([\d.]+);", (DIRECTORY / "netlink.py").read_text(encoding="utf-8"))
    assert found
    return tuple(map(int, found[1].split(".")))


def classes() -> Iterator[tuple[Group, type[IntEnum | IntFlag]]]:
    for header in HEADERS:
        module = import_module(f"nlink.netlink.uapi.{header.module}")
        for group in header.all_groups():
            yield group, getattr(module, group.name)


@pytest.fixture(scope="module")
def headers() -> Headers:
    headers = newest()
    if headers.version[:2] < generated_from()[:2]:
        pytest.fail(f"{headers.path} is of Linux {headers.release}, too old to check the constants: {PACKAGE_HINT}")
    return headers


def test_every_constant_has_the_value_of_the_c_headers(headers: Headers) -> None:
    ours = {
        group.c_name(name): (group, member.value)
        for group, cls in classes()
        for name, member in cls.__members__.items()
    }
    theirs = headers.values(
        [header.path for header in HEADERS], {name: group.expression.format(name) for name, (group, _) in ours.items()}
    )
    wrong = {
        name: f"{value}, but {theirs[name]} in {headers.path}"
        for name, (group, value) in ours.items()
        if name in theirs and group.number(theirs[name]) != value
    }
    assert not wrong
    # What the headers lack is in the list of newer constants, with its value, and with a version that explains it.
    for name in ours.keys() - theirs.keys():
        group, value = ours[name]
        newer = NEWER.get(group.name, {}).get(name)
        assert newer is not None, f"{name} is neither in {headers.path} (Linux {headers.release}) nor in newer.py"
        assert newer.value == value
        assert tuple(map(int, newer.since.split("."))) > headers.version[:2], f"{headers.path} should have {name}"


def test_every_length_and_limit_has_the_value_of_the_c_headers(headers: Headers) -> None:
    expressions = {name: expression for header in HEADERS for name, expression in header.limits.items()}
    ours = {
        name: getattr(import_module(f"nlink.netlink.uapi.{header.module}"), name)
        for header in HEADERS
        for name in header.limits
    }
    assert ours == headers.values([header.path for header in HEADERS], expressions)


def test_no_class_or_member_of_the_headers_is_forgotten(headers: Headers) -> None:
    if headers.version != generated_from():
        pytest.skip(f"generated from Linux {generated_from()}; {headers.path} is of Linux {headers.release}")
    found = {str(path.relative_to(DIRECTORY)): path.read_text(encoding="utf-8") for path in DIRECTORY.rglob("*.py")}
    assert found == files(headers), "run python3 -m tools.uapi.generate"


def test_every_class_has_a_public_name_of_its_own() -> None:
    names = [group.name for header in HEADERS for group in header.all_groups()]
    assert len(names) == len(set(names))
    assert (DIRECTORY / PUBLIC).read_text(encoding="utf-8") == public(), "run python3 -m tools.uapi.generate"


def test_a_name_that_begins_with_a_digit_keeps_the_last_word_of_its_prefix() -> None:
    assert ETH_P["P_8021Q"].value == 0x8100
    assert BOND_MODE["MODE_8023AD"].value == 4
    assert Group("ETH_P", "").c_name("P_8021Q") == "ETH_P_8021Q"
    assert Group("ETH_P", "").c_name("PPP_SES") == "ETH_P_PPP_SES"
    assert Group("X", "").member("X_None") == "None_"
    assert Group("X", "").c_name("None_") == "X_None"


def test_flags_that_no_header_knows_are_kept() -> None:
    assert NUD(0x1002) == 0x1002
    assert NUD.REACHABLE in NUD(0x1002)


def test_the_constants_of_a_link_kind_are_loaded_when_they_are_first_used() -> None:
    program = """
import sys
from nlink.netlink.uapi import if_link
assert if_link.IFLA.MTU == 4
assert "nlink.netlink.uapi.if_link.vxlan" not in sys.modules
assert if_link.IFLA_VXLAN.ID == 1
try:
    if_link.IFLA_NONSENSE
except AttributeError as error:
    assert "IFLA_NONSENSE" in str(error)
else:
    raise AssertionError
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
