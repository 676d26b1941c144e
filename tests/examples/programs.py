"""Runs a program as its user would, in a namespace that has what the examples speak of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.netns import Netns

ROOT = Path(__file__).parents[2]

# The name of a namespace is a file: in a mount namespace of its own, "blue" is nobody else's.
PREPARE = """
mount -t tmpfs none /run
ip netns add blue
ip link add eth0 type veth peer name eth0-peer
ip link set eth0-peer up
ip link set eth0 up
ip address add 192.0.2.1/24 dev eth0
ip route add default via 192.0.2.254
ip route add 198.51.100.7/32 via 192.0.2.253 metric 20
exec "$@"
"""


def inside(netns: Netns, *argv: str) -> list[str]:
    """The command that prepares the namespace and becomes that program in it."""
    return ["nsenter", f"--net={netns.path}", "--", "unshare", "--mount", "--", "sh", "-ec", PREPARE, "sh", *argv]


def python(*argv: str) -> list[str]:
    """Python, where every warning is an error. Not asyncio's debug mode, which complains of a slow machine."""
    return [sys.executable, "-u", "-W", "error", *argv]


def environment(loop: str, folder: Path) -> dict[str, str]:
    """What makes a program that uses uvloop when it is there use this loop."""
    found = dict(os.environ)
    if loop == "asyncio":
        (folder / "uvloop.py").write_text("raise ImportError('it is not here')\n")
        found["PYTHONPATH"] = str(folder)
    return found


def run(argv: list[str], environment: dict[str, str], *, input: str | None = None) -> str:
    """What a program printed; it has to succeed, and to complain of nothing."""
    done = subprocess.run(argv, env=environment, cwd=ROOT, input=input, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout
