"""Requests over a bare netlink socket, so that the messages are tested without the transport."""

from __future__ import annotations

import os
import socket
import struct
from typing import TypeVar

from nlink.netlink.schema.message import Message
from nlink.netlink.schema.reader import MessageReader
from tests.netns import Netns, inside
from tests.unknown import unknown_attributes

M = TypeVar("M", bound=Message)

SOL_NETLINK, NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 270, 10, 11, 12
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP, NLM_F_CREATE, NLM_F_APPEND = 0x1, 0x4, 0x300, 0x400, 0x800
NLMSG_ERROR, NLMSG_DONE = 2, 3


def dump(netns: Netns, request: M) -> list[M]:
    """What the kernel answers to a dump with strict checking; each message is wholly known, and encodes to itself."""
    found: list[M] = []
    reader = MessageReader(type(request))
    with _opened(netns) as connected:
        _send(connected, request, "get", NLM_F_DUMP)
        while True:
            data = connected.recv(1 << 18)
            stopped = reader.read(data, 0, len(data), found.append)
            if stopped < len(data):
                kind, error = struct.unpack_from("=4xH10xi", data, stopped)
                assert (kind, error) == (NLMSG_DONE, 0), (kind, os.strerror(-error), data[stopped + 36 :])
                break
    for message in found:
        assert unknown_attributes(message) == []
        assert type(request).from_bytes(message.to_bytes()) == message
    return found


def get(netns: Netns, request: M) -> M:
    """What the kernel answers to a request for one object."""
    found: list[M] = []
    with _opened(netns) as connected:
        _send(connected, request, "get", 0)
        data = connected.recv(1 << 18)
    MessageReader(type(request)).read(data, 0, len(data), found.append)
    assert found, f"the kernel refuses: {data.hex()}"
    assert unknown_attributes(found[0]) == []
    return found[0]


def change(netns: Netns, message: Message, what: str = "new") -> None:
    """Send a message as a request that adds ("new") or deletes ("delete"); the test fails if the kernel refuses it."""
    with _opened(netns) as connected:
        _send(connected, message, what, NLM_F_ACK | (NLM_F_CREATE | NLM_F_APPEND if what == "new" else 0))
        answer = connected.recv(1 << 16)
    kind, error = struct.unpack_from("=4xH10xi", answer)
    assert (kind, error) == (NLMSG_ERROR, 0), f"{os.strerror(-error)}: {answer[36:]!r} to {message!r}"


def _opened(netns: Netns) -> socket.socket:
    opened = inside(netns.fd, lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0))
    for option in (NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK):
        opened.setsockopt(SOL_NETLINK, option, 1)
    return opened


def _send(connected: socket.socket, message: Message, what: str, flags: int) -> None:
    body = message.to_bytes()
    header = struct.pack("=IHHII", 16 + len(body), message.__types__[what], NLM_F_REQUEST | flags, 1, 0)
    connected.send(header + body)
