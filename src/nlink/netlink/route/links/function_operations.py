"""What changes the virtual functions (SR-IOV) of a link: ``ip link set DEVICE vf NUMBER ...``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from typing_extensions import TypedDict, Unpack

from ....errors import InvalidInput, LinkNotFound
from ...device import Device, index_or_name
from ...operation import Operations, operation
from ...request import Request
from ...schema.enums import enum
from ...schema.integers import u32, u64
from ...schema.text import HardwareAddress, hardware_address
from ...uapi.if_ether import ETH_P
from ...uapi.if_link import IFLA_VF_LINK_STATE
from ...uapi.rtnetlink import RTM
from .. import arguments
from .lookup import telling
from .message import LinkMessage
from .virtual_functions import (
    FunctionAddress,
    FunctionGuid,
    FunctionLinkState,
    FunctionRate,
    FunctionSetting,
    FunctionTransmitRate,
    FunctionVlan,
    FunctionVlanEntry,
    FunctionVlans,
    VirtualFunction,
    VirtualFunctions,
)
from .vlan_protocol import vlan_protocol

LINK_STATE: Final = enum(IFLA_VF_LINK_STATE, u32)
GUID: Final = HardwareAddress(size=8)
ADDRESS_ROOM: Final = 32
LAST_VLAN, LAST_PRIORITY = 4095, 7


class VirtualFunctionChanges(TypedDict, total=False):
    """What can be changed of a virtual function; what a card cannot do it refuses (NotSupported)."""

    address: str
    """Its hardware address."""
    vlan: int
    """The VLAN that its frames are put into, 1 to 4095; 0 is none."""
    vlan_qos: int
    """The priority of those, 0 to 7."""
    vlan_protocol: ETH_P | int | str
    """The protocol of their tag: "802.1q" (as where none is told) or "802.1ad"."""
    max_tx_rate: int
    """Mbit/s that it may send at most; 0 is no limit."""
    min_tx_rate: int
    """Mbit/s that it may always send; only beside ``max_tx_rate``, since the kernel sets both."""
    spoof_check: bool
    """Drop what it sends from another address than its own."""
    trust: bool
    """Let it do what could disturb others: become promiscuous, change its address."""
    rss_query: bool
    """Let it ask how the card spreads what it receives."""
    link_state: IFLA_VF_LINK_STATE | int | str
    """The state of its link: "enable", "disable", or "auto" as the card's own."""
    node_guid: str | int
    """InfiniBand: "00:11:22:33:44:55:66:77"."""
    port_guid: str | int


class VirtualFunctionOperations(Operations):
    """What changes virtual functions; a coroutine on a Connection, queued by a Batch."""

    @operation
    def set_virtual_function(self, device: Device, vf: int, **changes: Unpack[VirtualFunctionChanges]) -> Request[None]:
        """Change a virtual function of a link (SR-IOV), as ``ip link set DEVICE vf NUMBER`` does.

        Args:
            device: name, interface index or link: the physical function.
            vf: the number of the virtual function, from 0.
            changes: see VirtualFunctionChanges; one at least.

        Raises:
            LinkNotFound: the link is not there.
            InvalidRequest: it has no such function.
            NotSupported: the card cannot change that.
        """
        told = index_or_name("device", device, self.namespace_id)
        arguments.check_settings("set_virtual_function", changes, VirtualFunctionChanges)
        number = arguments.parsed("vf", u32, vf)
        if not changes:
            raise InvalidInput("changes", "give one at least")
        function = _function(number, changes)
        message: LinkMessage[Any] = LinkMessage(
            virtual_functions=VirtualFunctions(entries=(function,)), **telling(told)
        )
        return Request(RTM.NEWLINK, 0, message.to_bytes(), LinkMessage, result=None, not_found=LinkNotFound, waits=True)


def _function(vf: int, changes: Mapping[str, Any]) -> VirtualFunction:
    fields: dict[str, Any] = {}
    if "address" in changes:
        address = bytes.fromhex(arguments.parsed("address", hardware_address, changes["address"]).replace(":", ""))
        if not 0 < len(address) <= ADDRESS_ROOM:
            raise InvalidInput("address", f"has 1 to {ADDRESS_ROOM} bytes, not {len(address)}")
        fields["address"] = FunctionAddress(vf=vf, address=address.ljust(ADDRESS_ROOM, b"\0"))
    fields |= _vlan(vf, changes)
    fields |= _rate(vf, changes)
    for name in ("spoof_check", "trust", "rss_query"):
        if name in changes:
            fields[name] = FunctionSetting(vf=vf, setting=int(arguments.switch(name, changes[name])))
    if "link_state" in changes:
        state = arguments.parsed("link_state", LINK_STATE, changes["link_state"])
        fields["link_state"] = FunctionLinkState(vf=vf, state=state)
    for name in ("node_guid", "port_guid"):
        if name in changes:
            fields[name] = FunctionGuid(vf=vf, guid=_guid(name, changes[name]))
    return VirtualFunction(**fields)


def _vlan(vf: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    if "vlan" not in changes:
        for name in ("vlan_qos", "vlan_protocol"):
            if name in changes:
                raise InvalidInput(name, "goes with vlan, of which the kernel sets all or nothing")
        return {}
    vlan, qos = (arguments.parsed(name, u32, changes.get(name, 0)) for name in ("vlan", "vlan_qos"))
    if vlan > LAST_VLAN:
        raise InvalidInput("vlan", f"must be from 0 to {LAST_VLAN}, not {vlan}")
    if qos > LAST_PRIORITY:
        raise InvalidInput("vlan_qos", f"must be from 0 to {LAST_PRIORITY}, not {qos}")
    if "vlan_protocol" not in changes:
        return {"vlan": FunctionVlan(vf=vf, vlan=vlan, qos=qos)}
    protocol = arguments.parsed("vlan_protocol", vlan_protocol, changes["vlan_protocol"])
    entry = FunctionVlanEntry(vf=vf, vlan=vlan, qos=qos, protocol=int(protocol))
    return {"vlans": FunctionVlans(entries=(entry,))}  # the list has room for one (MAX_VLAN_LIST_LEN)


def _rate(vf: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    if "max_tx_rate" not in changes:
        if "min_tx_rate" in changes:
            raise InvalidInput("min_tx_rate", "goes with max_tx_rate: the kernel sets both")
        return {}
    most = arguments.parsed("max_tx_rate", u32, changes["max_tx_rate"])
    if "min_tx_rate" not in changes:
        return {"tx_rate": FunctionTransmitRate(vf=vf, rate=most)}  # with which the least rate stays as it is
    least = arguments.parsed("min_tx_rate", u32, changes["min_tx_rate"])
    if 0 < most < least:
        raise InvalidInput("min_tx_rate", f"must not be above max_tx_rate, which is {most}")
    return {"rate": FunctionRate(vf=vf, min_tx_rate=least, max_tx_rate=most)}


def _guid(name: str, value: str | int) -> int:
    if isinstance(value, str):
        return int(arguments.parsed(name, GUID, value).replace(":", ""), 16)
    return arguments.parsed(name, u64, value)
