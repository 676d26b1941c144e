"""One non-blocking netlink socket and its options."""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import socket
import struct
import sys
from collections.abc import Iterable, Mapping
from typing import Final, Self, TypedDict

from typing_extensions import Unpack

from ..errors import Truncated
from .uapi.netlink import NETLINK_OPTION

log: Final = logging.getLogger("nlink")

SOL_NETLINK: Final = 270
SO_RCVBUFFORCE: Final = 33
SIOCGSKNS: Final = 0x894C
"""The three are in linux/socket.h, asm-generic/socket.h and linux/sockios.h, but not in Python's socket module."""

BUFFER_SIZE: Final = 128 * 1024
"""Bytes of the receive buffer. A dump's datagrams have at most 32 KiB, unless one message alone is larger. It never
shrinks while a socket lives: the kernel makes datagrams as large as the largest read it saw, and would cut them."""


SWITCHES: Final = {
    "extended_ack": (NETLINK_OPTION.EXT_ACK, True),  # since Linux 4.12
    "cap_ack": (NETLINK_OPTION.CAP_ACK, True),  # 4.3
    "strict": (NETLINK_OPTION.GET_STRICT_CHK, True),  # 4.20
    "no_enobufs": (NETLINK_OPTION.NO_ENOBUFS, False),
    "broadcast_error": (NETLINK_OPTION.BROADCAST_ERROR, False),
    "all_namespaces": (NETLINK_OPTION.LISTEN_ALL_NSID, False),
    "packet_info": (NETLINK_OPTION.PKTINFO, False),
}
"""The options that are on or off: number and default."""


ANCILLARY_SIZE: Final = 2 * socket.CMSG_SPACE(4)
"""Bytes for the group and the namespace's id that come beside a multicast datagram."""


class RequestOptions(TypedDict, total=False):
    """What a socket for requests can be opened with."""

    strict: bool
    """Refuse what a dump's request asks for and the kernel does not know (``NETLINK_GET_STRICT_CHK``); default True."""
    extended_ack: bool
    """Errors come with a message, an attribute, a policy (``NETLINK_EXT_ACK``); default True."""
    cap_ack: bool
    """Errors do not repeat the whole request (``NETLINK_CAP_ACK``); default True."""
    receive_buffer: int
    """Bytes of the kernel's receive buffer, as for ``SO_RCVBUF``; without it what the system says."""
    peer: int
    """The port of who answers: 0, the kernel, unless it is a protocol between programs (``NETLINK_USERSOCK``)."""


class MulticastOptions(TypedDict, total=False):
    """What a socket for multicast can be opened with."""

    no_enobufs: bool
    """Do not tell when messages were lost (``NETLINK_NO_ENOBUFS``); default False."""
    broadcast_error: bool
    """Whoever causes a notification gets an error when it could not be delivered here (``NETLINK_BROADCAST_ERROR``)."""
    all_namespaces: bool
    """Hear multicast of all namespaces that have an id in this one (``NETLINK_LISTEN_ALL_NSID``); default False."""
    packet_info: bool
    """Tell the group of what is received (``NETLINK_PKTINFO``); default False."""
    groups: Iterable[int]
    """Multicast groups to join, by number."""


class SocketOptions(RequestOptions, MulticastOptions, total=False):
    """What a netlink socket can be opened with."""


def check_options(options: Mapping[str, object], allowed: frozenset[str]) -> None:
    """Refuse keywords that are not allowed, as Python does where they are written out."""
    if unknown := options.keys() - allowed:
        raise TypeError(f"unexpected keyword argument {min(unknown)!r}; there are {', '.join(sorted(allowed))}")


def namespace_id() -> int:
    """The inode of the network namespace that the calling thread is in."""
    return os.stat("/proc/thread-self/ns/net").st_ino


class NetlinkSocket:
    """A netlink socket, in the namespace of the thread that opened it, for ever.

    Make one with ``NetlinkSocket.open``. It is non-blocking, and bound to a port that the kernel chose.
    """

    def __init__(self, descriptor: socket.socket, protocol: int, peer: int, namespace_id: int) -> None:
        self._socket = descriptor
        self._receive = descriptor.recvfrom_into
        self.send = descriptor.send
        """Send whole messages to the peer; raises what ``socket.send`` raises."""
        self.protocol = protocol
        self.peer = peer
        self.port: int = descriptor.getsockname()[0]
        """The port id (``nl_pid``) that the kernel gave."""
        self.namespace_id = namespace_id
        """The inode of the network namespace, which tells namespaces apart."""
        self.unsupported: frozenset[str] = frozenset()
        """Options that were asked for and that this kernel does not have."""
        self.foreign = 0
        """Datagrams that were dropped since their sender is not the peer."""
        self.longest = BUFFER_SIZE
        """The length of the last datagram that did not fit."""
        self.buffer = bytearray(BUFFER_SIZE)
        """Where ``receive`` puts a datagram, until the next one."""

    @classmethod
    def open(cls, protocol: int, **options: Unpack[SocketOptions]) -> NetlinkSocket:
        """Open a socket in the namespace of the calling thread (netlink(7)).

        Args:
            protocol: a netlink protocol (``NETLINK.ROUTE``, ...).
            options: see ``SocketOptions``.

        Raises:
            OSError: the kernel lacks the protocol (EPROTONOSUPPORT), or does not allow a group or option (EPERM).
        """
        check_options(options, SocketOptions.__optional_keys__)
        descriptor = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, protocol)
        try:
            descriptor.bind((0, 0))
            peer = options.get("peer", 0)
            if peer:
                descriptor.connect((peer, 0))
            opened = cls(descriptor, protocol, peer, namespace_id())
            opened._set(options)
        except BaseException:
            descriptor.close()
            raise
        return opened

    def _set(self, options: SocketOptions) -> None:
        unsupported: list[str] = []
        for name, (option, default) in SWITCHES.items():
            if not options.get(name, default):
                continue
            try:
                self._socket.setsockopt(SOL_NETLINK, option, 1)
            except OSError as error:
                # ENOPROTOOPT is what a kernel says that is older than the option.
                if error.errno != errno.ENOPROTOOPT:
                    raise
                unsupported.append(name)
        if unsupported:
            self.unsupported = frozenset(unsupported)
            _note_unsupported(self.unsupported)
        for group in options.get("groups", ()):
            self.add_membership(group)
        if "receive_buffer" in options:
            self.receive_buffer = options["receive_buffer"]

    def receive(self) -> int:
        """Receive the next datagram from the peer into ``buffer``, and return its length.

        Raises:
            BlockingIOError: there is none.
            Truncated: it did not fit; its beginning is in ``buffer``, and ``enlarge_buffer`` makes the next one fit.
            OSError: ENOBUFS when messages were lost, and whatever else ``recvmsg`` says.
        """
        while True:
            # With MSG_TRUNC the length is the datagram's own, also when the buffer is smaller.
            length, sender = self._receive(self.buffer, 0, socket.MSG_TRUNC)
            if (sender[0] == self.peer and length <= len(self.buffer)) or self._accepted(length, sender[0]):
                return length

    def receive_multicast(self) -> tuple[int, int | None, int | None]:
        """Receive the next datagram as ``receive`` does, and also where it came from.

        Returns:
            Its length; the multicast group, with ``packet_info`` (0 for none); the id that its namespace has in this
            one, with ``all_namespaces`` (None for this one itself).
        """
        while True:
            length, ancillary, _, sender = self._socket.recvmsg_into([self.buffer], ANCILLARY_SIZE, socket.MSG_TRUNC)
            if self._accepted(length, sender[0]):
                told = {kind: int.from_bytes(data[:4], sys.byteorder) for level, kind, data in ancillary}
                return length, told.get(NETLINK_OPTION.PKTINFO), told.get(NETLINK_OPTION.LISTEN_ALL_NSID)

    def _accepted(self, length: int, sender: int) -> bool:
        """Whether a datagram is from the peer. Raises Truncated if it is and did not fit."""
        if sender != self.peer:
            self.foreign += 1
            log.debug("netlink: dropped %d bytes from port %d, which is not %d", length, sender, self.peer)
            return False
        if length > len(self.buffer):
            self.longest = length
            raise Truncated(
                errno.EMSGSIZE, f"a message of {length} bytes did not fit into {len(self.buffer)} and was cut"
            )
        return True

    def enlarge_buffer(self, size: int) -> None:
        """Make the receive buffer at least so large, in bytes. It never shrinks."""
        if size > len(self.buffer):
            self.buffer = bytearray(size)

    def add_membership(self, group: int) -> None:
        """Join a multicast group, by its number (also above 32, which ``bind`` cannot).

        Raises:
            OSError: EINVAL when the protocol has no such group, EPERM when it is not for everybody.
        """
        self._socket.setsockopt(SOL_NETLINK, NETLINK_OPTION.ADD_MEMBERSHIP, group)

    def drop_membership(self, group: int) -> None:
        """Leave a multicast group, by its number."""
        self._socket.setsockopt(SOL_NETLINK, NETLINK_OPTION.DROP_MEMBERSHIP, group)

    def memberships(self) -> frozenset[int]:
        """The multicast groups that this socket is in, by number (``NETLINK_LIST_MEMBERSHIPS``)."""
        # The kernel gives whole 32-bit words, as many as the protocol's groups need; 1024 bytes hold 8192 groups.
        words = self._socket.getsockopt(SOL_NETLINK, NETLINK_OPTION.LIST_MEMBERSHIPS, 1024)
        bits = struct.unpack(f"={len(words) // 4}I", words)
        return frozenset(
            32 * index + bit + 1 for index, word in enumerate(bits) for bit in range(32) if word >> bit & 1
        )

    def get_option(self, option: int) -> int:
        """The value of an option at level SOL_NETLINK (``NETLINK_OPTION``)."""
        return self._socket.getsockopt(SOL_NETLINK, option)

    @property
    def receive_buffer(self) -> int:
        """Bytes that the kernel keeps for this socket, its own bookkeeping included.

        Setting asks for so many bytes of data: the kernel doubles it, and limits it to ``net.core.rmem_max`` for those
        without CAP_NET_ADMIN (socket(7)). What reads back is what it came to.
        """
        return self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)

    @receive_buffer.setter
    def receive_buffer(self, size: int) -> None:
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, size)
        except PermissionError:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)

    def open_namespace(self) -> int:
        """Open the network namespace that this socket lives in, and return the descriptor, for the caller to close.

        It works when the namespace has no name any more, or its name is another's by now. Needs CAP_NET_ADMIN there.
        """
        descriptor: int = fcntl.ioctl(self._socket, SIOCGSKNS)
        return descriptor

    def fileno(self) -> int:
        """The descriptor, or -1 when closed."""
        return self._socket.fileno()

    def close(self) -> None:
        """Close the socket; again does nothing."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<NetlinkSocket protocol {self.protocol} port {self.port} descriptor {self.fileno()}>"


_noted: set[str] = set()


def _note_unsupported(names: frozenset[str]) -> None:
    """Log, once for each option in a process, that this kernel lacks it."""
    for name in sorted(names - _noted):
        log.warning("netlink: this kernel (%s) does not have the socket option %r", os.uname().release, name)
    _noted.update(names)
