"""The VLANs of bridges and their ports: list, add and delete them, and change their options."""

from __future__ import annotations

from typing_extensions import Unpack

from ....errors import LinkNotFound
from ...device import Device, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.enums import enum
from ...schema.integers import u8
from ...schema.message import Message
from ...session import Session
from ...uapi.if_bridge import BR_STATE, BRIDGE_VLAN_INFO, BRIDGE_VLANDB_DUMPF
from ...uapi.rtnetlink import RTEXT_FILTER, RTM
from ...uapi.socket import AF
from .. import arguments
from ..about_device import about_device, known_index
from ..links.bridge_family import BridgeFamily, SpanningTreeEntry, SpanningTrees
from ..links.message import LinkMessage
from .message import VlanListing, VlanMessage
from .request import changed_entry, changed_globals, ends, membership
from .settings import VlanGlobalSettings, VlanSettings

STATE = enum(BR_STATE, u8)


class VlanOperations(Operations):
    """What changes the VLANs of bridges; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_bridge_vlan(
        self,
        device: Device,
        vid: int | range,
        *,
        pvid: bool = False,
        untagged: bool = False,
        tunnel_id: int | range | None = None,
        own: bool = False,
    ) -> Request[None]:
        """Make a port of a bridge a member of a VLAN or of a range of them, as ``bridge vlan add`` does (bridge(8)).

        What it is a member of already is changed: whether it is ``pvid`` and ``untagged``.

        Args:
            device: the port; or with ``own`` the bridge itself; name, interface index or link.
            vid: from 1 to 4094; ``range(5, 10)`` is 5 to 9.
            pvid: packets without a tag are of this VLAN.
            untagged: its packets leave without a tag.
            tunnel_id: of a port with ``vlan_tunnel``, the tunnel id (VNI) that the VLAN is mapped to; of a range, a
                range.
            own: the bridge itself, rather than a port of it.

        Raises:
            LinkNotFound: there is no such device.
            NotSupported: it is no port of a bridge, or the kernel has no VLAN filtering.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        flags = BRIDGE_VLAN_INFO.PVID if arguments.switch("pvid", pvid) else BRIDGE_VLAN_INFO(0)
        if arguments.switch("untagged", untagged):
            flags |= BRIDGE_VLAN_INFO.UNTAGGED
        return membership(self, RTM.SETLINK, device, vid, flags, tunnel_id, own)

    @operation
    def del_bridge_vlan(self, device: Device, vid: int | range, *, own: bool = False) -> Request[None]:
        """Make a port of a bridge no member of VLANs any more; the kernel does not say if it was one.

        Args:
            device: the port; or with ``own`` the bridge itself.
            vid: from 1 to 4094, or a range.
            own: the bridge itself, rather than a port of it.

        Raises:
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return membership(self, RTM.DELLINK, device, vid, BRIDGE_VLAN_INFO(0), None, own)

    @operation
    def set_bridge_vlan(
        self, device: Device, vid: int | range, **settings: Unpack[VlanSettings]
    ) -> Request[None]:  # fmt: skip
        """Change the options of a VLAN, or of a range of them, of a bridge or of a port, as ``bridge vlan set`` does.

        Args:
            device: the bridge or the port.
            vid: from 1 to 4094, or a range.
            settings: see VlanSettings.

        Raises:
            BridgeVlanNotFound: the device is no member of it.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return changed_entry(self, "set_bridge_vlan", device, vid, settings)

    @operation
    def set_bridge_vlan_globals(
        self, bridge: Device, vid: int | range, **settings: Unpack[VlanGlobalSettings]
    ) -> Request[None]:
        """Change the options of a VLAN in the whole bridge, as ``bridge vlan global set`` does.

        Args:
            bridge: the bridge.
            vid: from 1 to 4094, or a range.
            settings: see VlanGlobalSettings.

        Raises:
            BridgeVlanNotFound: the bridge has no such VLAN.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return changed_globals(self, "set_bridge_vlan_globals", bridge, vid, settings)

    @operation
    def set_bridge_mst_state(self, port: Device, msti: int, state: BR_STATE | int | str) -> Request[None]:
        """Set the state of a port in a multiple spanning tree instance, as ``bridge mst set`` does (since Linux 5.18).

        Args:
            port: the port of the bridge, which needs ``mst`` switched on.
            msti: the instance, from 0 to 4094, where VLANs belong to it.
            state: "disabled", "listening", "learning", "forwarding" or "blocking".

        Raises:
            InvalidInput: an argument is wrong; nothing was sent.
        """
        number, _ = ends("msti", msti, 0, 4094)
        entry = SpanningTreeEntry(msti=number, state=arguments.parsed("state", STATE, state))
        told = index_or_name("port", port, self.namespace_id)
        family = BridgeFamily(spanning_trees=SpanningTrees(entries=(entry,)))
        message: Message = LinkMessage(family=AF.BRIDGE, ifindex=known_index(told), af_spec=family)
        return Request(RTM.SETLINK, 0, about_device(told, message), members=LinkMessage, names=names(told))


class VlanQueries(Session):
    """What lists the VLANs of bridges and their options."""

    def get_bridge_vlans(self, device: Device | None = None, *, statistics: bool = False) -> Dump[VlanMessage]:
        """List the VLANs of bridges and their ports, a message for each device (since Linux 5.7).

        VLANs that follow one another and are alike are one entry. Await it for a list, or iterate over it.

        Args:
            device: of this bridge or port.
            statistics: with the counters of each VLAN, then without ranges.

        Raises:
            LinkNotFound: there is no such device.
        """
        flags = BRIDGE_VLANDB_DUMPF.STATS if arguments.switch("statistics", statistics) else None
        return self._vlans(device, flags, "get_bridge_vlans()" if device is None else f"get_bridge_vlans({device!r})")

    def get_bridge_vlan_globals(self, bridge: Device | None = None) -> Dump[VlanMessage]:
        """List what bridges keep of their VLANs for all ports together, a message for each bridge (since Linux 5.15).

        Args:
            bridge: of this one.

        Raises:
            LinkNotFound: there is no such device.
        """
        call = "get_bridge_vlan_globals()" if bridge is None else f"get_bridge_vlan_globals({bridge!r})"
        return self._vlans(bridge, BRIDGE_VLANDB_DUMPF.GLOBAL, call)

    def get_bridge_mst(self) -> Dump[LinkMessage]:
        """List the ports of bridges with their states in multiple spanning trees (since Linux 5.18).

        They are in ``link.af_spec.spanning_trees``, of ports of bridges with ``mst`` switched on.
        """

        async def build() -> Message:
            return LinkMessage(family=AF.BRIDGE, ext_mask=RTEXT_FILTER.MST)

        def keep(link: LinkMessage) -> bool:
            return isinstance(link.af_spec, BridgeFamily) and link.af_spec.spanning_trees is not None

        return self.dump_of(LinkMessage, RTM.GETLINK, build, call="get_bridge_mst()", keep=keep)

    def _vlans(self, device: Device | None, flags: BRIDGE_VLANDB_DUMPF | None, call: str) -> Dump[VlanMessage]:
        self.check_device("device", device)

        async def build() -> Message:
            index = 0 if device is None else await self.index_of(device, call=call)
            return VlanListing(family=AF.BRIDGE, ifindex=index, flags=flags)

        return self.dump_of(VlanMessage, RTM.GETVLAN, build, call=call, not_found=LinkNotFound)
