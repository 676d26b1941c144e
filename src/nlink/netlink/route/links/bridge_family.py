"""What a message of the family AF_BRIDGE tells of a link: the VLANs of a bridge or of a port of one."""

from __future__ import annotations

from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, member
from ...schema.integers import u8, u16, u32
from ...schema.message import Attributes, CStruct
from ...schema.nesting import multi, nested, structure
from ...schema.text import binary
from ...uapi.if_bridge import (
    BR_STATE,
    BRIDGE_FLAGS,
    BRIDGE_MODE,
    BRIDGE_VLAN_INFO,
    IFLA_BRIDGE,
    IFLA_BRIDGE_MST,
    IFLA_BRIDGE_MST_ENTRY,
    IFLA_BRIDGE_VLAN_TUNNEL,
)


class BridgeVlanInfo(CStruct):
    """``struct bridge_vlan_info``: a VLAN, or one end of a range of them."""

    flags: BRIDGE_VLAN_INFO = member(flag_set(BRIDGE_VLAN_INFO, u16), default=BRIDGE_VLAN_INFO(0))
    vid: int = member(u16, default=0)


class BridgeVlanTunnel(Attributes):
    """Which tunnel id a VLAN is mapped to."""

    id: int | None = attr(IFLA_BRIDGE_VLAN_TUNNEL.ID, u32)
    vid: int | None = attr(IFLA_BRIDGE_VLAN_TUNNEL.VID, u16)
    flags: BRIDGE_VLAN_INFO | None = attr(IFLA_BRIDGE_VLAN_TUNNEL.FLAGS, flag_set(BRIDGE_VLAN_INFO, u16))


class SpanningTreeEntry(Attributes):
    """The state of a port in one multiple spanning tree instance."""

    msti: int | None = attr(IFLA_BRIDGE_MST_ENTRY.MSTI, u16)
    state: BR_STATE | int | None = attr(IFLA_BRIDGE_MST_ENTRY.STATE, enum(BR_STATE, u8))


class SpanningTrees(Attributes):
    """The states of a port in the multiple spanning tree instances."""

    entries: tuple[SpanningTreeEntry, ...] = attr(IFLA_BRIDGE_MST.ENTRY, multi(nested(SpanningTreeEntry)), default=())


class BridgeFamily(Attributes):
    """``IFLA_AF_SPEC`` of the family AF_BRIDGE."""

    flags: BRIDGE_FLAGS | None = attr(IFLA_BRIDGE.FLAGS, flag_set(BRIDGE_FLAGS, u16))
    mode: BRIDGE_MODE | int | None = attr(IFLA_BRIDGE.MODE, enum(BRIDGE_MODE, u16))
    vlans: tuple[BridgeVlanInfo, ...] = attr(IFLA_BRIDGE.VLAN_INFO, multi(structure(BridgeVlanInfo)), default=())
    tunnels: tuple[BridgeVlanTunnel, ...] = attr(
        IFLA_BRIDGE.VLAN_TUNNEL_INFO, multi(nested(BridgeVlanTunnel)), default=()
    )
    mrp: bytes | None = attr(IFLA_BRIDGE.MRP, binary)
    cfm: bytes | None = attr(IFLA_BRIDGE.CFM, binary)
    spanning_trees: SpanningTrees | None = attr(IFLA_BRIDGE.MST, nested(SpanningTrees))
