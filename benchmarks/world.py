"""What a benchmark finds in its namespace, and the programs that it is compared with."""

from __future__ import annotations

import json
import subprocess
from typing import Any, Final

DEVICE: Final = "d0"
GATEWAY: Final = "192.0.2.2"
"""Reachable by ``DEVICE``."""

_SETUP: Final = f"""
link set lo up
link add {DEVICE} type veth peer name d1
address add 192.0.2.1/24 dev {DEVICE}
link set {DEVICE} up
link set d1 up
"""


def set_up() -> None:
    """Make the devices that the routes here lead to."""
    ip_batch(_SETUP)


def prefixes(count: int, *, first: int = 10) -> list[str]:
    """So many IPv4 prefixes, at most 2**20: 10.0.0.0/28, 10.0.0.16/28 ..."""
    return [f"{first}.{i >> 12}.{i >> 4 & 255}.{i << 4 & 255}/28" for i in range(count)]


def ip(*arguments: str) -> None:
    """Run ip(8)."""
    subprocess.run(["ip", *arguments], check=True)


def ip_json(*arguments: str) -> Any:
    """What ``ip -j`` says, parsed."""
    printed = subprocess.run(["ip", "-j", *arguments], check=True, capture_output=True).stdout
    return json.loads(printed)


def ip_batch(lines: str) -> None:
    """Run ``ip -batch`` on these lines."""
    subprocess.run(["ip", "-batch", "-"], input=lines.encode(), check=True)
