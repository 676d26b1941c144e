"""The multicast databases of bridges and VXLANs: ``struct br_port_msg``, ``br_mdb_entry`` and ``MDBA_*``."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address

from ...schema.addresses import IPAddress, ip
from ...schema.durations import clock_ticks
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, member
from ...schema.integers import be16, s32, u8, u16, u32
from ...schema.listed import listed
from ...schema.message import Attributes, CStruct, Message
from ...schema.nesting import nested, structure
from ...schema.text import octets
from ...uapi.if_bridge import (
    MDB_FLAGS,
    MDB_STATE,
    MDBA,
    MDBA_MDB,
    MDBA_MDB_EATTR,
    MDBA_MDB_ENTRY,
    MDBA_MDB_SRCATTR,
    MDBA_MDB_SRCLIST,
    MDBA_SET_ENTRY,
    MDBE_ATTR,
    MDBE_SRC_LIST,
    MDBE_SRCATTR,
)
from ...uapi.if_ether import ETH_P
from ...uapi.in_ import MCAST
from ...uapi.rtnetlink import RTM, RTPROT
from ..router_ports import RouterPort, router_ports
from ..words import words

NO_ADDRESS = bytes(16)


class MdbSource(Attributes):
    """A source of a group, of those that are let through or are not."""

    address: IPAddress | None = attr(MDBA_MDB_SRCATTR.ADDRESS, ip)
    timer: timedelta | None = attr(MDBA_MDB_SRCATTR.TIMER, clock_ticks)
    """Until it is forgotten; zero for what does not age."""

    def __str__(self) -> str:
        return str(self.address)


class MdbEntry(Attributes):
    """Where the packets of a multicast group go: a port, the host, or a remote VTEP."""

    ifindex: int = header("ifindex", u32, default=0)
    """The port's interface index; the bridge's own where it is for this host."""
    state: MDB_STATE | int = header("state", enum(MDB_STATE), default=MDB_STATE.TEMPORARY)
    flags: MDB_FLAGS = header("flags", flag_set(MDB_FLAGS, u8), default=MDB_FLAGS(0))
    vid: int = header("vid", u16, default=0)
    packed: bytes = header("addr.u", octets(16), default=NO_ADDRESS)
    """The group's address with zeros behind it; see ``group``."""
    protocol: ETH_P | int = header("addr.proto", enum(ETH_P, be16), default=0, pad=2)
    """Whose address it is: "ip", "ipv6", or 0 of Ethernet's."""
    timer: timedelta | None = attr(MDBA_MDB_EATTR.TIMER, clock_ticks)
    """Until it is forgotten; zero for what does not age."""
    sources: tuple[MdbSource, ...] | None = attr(
        MDBA_MDB_EATTR.SRC_LIST, listed(nested(MdbSource), MDBA_MDB_SRCLIST.ENTRY)
    )
    filter_mode: MCAST | int | None = attr(MDBA_MDB_EATTR.GROUP_MODE, enum(MCAST))
    """Whether ``sources`` are those that are let through, or those that are not."""
    source: IPAddress | None = attr(MDBA_MDB_EATTR.SOURCE, ip)
    """For packets from this source only; None is any."""
    installed_by: RTPROT | int | None = attr(MDBA_MDB_EATTR.RTPROT, enum(RTPROT))
    dst: IPAddress | None = attr(MDBA_MDB_EATTR.DST, ip)
    """VXLAN: the remote VTEP."""
    port: int | None = attr(MDBA_MDB_EATTR.DST_PORT, u16)
    vni: int | None = attr(MDBA_MDB_EATTR.VNI, u32)
    remote_ifindex: int | None = attr(MDBA_MDB_EATTR.IFINDEX, u32)
    """VXLAN: the device through which the remote VTEP is reached."""
    src_vni: int | None = attr(MDBA_MDB_EATTR.SRC_VNI, u32)

    @property
    def group(self) -> IPAddress | str:
        """The group: an IP address, or a hardware address as a string."""
        if self.protocol == ETH_P.IP:
            return IPv4Address(self.packed[:4])
        return IPv6Address(self.packed) if self.protocol == ETH_P.IPV6 else self.packed[:6].hex(":")

    @property
    def is_permanent(self) -> bool:
        """It was configured, and does not age."""
        return self.state == MDB_STATE.PERMANENT

    def __str__(self) -> str:
        parts = [f"port {self.ifindex} grp {self.group}"]
        if self.source is not None:
            parts.append(f"src {self.source}")
        parts.append("permanent" if self.is_permanent else "temp")
        if self.sources:
            parts.append(f"filter_mode {self.filter_mode} source_list {','.join(map(str, self.sources))}")
        shown = (
            ("vid", self.vid or None), ("proto", self.installed_by), ("dst", self.dst), ("dst_port", self.port),
            ("vni", self.vni), ("src_vni", self.src_vni),
        )  # fmt: skip
        return " ".join(parts + [f"{name} {value}" for name, value in shown if value is not None] + words(self.flags))


class MdbMessage(Message, types={"new": RTM.NEWMDB, "delete": RTM.DELMDB, "get": RTM.GETMDB}):
    """The multicast database of one bridge or VXLAN, or a part of it."""

    family: int = header("family", u8, default=0, pad=3)
    """``AF_BRIDGE``."""
    ifindex: int = header("ifindex", u32, default=0)
    """Of the bridge or VXLAN."""
    groups: tuple[tuple[MdbEntry, ...], ...] | None = attr(
        MDBA.MDB, listed(listed(nested(MdbEntry), MDBA_MDB_ENTRY.INFO), MDBA_MDB.ENTRY)
    )
    """The entries, those of one group together."""
    router_ports: tuple[RouterPort, ...] | None = attr(MDBA.ROUTER, router_ports)

    @property
    def entries(self) -> tuple[MdbEntry, ...]:
        """All entries."""
        return tuple(entry for group in self.groups or () for entry in group)

    def __str__(self) -> str:
        """One line in the manner of ``bridge mdb``: "dev 2 port 3 grp 239.1.1.1 permanent"."""
        parts = [str(entry) for entry in self.entries]
        parts += [f"router port {one.ifindex}" for one in self.router_ports or ()]
        return f"dev {self.ifindex} {', '.join(parts)}".rstrip()


class MdbTarget(CStruct):
    """``struct br_mdb_entry``, in a request: the group and the port."""

    ifindex: int = member(u32, default=0)
    state: MDB_STATE | int = member(enum(MDB_STATE), default=MDB_STATE.TEMPORARY)
    flags: MDB_FLAGS = member(flag_set(MDB_FLAGS, u8), default=MDB_FLAGS(0))
    vid: int = member(u16, default=0)
    packed: bytes = member(octets(16), default=NO_ADDRESS)
    protocol: ETH_P | int = member(enum(ETH_P, be16), default=0, pad=2)


class MdbTargetSource(Attributes):
    """A source of the group, in a request."""

    address: IPAddress | None = attr(MDBE_SRCATTR.ADDRESS, ip)


class MdbTargetDetails(Attributes):
    """``MDBA_SET_ENTRY_ATTRS`` and ``MDBA_GET_ENTRY_ATTRS``: what else a request says about the entry."""

    source: IPAddress | None = attr(MDBE_ATTR.SOURCE, ip)
    sources: tuple[MdbTargetSource, ...] | None = attr(
        MDBE_ATTR.SRC_LIST, listed(nested(MdbTargetSource), MDBE_SRC_LIST.ENTRY)
    )
    filter_mode: MCAST | int | None = attr(MDBE_ATTR.GROUP_MODE, enum(MCAST))
    protocol: RTPROT | int | None = attr(MDBE_ATTR.RTPROT, enum(RTPROT))
    dst: IPAddress | None = attr(MDBE_ATTR.DST, ip)
    port: int | None = attr(MDBE_ATTR.DST_PORT, u16)
    vni: int | None = attr(MDBE_ATTR.VNI, u32)
    via: int | None = attr(MDBE_ATTR.IFINDEX, s32)
    src_vni: int | None = attr(MDBE_ATTR.SRC_VNI, u32)
    state_mask: int | None = attr(MDBE_ATTR.STATE_MASK, u8)


class MdbRequest(Message):
    """A request about an entry; its attributes have numbers of their own."""

    family: int = header("family", u8, default=0, pad=3)
    ifindex: int = header("ifindex", u32, default=0)
    entry: MdbTarget | None = attr(MDBA_SET_ENTRY.ENTRY, structure(MdbTarget))
    details: MdbTargetDetails | None = attr(MDBA_SET_ENTRY.ENTRY_ATTRS, nested(MdbTargetDetails))
