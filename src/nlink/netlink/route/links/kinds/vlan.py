"""VLANs on top of a link (IEEE 802.1Q)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from ....schema.field import member
from ....schema.integers import u16, u32
from ....schema.kind import Kind, need
from ....schema.listed import listed
from ....schema.message import CStruct
from ....schema.nesting import structure
from ....schema.options import Needed, Setting, needed, option, switch
from ....schema.settings import Bool, Choice
from ....uapi.if_ether import ETH_P
from ....uapi.if_link import IFLA_VLAN, IFLA_VLAN_QOS
from ....uapi.if_vlan import VLAN_FLAG
from ..options import LinkOptions
from ..vlan_protocol import vlan_protocol

Priorities: TypeAlias = tuple[tuple[int, int], ...]
PrioritiesLike: TypeAlias = Mapping[int, int] | Iterable[tuple[int, int]]


class PriorityMapping(CStruct):
    """``struct ifla_vlan_qos_mapping``."""

    source: int = member(u32)
    target: int = member(u32)


class PriorityMap(Kind[Priorities, PrioritiesLike]):
    """Pairs of priorities, from and to, given as a mapping or as pairs; what is not in it is mapped to 0."""

    nested = True
    _wire = listed(structure(PriorityMapping), IFLA_VLAN_QOS.MAPPING)

    def load(self, raw: Any, owner: Any, /) -> Priorities:
        return tuple(sorted((pair.source, pair.target) for pair in self._wire.load(raw, owner)))

    def dump(self, value: Priorities, /) -> bytes:
        return self._wire.dump(tuple(PriorityMapping(source=source, target=target) for source, target in value))

    def check(self, value: Priorities, /) -> None:
        need(value, tuple, "pairs of priorities")
        for source, target in value:
            u32.check(source)
            u32.check(target)

    def parse(self, value: PrioritiesLike, /) -> Priorities:
        pairs: Iterable[tuple[int, int]] = dict(value).items()
        parsed = tuple(sorted((source, target) for source, target in pairs))
        self.check(parsed)
        return parsed

    def agrees(self, given: Priorities, read: Priorities | None, /) -> bool:
        # The kernel adds to its map what is given, and tells no mapping to 0.
        mapped = dict(read or ())
        return all(mapped.get(source, 0) == target for source, target in given)


class Vlan(LinkOptions, kind="vlan"):
    """A VLAN; the link below it is given as ``link`` of ``add_link``."""

    id: Needed[int, int] = needed(IFLA_VLAN.ID, u16, le=4094)
    """0 to 4094."""
    protocol: Choice[ETH_P] = option(IFLA_VLAN.PROTOCOL, vlan_protocol)
    """"802.1q" (the kernel's choice) or "802.1ad"."""
    reorder_hdr: Bool = switch(IFLA_VLAN.FLAGS, VLAN_FLAG.REORDER_HDR)
    """Take the tag off before others see the frame; on unless switched off."""
    gvrp: Bool = switch(IFLA_VLAN.FLAGS, VLAN_FLAG.GVRP)
    """Register with GVRP."""
    loose_binding: Bool = switch(IFLA_VLAN.FLAGS, VLAN_FLAG.LOOSE_BINDING)
    """Do not follow the state of the link below."""
    mvrp: Bool = switch(IFLA_VLAN.FLAGS, VLAN_FLAG.MVRP)
    """Register with MVRP."""
    bridge_binding: Bool = switch(IFLA_VLAN.FLAGS, VLAN_FLAG.BRIDGE_BINDING)
    """On a bridge: follow the state of the ports that are members of the VLAN."""
    ingress_qos: Setting[Priorities, PrioritiesLike] = option(IFLA_VLAN.INGRESS_QOS, PriorityMap())
    """From the tag's priority (0 to 7) to the packet's."""
    egress_qos: Setting[Priorities, PrioritiesLike] = option(IFLA_VLAN.EGRESS_QOS, PriorityMap())
    """From the packet's priority to the tag's (0 to 7)."""
