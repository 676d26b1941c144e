"""What a test needs of the kernel: `@requires("link:bond", "qdisc:netem")` skips it, with the reason, without them.

The question goes to the kernel itself, in a namespace of its own, and names the kind but none of its options: a kernel
that does not know the kind says just that, and any other answer, refusals included, comes from the kind's own code.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import struct
import subprocess
import time
from errno import ENOENT, EOPNOTSUPP, EPERM
from functools import cache
from pathlib import Path

import pytest

from tests.netns import Netns, inside

NETLINK_ROUTE, NETLINK_GENERIC = 0, 16
SOL_NETLINK, NETLINK_EXT_ACK = 270, 11
REQUEST_ACK_CREATE_EXCL = 0x1 | 0x4 | 0x400 | 0x200
RTM_NEWLINK, RTM_NEWQDISC, RTM_NEWTFILTER, RTM_NEWACTION = 16, 36, 44, 48
GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME = 16, 3, 2
IFLA_LINKINFO, IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_BR_VLAN_FILTERING = 18, 1, 2, 7
TCA_KIND, TCA_ACT_TAB, TCA_ACT_KIND = 1, 1, 1
RTM_NEWROUTE, RTA_DST, RTA_OIF, RTA_ENCAP_TYPE, RTA_ENCAP = 24, 1, 4, 21, 22
TC_H_ROOT, TC_H_CLSACT, TC_H_MIN_INGRESS = 0xFFFFFFFF, 0xFFFFFFF1, 0xFFFFFFF2
LOOPBACK = 1


def requires(*needs: str) -> pytest.MarkDecorator:
    """Marks a test, a class or (as `pytestmark`) a module with what it needs.

    `link:KIND`, `qdisc:KIND`, `filter:KIND`, `action:KIND`, `genl:FAMILY`, `encap:KIND` (of routes): asked of the
    kernel, once in a run.
    `namespaces:end`: the kernel takes down namespaces that nobody uses any more, which one that hit a fault of its own
    ("waiting for lo to become free" in its log) does no more until it is started anew.
    `bridge:vlan`: the kernel's bridges know VLANs, which can be left out of it.
    `root`: root of the whole machine, which root in a user namespace is not; actions need that as well.
    `command:NAME`: an executable. `linux:6.15`: that version of the kernel, or a newer one.
    `module:NAME`: a module that the kernel does not load by itself when it is needed, so it is loaded here.
    """
    for need in needs:
        sort, colon, name = need.partition(":")
        if sort not in _PROBES or bool(colon) == (sort == "root") or bool(colon) != bool(name):
            raise ValueError(
                f"requires({need!r}): knows root, command:NAME, linux:VERSION, module:NAME, "
                "link:, qdisc:, filter:, action:, encap:KIND, bridge:vlan, namespaces:end, genl:FAMILY"
            )
    return pytest.mark.requires(*needs)


@cache
def lacking(need: str) -> str | None:
    """Why a test that needs this cannot run here; None when it can."""
    sort, _, name = need.partition(":")
    return _PROBES[sort](name)


def _root(_: str) -> str | None:
    # In a user namespace the map of user ids covers less than all of them.
    whole = Path("/proc/self/uid_map").read_text(encoding="ascii").split() == ["0", "0", "4294967295"]
    return None if whole and os.geteuid() == 0 else "not root of this machine"


def _command(name: str) -> str | None:
    return None if shutil.which(name) else "no such command here"


def _linux(version: str) -> str | None:
    def numbers(text: str) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", text)[:2]]

    release = os.uname().release
    return f"this is Linux {release}" if numbers(release) < numbers(version) else None


def _module(name: str) -> str | None:
    if Path("/sys/module", name).exists():
        return None
    modprobe = shutil.which("modprobe", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if modprobe is None:
        return "not loaded, and no modprobe here"
    tried = subprocess.run([modprobe, name], capture_output=True, text=True, check=False)
    return None if tried.returncode == 0 else tried.stderr.strip()


def _link(kind: str) -> str | None:
    body = struct.pack("=BxHiII", 0, 0, 0, 0, 0) + _attribute(IFLA_LINKINFO, _attribute(IFLA_INFO_KIND, _string(kind)))
    return _ask((NETLINK_ROUTE, RTM_NEWLINK, body), unknown="Unknown device type")


def _bridge(feature: str) -> str | None:
    if feature != "vlan":
        raise ValueError(f"bridge:{feature} is not known")
    data = _attribute(IFLA_INFO_DATA, _attribute(IFLA_BR_VLAN_FILTERING, b"\0"))
    info = _attribute(IFLA_LINKINFO, _attribute(IFLA_INFO_KIND, _string("bridge")) + data)
    with Netns() as namespace:
        errno, _ = _answer(namespace, NETLINK_ROUTE, RTM_NEWLINK, struct.pack("=BxHiII", 0, 0, 0, 0, 0) + info)
    return "this kernel's bridges know no VLANs" if errno == EOPNOTSUPP else None


def _namespaces(_: str) -> str | None:
    with Netns() as near:
        with Netns() as far:  # a veth ends with its other end, so it tells when the namespace of that one ends
            near.run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", far.path)
        for _attempt in range(300):
            if len(near.json("ip", "-j", "link")) == 1:
                return None
            time.sleep(0.1)
    return "this kernel takes no namespaces down any more"


def _qdisc(kind: str) -> str | None:
    request = _traffic_control(RTM_NEWQDISC, TC_H_ROOT, 0, _attribute(TCA_KIND, _string(kind)))
    return _ask(request, unknown="Specified qdisc kind is unknown")


def _filter(kind: str) -> str | None:
    clsact = _traffic_control(RTM_NEWQDISC, TC_H_CLSACT, 0, _attribute(TCA_KIND, _string("clsact")))
    any_protocol = 0x0300  # ETH_P_ALL, in network order
    request = _traffic_control(RTM_NEWTFILTER, TC_H_MIN_INGRESS, any_protocol, _attribute(TCA_KIND, _string(kind)))
    return _ask(clsact, request, unknown="TC classifier not found")


def _action(kind: str) -> str | None:
    body = struct.pack("=B3x", 0) + _attribute(TCA_ACT_TAB, _attribute(1, _attribute(TCA_ACT_KIND, _string(kind))))
    return _ask((NETLINK_ROUTE, RTM_NEWACTION, body), unknown="Failed to load TC action module")


def _family(name: str) -> str | None:
    body = struct.pack("=BBxx", CTRL_CMD_GETFAMILY, 1) + _attribute(CTRL_ATTR_FAMILY_NAME, _string(name))
    return _ask((NETLINK_GENERIC, GENL_ID_CTRL, body), unknown=None)


def _encapsulation(kind: str) -> str | None:
    module = {"ila": "ila", "xfrm": "xfrm_interface"}.get(kind)
    if module is not None:
        _module(module)  # the kernel loads the others by itself; where this one cannot be loaded, it says so below
    body = struct.pack("=BBBBBBBBI", socket.AF_INET, 32, 0, 0, 254, 3, 253, 1, 0)
    body += _attribute(RTA_DST, bytes((192, 0, 2, 1))) + _attribute(RTA_OIF, struct.pack("=I", LOOPBACK))
    number = struct.pack("=H", _ENCAPSULATIONS.index(kind) + 1)
    body += _attribute(RTA_ENCAP_TYPE, number) + _attribute(RTA_ENCAP, b"")
    return _ask((NETLINK_ROUTE, RTM_NEWROUTE, body), unknown="lwt encapsulation type")


_PROBES = {
    "root": _root,
    "command": _command,
    "linux": _linux,
    "module": _module,
    "link": _link,
    "bridge": _bridge,
    "namespaces": _namespaces,
    "qdisc": _qdisc,
    "filter": _filter,
    "action": _action,
    "genl": _family,
    "encap": _encapsulation,
}
_ENCAPSULATIONS = ("mpls", "ip", "ila", "ip6", "seg6", "bpf", "seg6local", "rpl", "ioam6", "xfrm")
"""The kinds, as ``ip`` calls them, by number from 1."""


def _traffic_control(message_type: int, parent: int, info: int, attributes: bytes) -> tuple[int, int, bytes]:
    return NETLINK_ROUTE, message_type, struct.pack("=BxxxiIII", 0, LOOPBACK, 0, parent, info) + attributes


def _attribute(number: int, payload: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(payload), number) + payload + bytes(-len(payload) % 4)


def _string(text: str) -> bytes:
    return text.encode() + b"\0"


def _ask(*requests: tuple[int, int, bytes], unknown: str | None) -> str | None:
    """Sends the requests in a new namespace; the kernel's reason if it does not know what the last of them names.

    Args:
        unknown: How the kernel's extended ack says so. None: by ENOENT alone.
    """
    with Netns() as namespace:
        for protocol, message_type, body in requests[:-1]:
            errno, message = _answer(namespace, protocol, message_type, body)
            if errno:
                raise OSError(errno, f"a probe could not even be prepared: {os.strerror(errno)}: {message!r}")
        errno, message = _answer(namespace, *requests[-1])
    if errno == EPERM or (unknown is None and errno == ENOENT):
        return os.strerror(errno)
    return unknown if unknown is not None and unknown.encode() in message else None


def _answer(namespace: Netns, protocol: int, message_type: int, body: bytes) -> tuple[int, bytes]:
    def connect() -> socket.socket:
        return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, protocol)

    with inside(namespace.fd, connect) as connected:
        connected.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        connected.send(struct.pack("=IHHII", 16 + len(body), message_type, REQUEST_ACK_CREATE_EXCL, 1, 0) + body)
        answer = connected.recv(65536)
    (answer_type,) = struct.unpack_from("=H", answer, 4)
    if answer_type != 2:  # NLMSG_ERROR, which an acknowledgement is too; a family answers with itself
        return 0, b""
    return -struct.unpack_from("=i", answer, 16)[0], answer
