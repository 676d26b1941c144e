"""What the kernel refuses, as errors: class, errno, the call, the attribute's path, the policy, what is missing."""

from __future__ import annotations

import errno
import logging
import struct

import pytest

from nlink import AlreadyExists, Connection, InvalidRequest, LinkNotFound, NetlinkError, NotSupported
from nlink.link import Bridge, Ifb, Veth, Vlan, Vxlan
from nlink.netlink.route.links.message import LinkMessage
from nlink.netlink.schema.field import attr, header
from nlink.netlink.schema.integers import u8, u32
from nlink.netlink.schema.message import Attributes, Message
from nlink.netlink.schema.nesting import nested
from nlink.netlink.schema.text import binary, string
from nlink.netlink.uapi.netlink import NL_ATTR_TYPE, NLM_F
from nlink.netlink.uapi.rtnetlink import RTM
from tests.needs import requires
from tests.netns import Netns


async def test_the_attribute_inside_the_options_is_told(conn: Connection) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await conn.add_link("vx0", Vxlan(vni=42, port_range=(2000, 1000)))
    error = caught.value
    assert (error.errno, error.is_invalid) == (errno.EINVAL, True)
    assert error.attribute == "linkinfo.data.port_range"
    assert error.operation.startswith("add_link('vx0', Vxlan(")
    assert str(error) == f"{error.operation}: {error.message} [EINVAL, attribute linkinfo.data.port_range]"


async def test_where_the_kernel_tells_no_attribute_there_is_none(conn: Connection) -> None:
    with pytest.raises(InvalidRequest, match="Local and remote address must be from the same family") as caught:
        await conn.add_link("vx0", Vxlan(vni=42, local="10.0.0.1", remote="fd00::1"))
    assert caught.value.attribute is None


async def test_a_value_beyond_the_policy(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    with pytest.raises(InvalidRequest) as caught:
        await conn.set_link_mtu("v0", 65536)
    assert caught.value.operation == "set_link_mtu('v0', 65536)"
    assert "mtu" in caught.value.message


class WrongLink(Message):
    """A request about a link with attributes of lengths that the kernel does not take."""

    family: int = header("ifi_family", u8, default=0, pad=3)
    index: int = header("ifi_index", u32, default=0)
    flags: int = header("ifi_flags", u32, default=0)
    change: int = header("ifi_change", u32, default=0)
    mtu: bytes | None = attr(4, binary)
    name: str | None = attr(3, string)
    number_of_queues: bytes | None = attr(31, binary)


async def test_the_policy_that_a_hand_declared_message_breaks(conn: Connection) -> None:
    with pytest.raises(NetlinkError) as caught:
        await conn.request(WrongLink(index=1, mtu=b"\1\2"), type=RTM.SETLINK)
    error = caught.value
    assert error.errno == errno.ERANGE
    assert isinstance(error, InvalidRequest)
    assert error.attribute == "mtu"
    assert error.policy is not None
    assert error.policy.type == NL_ATTR_TYPE.U32
    assert error.operation.startswith("request(WrongLink(index=1, mtu=b'\\x01\\x02'")
    assert "attribute mtu" in str(error)


async def test_a_name_that_is_too_long(conn: Connection) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await conn.request(WrongLink(name="x" * 16), type=RTM.NEWLINK, flags=NLM_F.CREATE)
    assert caught.value.attribute == "name"
    assert caught.value.policy is not None
    assert caught.value.policy.max_length == 15


class WrongBridge(Attributes):
    ageing_time: bytes | None = attr(2, binary)


class WrongInfo(Attributes):
    kind: str | None = attr(1, string)
    data: WrongBridge | None = attr(2, nested(WrongBridge))


class WrongNewLink(WrongLink):
    """The same for a new link."""

    info: WrongInfo | None = attr(18, nested(WrongInfo))


async def test_an_attribute_within_a_nest_of_a_hand_declared_message(conn: Connection) -> None:
    message = WrongNewLink(info=WrongInfo(kind="bridge", data=WrongBridge(ageing_time=b"\1")))
    with pytest.raises(InvalidRequest) as caught:
        await conn.request(message, type=RTM.NEWLINK, flags=NLM_F.CREATE)
    assert caught.value.attribute == "info.data.ageing_time"
    assert caught.value.policy is not None
    assert caught.value.policy.type == NL_ATTR_TYPE.U32


async def test_a_kind_that_the_kernel_does_not_have(conn: Connection) -> None:
    class Missing(Bridge, kind="no-such-kind"):
        """A kind of nobody's."""

    with pytest.raises(NotSupported) as caught:
        await conn.add_link("x", Missing())
    assert caught.value.message == "Unknown device type"


@requires("link:vlan")
async def test_a_kind_that_needs_a_link_below(conn: Connection) -> None:
    with pytest.raises(InvalidRequest):
        await conn.add_link("x", Vlan(id=5))


async def test_the_wrong_gateway(conn: Connection) -> None:
    await conn.add_link("i0", Ifb(), up=True)
    with pytest.raises(InvalidRequest) as caught:
        await conn.add_route("10.0.0.0/8", via="192.0.2.1", device="i0")
    error = caught.value
    assert error.message == "Nexthop has invalid gateway"
    assert error.operation == "add_route('10.0.0.0/8', via='192.0.2.1', device='i0')"


async def test_the_device_in_the_way_is_named(conn: Connection) -> None:
    for call in (
        conn.set_link("lo", master="absent"),
        conn.add_link("x", Veth(peer="y"), master="absent"),
        conn.add_route("10.0.0.0/8", device="absent"),
        conn.add_address("absent", "10.0.0.1/8"),
    ):
        with pytest.raises(LinkNotFound) as caught:
            await call
        assert "'absent'" in caught.value.operation
        assert caught.value.errno == errno.ENODEV


async def test_the_same_again(conn: Connection) -> None:
    await conn.add_link("i0", Ifb())
    with pytest.raises(AlreadyExists) as caught:
        await conn.add_link("i0", Ifb())
    assert isinstance(caught.value, FileExistsError)
    assert caught.value.errno == errno.EEXIST
    assert caught.value.is_already_exists


async def test_a_request_that_the_kernel_answers_and_acknowledges(conn: Connection) -> None:
    (link,) = await conn.request(LinkMessage(ifindex=1))
    assert link.name == "lo"


class HtbOptions(Attributes):
    """``TCA_HTB_PARMS``."""

    parameters: bytes | None = attr(1, binary)


class HtbClass(Message):
    """A class of HTB: ``struct tcmsg`` and attributes."""

    family: int = header("tcm_family", u8, default=0, pad=3)
    index: int = header("tcm_ifindex", u32, default=0)
    handle: int = header("tcm_handle", u32, default=0x10001)
    parent: int = header("tcm_parent", u32, default=0x10000)
    info: int = header("tcm_info", u32, default=0)
    kind: str | None = attr(1, string)
    options: HtbOptions | None = attr(2, nested(HtbOptions))


@requires("qdisc:htb", "command:tc")
async def test_a_warning_beside_success_is_logged(
    conn: Connection, netns: Netns, caplog: pytest.LogCaptureFixture
) -> None:
    """Since Linux 6.2 HTB says so when what follows from a rate is small."""
    link = await conn.add_link("i0", Ifb(), up=True)
    netns.run("tc", "qdisc", "add", "dev", "i0", "root", "handle", "1:", "htb")
    rate = struct.pack("=BBHhHI", 0, 1, 0, 0, 0, 1000)
    options = HtbOptions(parameters=rate + rate + struct.pack("=IIIII", 1600, 1600, 0, 0, 0))
    message = HtbClass(index=link.ifindex, kind="htb", options=options)
    with caplog.at_level(logging.WARNING, logger="nlink"):
        assert await conn.request(message, type=RTM.NEWTCLASS, flags=NLM_F.CREATE) == []
    (record,) = caplog.records
    assert "Consider r2q change" in record.getMessage()
