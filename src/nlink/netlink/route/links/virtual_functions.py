"""The virtual functions (SR-IOV) of a link, and their virtual ports."""

from __future__ import annotations

from ...schema.enums import enum
from ...schema.field import attr, member
from ...schema.integers import be16, u8, u16, u32, u64
from ...schema.message import Attributes, CStruct
from ...schema.nesting import multi, nested, structure
from ...schema.text import binary, octets, string
from ...uapi.if_link import (
    IFLA_PORT,
    IFLA_VF,
    IFLA_VF_INFO,
    IFLA_VF_LINK_STATE,
    IFLA_VF_PORT,
    IFLA_VF_STATS,
    IFLA_VF_VLAN_INFO,
    PORT_REQUEST,
    PORT_RESPONSE,
)

# Each of the structs begins with the number of the function that it is about.


class FunctionAddress(CStruct):
    """``struct ifla_vf_mac``: the address, of as many bytes as the link's."""

    vf: int = member(u32, default=0)
    address: bytes = member(octets(32), default=bytes(32))


class FunctionVlan(CStruct):
    """``struct ifla_vf_vlan``; VLAN 0 is none."""

    vf: int = member(u32, default=0)
    vlan: int = member(u32, default=0)
    qos: int = member(u32, default=0)


class FunctionVlanEntry(CStruct):
    """``struct ifla_vf_vlan_info``: a VLAN with its protocol, an EtherType."""

    vf: int = member(u32, default=0)
    vlan: int = member(u32, default=0)
    qos: int = member(u32, default=0)
    protocol: int = member(be16, default=0, pad=2)


class FunctionTransmitRate(CStruct):
    """``struct ifla_vf_tx_rate``: the greatest rate, in Mbit/s; 0 is no limit."""

    vf: int = member(u32, default=0)
    rate: int = member(u32, default=0)


class FunctionRate(CStruct):
    """``struct ifla_vf_rate``: least and greatest rate, in Mbit/s."""

    vf: int = member(u32, default=0)
    min_tx_rate: int = member(u32, default=0)
    max_tx_rate: int = member(u32, default=0)


class FunctionSetting(CStruct):
    """``struct ifla_vf_spoofchk``, ``ifla_vf_rss_query_en`` and ``ifla_vf_trust``: on (1), off (0) or not told (-1)."""

    vf: int = member(u32, default=0)
    setting: int = member(u32, default=0)


class FunctionLinkState(CStruct):
    """``struct ifla_vf_link_state``."""

    vf: int = member(u32, default=0)
    state: IFLA_VF_LINK_STATE | int = member(enum(IFLA_VF_LINK_STATE, u32), default=IFLA_VF_LINK_STATE.AUTO)


class FunctionGuid(CStruct):
    """``struct ifla_vf_guid``: an InfiniBand GUID."""

    vf: int = member(u32, default=0, pad=4)
    guid: int = member(u64, default=0)


class FunctionStatistics(Attributes, padding=(IFLA_VF_STATS.PAD,)):
    """Counters of a virtual function."""

    rx_packets: int | None = attr(IFLA_VF_STATS.RX_PACKETS, u64)
    tx_packets: int | None = attr(IFLA_VF_STATS.TX_PACKETS, u64)
    rx_bytes: int | None = attr(IFLA_VF_STATS.RX_BYTES, u64)
    tx_bytes: int | None = attr(IFLA_VF_STATS.TX_BYTES, u64)
    broadcast: int | None = attr(IFLA_VF_STATS.BROADCAST, u64)
    multicast: int | None = attr(IFLA_VF_STATS.MULTICAST, u64)
    rx_dropped: int | None = attr(IFLA_VF_STATS.RX_DROPPED, u64)
    tx_dropped: int | None = attr(IFLA_VF_STATS.TX_DROPPED, u64)


class FunctionVlans(Attributes):
    """The VLANs of a virtual function."""

    entries: tuple[FunctionVlanEntry, ...] = attr(
        IFLA_VF_VLAN_INFO.INFO, multi(structure(FunctionVlanEntry)), default=()
    )


class VirtualFunction(Attributes):
    """One virtual function (``IFLA_VF_*``)."""

    address: FunctionAddress | None = attr(IFLA_VF.MAC, structure(FunctionAddress))
    broadcast: bytes | None = attr(IFLA_VF.BROADCAST, binary)
    vlan: FunctionVlan | None = attr(IFLA_VF.VLAN, structure(FunctionVlan))
    vlans: FunctionVlans | None = attr(IFLA_VF.VLAN_LIST, nested(FunctionVlans))
    tx_rate: FunctionTransmitRate | None = attr(IFLA_VF.TX_RATE, structure(FunctionTransmitRate))
    rate: FunctionRate | None = attr(IFLA_VF.RATE, structure(FunctionRate))
    spoof_check: FunctionSetting | None = attr(IFLA_VF.SPOOFCHK, structure(FunctionSetting))
    link_state: FunctionLinkState | None = attr(IFLA_VF.LINK_STATE, structure(FunctionLinkState))
    rss_query: FunctionSetting | None = attr(IFLA_VF.RSS_QUERY_EN, structure(FunctionSetting))
    trust: FunctionSetting | None = attr(IFLA_VF.TRUST, structure(FunctionSetting))
    statistics: FunctionStatistics | None = attr(IFLA_VF.STATS, nested(FunctionStatistics))
    node_guid: FunctionGuid | None = attr(IFLA_VF.IB_NODE_GUID, structure(FunctionGuid))
    port_guid: FunctionGuid | None = attr(IFLA_VF.IB_PORT_GUID, structure(FunctionGuid))

    @property
    def number(self) -> int:
        """Its number, from 0, which the kernel tells in each of the structs."""
        return self.address.vf if self.address else 0


class VirtualFunctions(Attributes):
    """The virtual functions of a link."""

    entries: tuple[VirtualFunction, ...] = attr(IFLA_VF_INFO.INFO, multi(nested(VirtualFunction)), default=())


class VirtualPort(Attributes):
    """A virtual port (IEEE 802.1Qbg)."""

    vf: int | None = attr(IFLA_PORT.VF, u32)
    profile: str | None = attr(IFLA_PORT.PROFILE, string)
    vsi_type: bytes | None = attr(IFLA_PORT.VSI_TYPE, binary)
    instance_uuid: bytes | None = attr(IFLA_PORT.INSTANCE_UUID, octets(16))
    host_uuid: bytes | None = attr(IFLA_PORT.HOST_UUID, octets(16))
    request: PORT_REQUEST | int | None = attr(IFLA_PORT.REQUEST, enum(PORT_REQUEST, u8))
    response: PORT_RESPONSE | int | None = attr(IFLA_PORT.RESPONSE, enum(PORT_RESPONSE, u16))


class VirtualPorts(Attributes):
    """The virtual ports of a link's virtual functions."""

    entries: tuple[VirtualPort, ...] = attr(IFLA_VF_PORT.PORT, multi(nested(VirtualPort)), default=())
