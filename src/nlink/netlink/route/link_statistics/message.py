"""The messages about links' statistics: RTM_GETSTATS, RTM_NEWSTATS and RTM_SETSTATS (ip-stats(8))."""

from __future__ import annotations

from typing import Final

from ...constants import Flags
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header
from ...schema.integers import boolean, u8, u32
from ...schema.message import Attributes, Message
from ...schema.nesting import nested, structure
from ...uapi.if_link import (
    IFLA_OFFLOAD_XSTATS,
    IFLA_OFFLOAD_XSTATS_HW_S_INFO,
    IFLA_STATS,
    IFLA_STATS_GETSET,
    LINK_XSTATS_TYPE,
)
from ...uapi.mpls import MPLS_STATS
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from ..links.statistics import LinkStatistics
from .bond import BondStatistics
from .bridge import BridgeStatistics
from .counters import HardwareStatistics, MplsStatistics


class StatisticsGroup(Flags):
    """What can be asked for."""

    LINK = 1 << IFLA_STATS.LINK_64 - 1
    """The counters that every link has."""
    KIND = 1 << IFLA_STATS.LINK_XSTATS - 1
    """Those that only its kind has: of a bridge, of a bond."""
    PORT = 1 << IFLA_STATS.LINK_XSTATS_SLAVE - 1
    """Those that the link that it is a port of keeps of it."""
    OFFLOAD = 1 << IFLA_STATS.LINK_OFFLOAD_XSTATS - 1
    """What passed through the hardware without the kernel, and what did not."""
    FAMILIES = 1 << IFLA_STATS.AF_SPEC - 1
    """Those of address families: MPLS."""


ALL: Final = (
    StatisticsGroup.LINK
    | StatisticsGroup.KIND
    | StatisticsGroup.PORT
    | StatisticsGroup.OFFLOAD
    | StatisticsGroup.FAMILIES
)


class KindStatistics(Attributes):
    """The counters of a kind of link; one at most is there."""

    bridge: BridgeStatistics | None = attr(LINK_XSTATS_TYPE.BRIDGE, nested(BridgeStatistics))
    bond: BondStatistics | None = attr(LINK_XSTATS_TYPE.BOND, nested(BondStatistics))


class HardwareCounting(Attributes):
    """Whether the hardware is asked to count, and does."""

    requested: bool | None = attr(IFLA_OFFLOAD_XSTATS_HW_S_INFO.REQUEST, boolean(u8))
    used: bool | None = attr(IFLA_OFFLOAD_XSTATS_HW_S_INFO.USED, boolean(u8))


class HardwareCountings(Attributes):
    """The same, of each kind of the hardware's counters."""

    l3: HardwareCounting | None = attr(IFLA_OFFLOAD_XSTATS.L3_STATS, nested(HardwareCounting))


class OffloadStatistics(Attributes):
    """Counters of a link whose traffic the hardware forwards by itself."""

    cpu: LinkStatistics | None = attr(IFLA_OFFLOAD_XSTATS.CPU_HIT, structure(LinkStatistics))
    """What the kernel did see."""
    info: HardwareCountings | None = attr(IFLA_OFFLOAD_XSTATS.HW_S_INFO, nested(HardwareCountings))
    l3: HardwareStatistics | None = attr(IFLA_OFFLOAD_XSTATS.L3_STATS, structure(HardwareStatistics))
    """What the hardware has routed; there if it counts."""


class MplsLinkStatistics(Attributes):
    """Counters of MPLS."""

    link: MplsStatistics | None = attr(MPLS_STATS.LINK, structure(MplsStatistics))


class FamilyStatistics(Attributes):
    """Counters of the address families."""

    mpls: MplsLinkStatistics | None = attr(AF.MPLS, nested(MplsLinkStatistics))


class StatisticsMessage(Message, types={"new": RTM.NEWSTATS, "get": RTM.GETSTATS, "set": RTM.SETSTATS}):
    """Statistics of a link, by groups; None where it has none, or was not asked."""

    family: AF | int = header("family", enum(AF, u8), default=AF.UNSPEC, pad=3)
    ifindex: int = header("ifindex", u32, default=0)
    groups: StatisticsGroup = header("filter_mask", flag_set(StatisticsGroup, u32), default=StatisticsGroup(0))
    """What was asked for."""
    link: LinkStatistics | None = attr(IFLA_STATS.LINK_64, structure(LinkStatistics))
    kind: KindStatistics | None = attr(IFLA_STATS.LINK_XSTATS, nested(KindStatistics))
    port: KindStatistics | None = attr(IFLA_STATS.LINK_XSTATS_SLAVE, nested(KindStatistics))
    offload: OffloadStatistics | None = attr(IFLA_STATS.LINK_OFFLOAD_XSTATS, nested(OffloadStatistics))
    families: FamilyStatistics | None = attr(IFLA_STATS.AF_SPEC, nested(FamilyStatistics))

    def __str__(self) -> str:
        """One line: "2: rx 12 packets 1024 bytes tx 7 packets 600 bytes"."""
        counted = self.link
        if counted is None:
            return f"{self.ifindex}: {self.groups.name or 'nothing'}"
        return (
            f"{self.ifindex}: rx {counted.rx_packets} packets {counted.rx_bytes} bytes"
            f" tx {counted.tx_packets} packets {counted.tx_bytes} bytes"
        )


class StatisticsChange(Message, types={"set": RTM.SETSTATS}):
    """What is to be counted: in these messages the numbers of attributes mean something else."""

    family: AF | int = header("family", enum(AF, u8), default=AF.UNSPEC, pad=3)
    ifindex: int = header("ifindex", u32, default=0)
    groups: int = header("filter_mask", u32, default=0)
    l3: bool | None = attr(IFLA_STATS_GETSET.SET_OFFLOAD_XSTATS_L3_STATS, boolean(u8))
