"""One netlink socket: its options, groups and buffer."""

from __future__ import annotations

import errno
import logging

import pytest

from nlink.namespace import run_in
from nlink.netlink import socket as module
from nlink.netlink.socket import BUFFER_SIZE, NetlinkSocket, namespace_id
from nlink.netlink.uapi.netlink import NETLINK, NETLINK_OPTION
from tests.netns import Netns


async def test_it_lives_where_it_was_opened(netns: Netns) -> None:
    opened = await run_in(netns.path, lambda: NetlinkSocket.open(NETLINK.ROUTE))
    with opened:
        assert opened.namespace_id == netns.inode
        assert opened.namespace_id != namespace_id()
        assert opened.port > 0


def test_extended_acks_capped_acks_and_strict_checking_are_on_by_default() -> None:
    names = NETLINK_OPTION.EXT_ACK, NETLINK_OPTION.CAP_ACK, NETLINK_OPTION.GET_STRICT_CHK
    with NetlinkSocket.open(NETLINK.ROUTE) as opened:
        assert [opened.get_option(name) for name in names] == [1, 1, 1]
        assert opened.unsupported == frozenset()
    with NetlinkSocket.open(NETLINK.ROUTE, strict=False, extended_ack=False, cap_ack=False) as opened:
        assert [opened.get_option(name) for name in names] == [0, 0, 0]


def test_the_other_options_are_off_unless_asked_for() -> None:
    names = NETLINK_OPTION.NO_ENOBUFS, NETLINK_OPTION.BROADCAST_ERROR, NETLINK_OPTION.LISTEN_ALL_NSID
    with NetlinkSocket.open(NETLINK.ROUTE) as opened:
        assert [opened.get_option(name) for name in names] == [0, 0, 0]
    with NetlinkSocket.open(NETLINK.ROUTE, no_enobufs=True, broadcast_error=True, all_namespaces=True) as opened:
        assert [opened.get_option(name) for name in names] == [1, 1, 1]


def test_an_option_that_the_kernel_lacks_is_noticed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(module.SWITCHES, "strict", (999, True))
    monkeypatch.setattr(module, "_noted", set())
    with caplog.at_level(logging.WARNING, "nlink"):
        for _ in range(3):
            with NetlinkSocket.open(NETLINK.ROUTE) as opened:
                assert opened.unsupported == {"strict"}
    assert caplog.text.count("'strict'") == 1


def test_groups_are_joined_and_left_by_number_also_above_32() -> None:
    with NetlinkSocket.open(NETLINK.ROUTE, groups=[1, 33]) as opened:
        assert opened.memberships() == {1, 33}
        opened.add_membership(36)
        opened.drop_membership(1)
        assert opened.memberships() == {33, 36}
        with pytest.raises(OSError, match="Invalid") as caught:
            opened.add_membership(4000)
        assert caught.value.errno == errno.EINVAL


def test_the_receive_buffer_reads_back_as_what_it_is() -> None:
    with NetlinkSocket.open(NETLINK.ROUTE) as opened:
        default = opened.receive_buffer
        opened.receive_buffer = 10 * default
        assert opened.receive_buffer == 20 * default
    with NetlinkSocket.open(NETLINK.ROUTE, receive_buffer=1 << 20) as opened:
        assert opened.receive_buffer == 2 << 20


def test_a_failed_open_leaves_nothing_behind() -> None:
    with pytest.raises(OSError, match="Invalid"):
        NetlinkSocket.open(NETLINK.ROUTE, groups=[4000])
    with pytest.raises(TypeError, match="'gropus'"):
        NetlinkSocket.open(NETLINK.ROUTE, gropus=[1])  # type: ignore[call-arg]
    with pytest.raises(OSError, match="not supported"):
        NetlinkSocket.open(31)


def test_the_buffer_grows_and_never_shrinks() -> None:
    with NetlinkSocket.open(NETLINK.ROUTE) as opened:
        assert len(opened.buffer) == BUFFER_SIZE >= 64 * 1024
        opened.enlarge_buffer(2 * BUFFER_SIZE)
        opened.enlarge_buffer(BUFFER_SIZE)
        assert len(opened.buffer) == 2 * BUFFER_SIZE


def test_a_closed_socket_may_be_closed_again() -> None:
    opened = NetlinkSocket.open(NETLINK.ROUTE)
    opened.close()
    opened.close()
    assert opened.fileno() == -1
    assert "port" in repr(opened)
