"""What an entry of a forwarding table may have beside its address, in a user's words."""

from __future__ import annotations

from typing_extensions import TypedDict

from ...device import Device
from ...schema.addresses import AddressLike
from ...uapi.neighbour import FDB_NOTIFY, NUD
from ...uapi.rtnetlink import RTPROT


class FdbWhere(TypedDict, total=False):
    """Which entry of a forwarding table is meant, beside its device and address."""

    master: bool
    """The table of the bridge that the device is a port of."""
    own: bool
    """The device's own table (``self`` of bridge(8)); the default, unless ``master`` says otherwise. Both is both."""
    vlan: int | None
    """From 1 to 4094; without one, a bridge has an entry for each VLAN of the port, and one without."""
    dst: AddressLike | None
    """VXLAN: the remote VTEP."""
    port: int | None
    """VXLAN: its UDP port, where it is not the device's own."""
    vni: int | None
    """VXLAN: its VNI, where it is not the device's own."""
    src_vni: int | None
    """VXLAN in external mode: the VNI that the entry is for."""
    via: Device | None
    """VXLAN: the device through which the remote VTEP is reached."""
    nexthop_id: int | None
    """VXLAN: the nexthop object, or group of such, that is for forwarding tables (``fdb``); instead of ``dst``."""


class FdbSettings(FdbWhere, total=False):
    """What an entry of a forwarding table may have, for ``add_fdb_entry`` and its kin."""

    state: NUD | int | str
    """"permanent" (the default: of this host, never aged), "static" (never aged), "dynamic" (aged) or flags."""
    sticky: bool
    """It does not move to another port."""
    externally_learned: bool
    """It was learned outside of the bridge, which does not let it age."""
    router: bool
    """VXLAN: the address is a router's."""
    use: bool
    """It is entered as if a packet of that source had come."""
    activity_notify: FDB_NOTIFY | int | str | None
    """Bridges: tell when it is used again ("bit"), or no more ("inactive_bit") (since Linux 5.13)."""
    no_refresh: bool
    """Bridges: what ``activity_notify`` goes by is not set back by this change."""
    protocol: RTPROT | int | str | None
    """Who installed it."""


class FdbFlush(TypedDict, total=False):
    """Which entries of a forwarding table are deleted together; what is not given may be anything."""

    master: bool
    """The table of the bridge that the device is a port of."""
    own: bool
    """The device's own table; the default, unless ``master`` says otherwise."""
    bridge_port: Device | None
    """Those that lead to this port of the bridge."""
    vlan: int | None
    """From 1 to 4094."""
    permanent: bool | None
    """True: those that are; False: those that are not."""
    static: bool | None
    """True: those that do not age and are not permanent; False: those that age."""
    dynamic: bool | None
    """True: those that age; False: those that do not."""
    added_by_user: bool | None
    externally_learned: bool | None
    sticky: bool | None
    offloaded: bool | None
    """Hardware has it."""
    router: bool | None
    """VXLAN (since Linux 6.7)."""
    dst: AddressLike | None
    """VXLAN (since Linux 6.7), as are the others below: the remote VTEP."""
    port: int | None
    vni: int | None
    src_vni: int | None
    nexthop_id: int | None
