"""Links over a bare netlink socket, so that their messages are tested without the transport."""

from __future__ import annotations

import socket
import struct
from typing import Any

from nlink.netlink.extack import Refusal, parse_error
from nlink.netlink.route.links.message import LinkInfo, LinkMessage
from nlink.netlink.route.links.options import LinkOptions, PortOptions
from nlink.netlink.schema.reader import MessageReader
from nlink.netlink.uapi.netlink import NLM_F, NLMSG
from nlink.netlink.uapi.rtnetlink import RTM
from tests.netns import Netns, inside

NETLINK_ROUTE = 0
SOL_NETLINK, NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 270, 10, 11, 12

NOTHING, CREATE = NLM_F(0), NLM_F.CREATE | NLM_F.EXCL


class Refused(AssertionError):
    """The kernel refuses a request; the test fails unless it wants that."""

    def __init__(self, refusal: Refusal, request: bytes) -> None:
        super().__init__(f"{refusal}")
        self.refusal, self.request = refusal, request


def get_links(netns: Netns, request: LinkMessage[Any] | None = None) -> dict[str, LinkMessage[Any]]:
    """All links, by name."""
    found: list[LinkMessage[Any]] = []
    reader: MessageReader[LinkMessage[Any]] = MessageReader(LinkMessage)
    with _opened(netns) as connected:
        _send(connected, request or LinkMessage(), RTM.GETLINK, NLM_F.DUMP)
        while True:
            data = connected.recv(1 << 18)
            stopped = reader.read(data, 0, len(data), found.append)
            if stopped < len(data):
                assert struct.unpack_from("=4xH10xi", data, stopped) == (NLMSG.DONE, 0)
                return {link.name: link for link in found}


def get_link(netns: Netns, name: str) -> LinkMessage[Any]:
    """One link."""
    found: list[LinkMessage[Any]] = []
    with _opened(netns) as connected:
        _send(connected, LinkMessage(name=name), RTM.GETLINK, NOTHING)
        data = connected.recv(1 << 18)
    MessageReader(LinkMessage).read(data, 0, len(data), found.append)
    assert found, f"the kernel refuses: {data.hex()}"
    return found[0]


def add_link(netns: Netns, name: str, options: LinkOptions, **fields: Any) -> LinkMessage[Any]:
    """Makes a link of the options' kind, and gives what the kernel tells of it then."""
    change(netns, LinkMessage(name=name, linkinfo=LinkInfo(kind=options.kind, data=options), **fields), CREATE)
    return get_link(netns, name)


def set_kind(netns: Netns, name: str, options: LinkOptions) -> LinkMessage[Any]:
    """Changes the options of a link."""
    change(netns, LinkMessage(name=name, linkinfo=LinkInfo(kind=options.kind, data=options)))
    return get_link(netns, name)


def set_port(netns: Netns, name: str, options: PortOptions) -> LinkMessage[Any]:
    """Changes what a bridge or bond keeps of a port."""
    change(netns, LinkMessage(name=name, linkinfo=LinkInfo(port_kind=options.kind, port_data=options)))
    return get_link(netns, name)


def change(netns: Netns, message: LinkMessage[Any], flags: NLM_F = NOTHING) -> None:
    """Sends RTM_NEWLINK."""
    with _opened(netns) as connected:
        request = _send(connected, message, RTM.NEWLINK, flags | NLM_F.ACK)
        answer = connected.recv(1 << 16)
    refusal = parse_error(answer, 0, len(answer))
    if refusal.errno:
        raise Refused(refusal, request)


def _opened(netns: Netns) -> socket.socket:
    kind = socket.SOCK_RAW | socket.SOCK_CLOEXEC
    opened = inside(netns.fd, lambda: socket.socket(socket.AF_NETLINK, kind, NETLINK_ROUTE))
    for option in (NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK):
        opened.setsockopt(SOL_NETLINK, option, 1)
    return opened


def _send(connected: socket.socket, message: LinkMessage[Any], what: RTM, flags: NLM_F) -> bytes:
    body = message.to_bytes()
    request = struct.pack("=IHHII", 16 + len(body), what, NLM_F.REQUEST | flags, 1, 0) + body
    connected.send(request)
    return request
