"""Names of namespaces, made and deleted as a user does it."""

from __future__ import annotations

import subprocess


def add(name: str) -> None:
    subprocess.run(["ip", "netns", "add", name], check=True)


def delete(name: str) -> None:
    subprocess.run(["ip", "netns", "delete", name], check=True)
