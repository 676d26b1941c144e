"""What this kernel really answers, over a plain socket: every part of an extended ack, whole and cut requests, DONE."""

from __future__ import annotations

import errno
import socket
import struct

import pytest

from nlink.errors import InvalidRequest, LinkNotFound, NetlinkError, NotSupported
from nlink.netlink.extack import Policy, Refusal, parse_done, parse_error
from nlink.netlink.uapi.netlink import NETLINK, NETLINK_OPTION, NL_ATTR_TYPE, NLM_F, NLMSG
from tests.needs import requires
from tests.netns import Netns, inside

RTM_NEWLINK, RTM_GETADDR, RTM_NEWTCLASS = 16, 22, 40
IFLA_IFNAME, IFLA_MTU, IFLA_LINKINFO, IFLA_INFO_KIND, IFLA_INFO_DATA = 3, 4, 18, 1, 2
IFLA_VXLAN_ID, IFLA_VXLAN_LOCAL, IFLA_VXLAN_GROUP6 = 1, 4, 16
CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME = 3, 1, 2
NETDEV_CMD_DEV_GET, NETDEV_A_DEV_IFINDEX = 1, 1
CREATE = NLM_F.CREATE | NLM_F.EXCL | NLM_F.ACK
NEW_LINK = bytes(16)
LOOPBACK = struct.pack("=BxHiII", 0, 0, 1, 0, 0)
NO_DEVICE = struct.pack("=BxHiII", 0, 0, 99, 0, 0)


@pytest.fixture(params=[0, 1], ids=["whole", "capped"])
def capped(request: pytest.FixtureRequest) -> int:
    """Whether errors repeat our request whole, or only its header."""
    cap: int = request.param
    return cap


def test_a_message_comes_with_an_error(netns: Netns, capped: int) -> None:
    body = NEW_LINK + attribute(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, b"nonsense\0"))
    refusal = ask(netns, RTM_NEWLINK, CREATE, body, capped=capped)
    assert refusal == Refusal(errno.EOPNOTSUPP, "Unknown device type")
    assert type(NetlinkError.from_refusal(refusal)) is NotSupported


def test_an_error_without_a_message_has_that_of_its_errno(netns: Netns, capped: int) -> None:
    refusal = ask(netns, RTM_NEWLINK, NLM_F.ACK, NO_DEVICE, capped=capped)
    assert refusal == Refusal(errno.ENODEV, "No such device")
    assert type(NetlinkError.from_refusal(refusal, not_found=LinkNotFound)) is LinkNotFound


def test_a_broken_policy_comes_with_the_attributes_place_and_its_limits(netns: Netns, capped: int) -> None:
    name = attribute(IFLA_IFNAME, b"a-name-that-is-too-long\0")
    body = LOOPBACK + attribute(IFLA_MTU, struct.pack("=I", 65536)) + name
    refusal = ask(netns, RTM_NEWLINK, NLM_F.ACK, body, capped=capped)
    assert refusal.errno == errno.ERANGE
    assert refusal.offset == 16 + len(body) - len(name)
    assert refusal.policy == Policy(type=NL_ATTR_TYPE.STRING, max_length=15)
    assert str(NetlinkError.from_refusal(refusal, operation="set_link('lo')", attribute="name")).endswith(
        "[ERANGE, attribute name, length ..15]"
    )


@requires("link:vxlan")
def test_a_kinds_own_message_is_told_with_the_call(netns: Netns, capped: int) -> None:
    options = (
        attribute(IFLA_VXLAN_ID, struct.pack("=I", 42))
        + attribute(IFLA_VXLAN_LOCAL, socket.inet_pton(socket.AF_INET, "10.0.0.1"))
        + attribute(IFLA_VXLAN_GROUP6, socket.inet_pton(socket.AF_INET6, "fd00::1"))
    )
    info = attribute(IFLA_INFO_KIND, b"vxlan\0") + attribute(IFLA_INFO_DATA, options)
    refusal = ask(netns, RTM_NEWLINK, CREATE, NEW_LINK + attribute(IFLA_LINKINFO, info), capped=capped)
    error = NetlinkError.from_refusal(refusal, operation="add_link('vx0', Vxlan(vni=42))")
    assert type(error) is InvalidRequest
    assert str(error).startswith("add_link('vx0', Vxlan(vni=42)): Local and remote address must be")
    assert "[EINVAL" in str(error)


@requires("genl:netdev")
def test_a_missing_attribute_is_told_by_its_type(netns: Netns, capped: int) -> None:
    refusal = ask_netdev(netns, b"", capped=capped)
    assert (refusal.errno, refusal.missing_type, refusal.missing_nest) == (errno.EINVAL, NETDEV_A_DEV_IFINDEX, None)


@requires("genl:netdev")
def test_a_number_out_of_range_comes_with_the_range(netns: Netns, capped: int) -> None:
    refusal = ask_netdev(netns, attribute(NETDEV_A_DEV_IFINDEX, struct.pack("=I", 0)), capped=capped)
    assert (refusal.errno, refusal.offset) == (errno.ERANGE, 20)
    assert refusal.policy == Policy(type=NL_ATTR_TYPE.U32, min=1, max=2**32 - 1)


def test_a_dump_that_fails_ends_with_the_errno_and_the_message(netns: Netns) -> None:
    no_such_length = struct.pack("=BBBBi", socket.AF_INET, 5, 0, 0, 0)
    refusal = ask(netns, RTM_GETADDR, NLM_F.DUMP, no_such_length)
    assert refusal == Refusal(errno.EINVAL, "ipv4: Invalid values in header for address dump request")


def test_a_dump_that_succeeds_ends_without_words(netns: Netns) -> None:
    assert ask(netns, RTM_GETADDR, NLM_F.DUMP, bytes(8)) == Refusal(0, "")


def test_an_acknowledgement_has_no_words(netns: Netns, capped: int) -> None:
    assert ask(netns, RTM_NEWLINK, NLM_F.ACK, LOOPBACK, capped=capped) == Refusal(0, "")


@requires("qdisc:htb", "command:tc")
def test_a_warning_comes_with_a_success(netns: Netns, capped: int) -> None:
    netns.run("tc", "qdisc", "add", "dev", "lo", "root", "handle", "1:", "htb")
    # struct tc_htb_opt: rate and ceil of 10 Gbit/s in bytes, and r2q's default makes a quantum that is too big of them.
    rate = struct.pack("=BBHhHI", 0, 1, 0, 0, 0, 1_250_000_000)
    options = attribute(1, rate + rate + struct.pack("=IIIII", 1000, 1000, 0, 0, 0)) + attribute(2, bytes(1024))
    body = struct.pack("=BxxxiIII", 0, 1, 0x10001, 0x10000, 0) + attribute(1, b"htb\0") + attribute(2, options)
    refusal = ask(netns, RTM_NEWTCLASS, CREATE, body, capped=capped)
    assert refusal.errno == 0
    assert "quantum" in refusal.message


def attribute(kind: int, payload: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(payload), kind) + payload + bytes(-len(payload) % 4)


def ask(
    namespace: Netns, kind: int, flags: int, body: bytes, *, capped: int = 1, protocol: int = NETLINK.ROUTE
) -> Refusal:
    """Send one request, and read the answer up to the message that ends it."""
    with opened(namespace, protocol) as connected:
        connected.setsockopt(270, NETLINK_OPTION.CAP_ACK, capped)
        connected.send(struct.pack("=IHHII", 16 + len(body), kind, flags | NLM_F.REQUEST, 1, 0) + body)
        while True:
            data = connected.recv(65536)
            offset = 0
            while offset < len(data):
                length, answer = struct.unpack_from("=IH", data, offset)
                if answer == NLMSG.ERROR:
                    return parse_error(data, offset, offset + length)
                if answer == NLMSG.DONE:
                    return parse_done(data, offset, offset + length)
                offset += (length + 3) & ~3


def ask_netdev(namespace: Netns, attributes: bytes, *, capped: int) -> Refusal:
    body = struct.pack("=BBxx", NETDEV_CMD_DEV_GET, 1) + attributes
    return ask(namespace, family_id(namespace, b"netdev\0"), NLM_F.ACK, body, capped=capped, protocol=NETLINK.GENERIC)


def family_id(namespace: Netns, name: bytes) -> int:
    body = struct.pack("=BBxx", CTRL_CMD_GETFAMILY, 1) + attribute(CTRL_ATTR_FAMILY_NAME, name)
    with opened(namespace, NETLINK.GENERIC) as connected:
        connected.send(struct.pack("=IHHII", 16 + len(body), 16, NLM_F.REQUEST, 1, 0) + body)
        data = connected.recv(65536)
    offset = 20
    while True:
        length, kind = struct.unpack_from("=HH", data, offset)
        if kind == CTRL_ATTR_FAMILY_ID:
            number: int = struct.unpack_from("=H", data, offset + 4)[0]
            return number
        offset += (length + 3) & ~3


def opened(namespace: Netns, protocol: int) -> socket.socket:
    connected = inside(namespace.fd, lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol))
    connected.settimeout(10)
    connected.setsockopt(270, NETLINK_OPTION.EXT_ACK, 1)
    connected.setsockopt(270, NETLINK_OPTION.GET_STRICT_CHK, 1)
    return connected
