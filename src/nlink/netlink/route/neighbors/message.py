"""Neighbours and bridge forwarding entries: ``struct ndmsg`` and ``NDA_*``."""

from __future__ import annotations

from ...schema.addresses import IPAddress, ip
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, member
from ...schema.integers import be16, flag, s32, u8, u16, u32
from ...schema.message import Attributes, CStruct, Message
from ...schema.nesting import nested, structure
from ...schema.text import hardware_address
from ...uapi.neighbour import FDB_NOTIFY, NDA, NFEA, NTF, NTF_EXT, NUD
from ...uapi.rtnetlink import RTM, RTN, RTPROT
from ..words import protocol_word, words


class NeighborCacheInfo(CStruct):
    """``struct nda_cacheinfo``: ages, each in hundredths of a second."""

    confirmed: int = member(u32, default=0)
    """Since it was last known to be reachable."""
    used: int = member(u32, default=0)
    """Since it was last used."""
    updated: int = member(u32, default=0)
    """Since it was last changed."""
    refcnt: int = member(u32, default=0)
    """How many users it has in the kernel."""


class ForwardingExtension(Attributes):
    """``NDA_FDB_EXT_ATTRS``: how a bridge tells that a forwarding entry is in use."""

    activity_notify: FDB_NOTIFY | None = attr(NFEA.ACTIVITY_NOTIFY, flag_set(FDB_NOTIFY, u8))
    dont_refresh: bool = attr(NFEA.DONT_REFRESH, flag, default=False)


class NeighborMessage(Message, types={"new": RTM.NEWNEIGH, "delete": RTM.DELNEIGH, "get": RTM.GETNEIGH}):
    """A neighbour (ARP, NDP), a proxied address, or an entry of a bridge's or VXLAN's forwarding table."""

    family: int = header("ndm_family", u8, default=0, pad=3)
    """``AF_INET``, ``AF_INET6``, or ``AF_BRIDGE`` for a forwarding entry."""
    ifindex: int = header("ndm_ifindex", s32, default=0)
    state: NUD = header("ndm_state", flag_set(NUD, u16), default=NUD(0))
    flags: NTF = header("ndm_flags", flag_set(NTF, u8), default=NTF(0))
    type: RTN | int = header("ndm_type", enum(RTN), default=0)
    dst: IPAddress | None = attr(NDA.DST, ip)
    """The neighbour's address; of a forwarding entry, the remote VTEP."""
    lladdr: str | None = attr(NDA.LLADDR, hardware_address)
    cacheinfo: NeighborCacheInfo | None = attr(NDA.CACHEINFO, structure(NeighborCacheInfo))
    probes: int | None = attr(NDA.PROBES, u32)
    vlan: int | None = attr(NDA.VLAN, u16)
    port: int | None = attr(NDA.PORT, be16)
    """The remote VTEP's UDP port, where it is not the device's own."""
    vni: int | None = attr(NDA.VNI, u32)
    remote_ifindex: int | None = attr(NDA.IFINDEX, u32)
    """The device through which the remote VTEP is reached."""
    master: int | None = attr(NDA.MASTER, u32)
    """The interface index of the bridge that a forwarding entry belongs to."""
    link_netnsid: int | None = attr(NDA.LINK_NETNSID, s32)
    src_vni: int | None = attr(NDA.SRC_VNI, u32)
    protocol: RTPROT | int | None = attr(NDA.PROTOCOL, enum(RTPROT))
    """Who installed it."""
    nh_id: int | None = attr(NDA.NH_ID, u32)
    """The nexthop object that a forwarding entry points to."""
    fdb_extension: ForwardingExtension | None = attr(NDA.FDB_EXT_ATTRS, nested(ForwardingExtension))
    flags_ext: NTF_EXT | None = attr(NDA.FLAGS_EXT, flag_set(NTF_EXT))
    state_mask: int | None = attr(NDA.NDM_STATE_MASK, u16)
    """In a request: a forwarding table's flush looks at these bits of ``state``."""
    flags_mask: int | None = attr(NDA.NDM_FLAGS_MASK, u8)
    """In a request: a forwarding table's flush looks at these bits of ``flags``."""

    @property
    def is_reachable(self) -> bool:
        """Packets can be sent to it now: its hardware address is known, or none is needed."""
        return bool(self.state & VALID)

    @property
    def is_permanent(self) -> bool:
        """It was configured, and does not age."""
        return NUD.PERMANENT in self.state

    @property
    def is_proxy(self) -> bool:
        """It is an address that the kernel answers for (proxy ARP, proxy NDP)."""
        return NTF.PROXY in self.flags

    @property
    def is_router(self) -> bool:
        """The IPv6 neighbour says that it is a router."""
        return NTF.ROUTER in self.flags

    def __str__(self) -> str:
        """One line in the manner of ``ip neigh``: "192.0.2.1 dev 2 lladdr 02:00:00:00:00:01 reachable"."""
        parts = [str(self.dst)] if self.dst else []
        parts.append(f"dev {self.ifindex}")
        if self.lladdr is not None:
            parts.append(f"lladdr {self.lladdr}")
        shown = (
            ("vlan", self.vlan), ("port", self.port), ("vni", self.vni), ("src_vni", self.src_vni),
            ("master", self.master), ("nh_id", self.nh_id),
        )  # fmt: skip
        parts += [f"{name} {value}" for name, value in shown if value is not None]
        parts += words(self.flags)
        parts += words(self.flags_ext or NTF_EXT(0))
        parts += words(self.state)
        if self.protocol:
            parts.append(f"proto {protocol_word(self.protocol)}")
        return " ".join(parts)


VALID = NUD.REACHABLE | NUD.STALE | NUD.DELAY | NUD.PROBE | NUD.NOARP | NUD.PERMANENT
"""``NUD_VALID``."""
