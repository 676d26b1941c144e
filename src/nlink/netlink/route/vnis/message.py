"""The VNIs that a VXLAN takes: ``struct tunnel_msg`` and ``VXLAN_VNIFILTER_*``."""

from __future__ import annotations

from ...schema.addresses import IPAddress, ip
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header
from ...schema.integers import u8, u32, u64
from ...schema.message import Attributes, Message
from ...schema.nesting import multi, nested
from ...uapi.if_link import TUNNEL_MSG_FLAG, VNIFILTER_ENTRY_STATS, VXLAN_VNIFILTER, VXLAN_VNIFILTER_ENTRY
from ...uapi.rtnetlink import RTM


class VniStatistics(Attributes, padding=(VNIFILTER_ENTRY_STATS.PAD,)):
    """What passed with a VNI."""

    rx_bytes: int | None = attr(VNIFILTER_ENTRY_STATS.RX_BYTES, u64)
    rx_packets: int | None = attr(VNIFILTER_ENTRY_STATS.RX_PKTS, u64)
    rx_drops: int | None = attr(VNIFILTER_ENTRY_STATS.RX_DROPS, u64)
    rx_errors: int | None = attr(VNIFILTER_ENTRY_STATS.RX_ERRORS, u64)
    tx_bytes: int | None = attr(VNIFILTER_ENTRY_STATS.TX_BYTES, u64)
    tx_packets: int | None = attr(VNIFILTER_ENTRY_STATS.TX_PKTS, u64)
    tx_drops: int | None = attr(VNIFILTER_ENTRY_STATS.TX_DROPS, u64)
    tx_errors: int | None = attr(VNIFILTER_ENTRY_STATS.TX_ERRORS, u64)


class VniEntry(Attributes):
    """A VNI, or a range of them that are alike."""

    start: int | None = attr(VXLAN_VNIFILTER_ENTRY.START, u32)
    end: int | None = attr(VXLAN_VNIFILTER_ENTRY.END, u32)
    """The last one of a range."""
    remote: IPAddress | None = attr(VXLAN_VNIFILTER_ENTRY.GROUP, ip, v6=VXLAN_VNIFILTER_ENTRY.GROUP6)
    """The remote VTEP, or the multicast group of them."""
    statistics: VniStatistics | None = attr(VXLAN_VNIFILTER_ENTRY.STATS, nested(VniStatistics))

    @property
    def vni(self) -> int:
        """The VNI, or the first of a range."""
        return self.start or 0

    @property
    def last(self) -> int:
        """The VNI, or the last of a range."""
        return self.vni if self.end is None else self.end

    def __str__(self) -> str:
        word = str(self.vni) if self.last == self.vni else f"{self.vni}-{self.last}"
        return word if self.remote is None else f"{word} remote {self.remote}"


class VniMessage(Message, types={"new": RTM.NEWTUNNEL, "delete": RTM.DELTUNNEL, "get": RTM.GETTUNNEL}):
    """The VNIs that one VXLAN takes."""

    family: int = header("family", u8, default=0)
    """``AF_BRIDGE``."""
    flags: TUNNEL_MSG_FLAG = header("flags", flag_set(TUNNEL_MSG_FLAG, u8), default=TUNNEL_MSG_FLAG(0), pad=2)
    ifindex: int = header("ifindex", u32, default=0)
    entries: tuple[VniEntry, ...] = attr(VXLAN_VNIFILTER.ENTRY, multi(nested(VniEntry)), default=())

    def __str__(self) -> str:
        """One line: "dev 3 vni 7, 10-19 remote 192.0.2.9"."""
        return f"dev {self.ifindex} vni {', '.join(map(str, self.entries))}"
