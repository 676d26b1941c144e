"""A CAN controller at a serial line (slcan): one that a kernel can be given without hardware.

It appears in the namespace of the machine itself, so it is tried where that is nobody's: in the full lane.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import termios
from collections.abc import Iterator
from typing import Any

import pytest

from nlink.link import Can
from nlink.uapi import CAN_STATE
from tests import lanes
from tests.links.kernel import Refused, add_link, get_link, set_kind
from tests.netns import Netns
from tests.unknown import unknown_attributes

pytestmark = pytest.mark.skipif(not lanes.FULL, reason="it would appear in this machine's own namespace")
N_SLCAN = 17  # linux/tty.h


@pytest.fixture
def controller(netns: Netns) -> Iterator[str]:
    before = set(os.listdir("/sys/class/net"))
    terminal, line = os.openpty()
    try:
        fcntl.ioctl(line, termios.TIOCSETD, struct.pack("=i", N_SLCAN))
        (name,) = set(os.listdir("/sys/class/net")) - before
        subprocess.run(["ip", "link", "set", name, "netns", netns.path], check=True)
        yield name
    finally:
        os.close(line)
        os.close(terminal)


def shown(netns: Netns, name: str) -> dict[str, Any]:
    found: dict[str, Any] = netns.json("ip", "-d", "-j", "link", "show", name)[0]["linkinfo"]
    return found


def test_a_controller_is_read_and_set(netns: Netns, controller: str) -> None:
    link = get_link(netns, controller)
    assert unknown_attributes(link) == []
    assert link.kind == "can"
    read = link.options
    assert isinstance(read, Can)
    assert read.state is CAN_STATE.STOPPED
    assert read.bitrate_const
    given = Can(bittiming=500_000, listen_only=True)
    changed = set_kind(netns, controller, given).options
    assert isinstance(changed, Can)
    assert given.matches(changed)
    data = shown(netns, controller)["info_data"]
    assert changed.bittiming is not None
    assert data["bittiming_bitrate"] == changed.bittiming.bitrate == 500_000
    assert data["bitrate_const"] == list(read.bitrate_const)
    assert data["ctrlmode"] == ["LISTEN-ONLY"]
    assert data["state"] == "STOPPED"
    assert data["clock"] == changed.clock
    written = set_kind(netns, controller, changed).options
    assert written is not None
    assert changed.matches(written)


def test_what_a_controller_does_not_have_is_none_and_refused(netns: Netns, controller: str) -> None:
    read = get_link(netns, controller).options
    assert isinstance(read, Can)
    assert (read.listen_only, read.fd, read.loopback) == (False, None, None)
    with pytest.raises(Refused):
        set_kind(netns, controller, Can(loopback=True))
    with pytest.raises(Refused):
        set_kind(netns, controller, Can(bittiming=123_456))


def test_a_controller_is_not_made(netns: Netns) -> None:
    with pytest.raises(Refused):
        add_link(netns, "can7", Can())
