"""What an entry of a multicast database may have, in a user's words."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import TypedDict

from ...device import Device
from ...schema.addresses import AddressLike
from ...uapi.in_ import MCAST
from ...uapi.rtnetlink import RTPROT


class MdbWhere(TypedDict, total=False):
    """Which entry of a multicast database is meant, beside its bridge and group."""

    port: Device | None
    """The port that the packets go to, or the bridge itself for this host; by default the device that is asked."""
    vid: int | None
    """The VLAN, from 1 to 4094."""
    source: AddressLike | None
    """For packets from this source only."""
    dst: AddressLike | None
    """VXLAN (since Linux 6.4), as are the others below: the remote VTEP."""
    dst_port: int | None
    vni: int | None
    via: Device | None
    """The device through which the remote VTEP is reached."""
    src_vni: int | None


class MdbSettings(MdbWhere, total=False):
    """What an entry of a multicast database may have, for ``add_mdb_entry`` and ``replace_mdb_entry``."""

    permanent: bool
    """It does not age; entries of VXLANs and of Ethernet groups have to be, and those are by default."""
    sources: Sequence[AddressLike] | None
    """Those that are let through, or are not (since Linux 6.2); needs ``filter_mode``."""
    filter_mode: MCAST | int | str | None
    """"include" or "exclude" the ``sources`` (since Linux 6.2)."""
    protocol: RTPROT | int | str | None
    """Who installed it (since Linux 6.2)."""


class MdbFlush(TypedDict, total=False):
    """Which entries are deleted together (since Linux 6.8); what is not given may be anything."""

    port: Device | None
    vid: int | None
    permanent: bool | None
    """True for those that are, False for those that age."""
    protocol: RTPROT | int | str | None
    dst: AddressLike | None
    dst_port: int | None
    vni: int | None
    src_vni: int | None
