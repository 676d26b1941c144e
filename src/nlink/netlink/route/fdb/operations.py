"""Forwarding tables of bridges, VXLANs and other devices: list, get, add, replace, append, delete and flush."""

from __future__ import annotations

from typing_extensions import Unpack

from ....errors import AlreadyExists, FdbEntryNotFound, LinkNotFound
from ...device import Device
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.integers import u32
from ...schema.message import Message
from ...schema.text import mac
from ...session import Session
from ...uapi.neighbour import NTF, NUD
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from .. import arguments
from ..neighbors.message import NeighborMessage
from ..neighbors.request import state_of
from ..verbs import ADD, APPEND, REPLACE
from .request import deleted_entry, fdb_request, flushed_entries, table_of, vlan_id
from .settings import FdbFlush, FdbSettings, FdbWhere


class FdbOperations(Operations):
    """What changes forwarding tables; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_fdb_entry(
        self, device: Device, address: str, *, exist_ok: bool = False, **settings: Unpack[FdbSettings]
    ) -> Request[bool]:
        """Add an entry to a forwarding table, as ``bridge fdb add`` does (bridge(8)).

        Args:
            device: the device that packets to the address leave by: a port of a bridge (with ``master``), or a device
                with a table of its own, such as a VXLAN; name, interface index or link.
            address: the hardware address: "02:00:00:00:00:01".
            exist_ok: it is no error if there is an entry for it, wherever it leads.
            settings: see FdbSettings.

        Returns:
            True; False if there was one already.

        Raises:
            LinkNotFound: there is no such device.
            AlreadyExists: there is an entry for the address, unless ``exist_ok``. Of one that is ``externally_learned``
                or in ``use`` a bridge does not say so.
            NotSupported: the device is no port of a bridge, or has no table of its own.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return fdb_request(
            self, "add_fdb_entry", ADD, device, address, settings, result=True,
            tolerated=arguments.tolerated("exist_ok", exist_ok, AlreadyExists),
        )  # fmt: skip

    @operation
    def replace_fdb_entry(self, device: Device, address: str, **settings: Unpack[FdbSettings]) -> Request[None]:
        """Add an entry, or change the one that is there.

        Arguments and errors are those of ``add_fdb_entry``.
        """
        return fdb_request(self, "replace_fdb_entry", REPLACE, device, address, settings, result=None)

    @operation
    def append_fdb_entry(self, device: Device, address: str, **settings: Unpack[FdbSettings]) -> Request[None]:
        """Add another remote VTEP to an entry of a VXLAN; the address has to be all zeros, or a group's.

        Arguments and errors are those of ``add_fdb_entry``.
        """
        return fdb_request(self, "append_fdb_entry", APPEND, device, address, settings, result=None)

    @operation
    def del_fdb_entry(
        self, device: Device, address: str, *, missing_ok: bool = False, **settings: Unpack[FdbWhere]
    ) -> Request[bool]:
        """Delete an entry of a forwarding table.

        Args:
            device: as of ``add_fdb_entry``.
            address: the hardware address.
            missing_ok: it is no error if there is none.
            settings: see FdbWhere.

        Returns:
            True; False if there was none.

        Raises:
            FdbEntryNotFound: there is none, unless ``missing_ok``.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return deleted_entry(self, "del_fdb_entry", device, address, settings, missing_ok=missing_ok)

    @operation
    def flush_fdb(self, device: Device, **settings: Unpack[FdbFlush]) -> Request[None]:
        """Delete all entries that have these settings, as ``bridge fdb flush`` does (since Linux 6.0).

        Args:
            device: a bridge, a port of one (with ``master``), or a VXLAN (since Linux 6.7).
            settings: see FdbFlush.

        Raises:
            LinkNotFound: there is no such device.
            NotSupported: the device cannot do it.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return flushed_entries(self, "flush_fdb", device, settings)


class FdbQueries(Session):
    """What lists forwarding tables and gets an entry."""

    def get_fdb(
        self,
        device: Device | None = None,
        *,
        bridge: Device | None = None,
        vlan: int | None = None,
        state: NUD | int | str | None = None,
    ) -> Dump[NeighborMessage]:
        """List the entries of forwarding tables; await it for a list, or iterate over it.

        The kernel chooses by device and bridge, nlink by the rest.

        Args:
            device: those that leave by this device, in its own table or its bridge's.
            bridge: those of this bridge, its own and its ports'.
            vlan: of this VLAN.
            state: with any of these states: "permanent", "noarp" (static), "reachable" ...

        Raises:
            LinkNotFound: there is no such device.
        """
        wanted = None if state is None else state_of("state", state)
        number = vlan_id("vlan", vlan)
        self.check_device("device", device)
        self.check_device("bridge", bridge)
        call = "get_fdb()" if device is None else f"get_fdb({device!r})"

        async def build() -> Message:
            index = None if device is None else await self.index_of(device, call=call)
            above = None if bridge is None else await self.index_of(bridge, call=call)
            return NeighborMessage(family=AF.BRIDGE, remote_ifindex=index, master=above)

        def keep(entry: NeighborMessage) -> bool:
            return (number is None or entry.vlan == number) and (wanted is None or bool(entry.state & wanted))

        return self.dump_of(
            NeighborMessage, RTM.GETNEIGH, build, call=call, not_found=LinkNotFound,
            keep=None if wanted is None and number is None else keep,
        )  # fmt: skip

    async def get_fdb_entry(
        self,
        device: Device,
        address: str,
        *,
        master: bool = False,
        vlan: int | None = None,
        vni: int | None = None,
    ) -> NeighborMessage:
        """One entry of a forwarding table, by one request (since Linux 5.0).

        Args:
            device: the bridge or VXLAN itself; or with ``master`` a port of the bridge.
            address: the hardware address.
            master: ask the bridge that the device is a port of.
            vlan: bridges: the VLAN.
            vni: VXLAN in external mode: the VNI that the entry is for.

        Raises:
            FdbEntryNotFound: there is none.
            LinkNotFound: there is no such device.
        """
        call = f"get_fdb_entry({device!r}, {address!r})"
        lladdr, number = arguments.parsed("address", mac, address), vlan_id("vlan", vlan)
        network = None if vni is None else arguments.parsed("vni", u32, vni)
        flags: NTF = table_of({"master": master})
        self.check_device("device", device)
        message = NeighborMessage(
            family=AF.BRIDGE, ifindex=await self.index_of(device, call=call), flags=flags, lladdr=lladdr, vlan=number,
            vni=network,
        )  # fmt: skip
        return await self.get_one(
            NeighborMessage, RTM.GETNEIGH, message.to_bytes(), call=call, not_found=FdbEntryNotFound
        )
