"""Multicast databases of bridges and VXLANs: list, get, add, replace, delete and flush."""

from __future__ import annotations

from typing_extensions import Unpack

from ....errors import AlreadyExists, LinkNotFound, MdbEntryNotFound, NetlinkError
from ...device import Device
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session, explained
from ...uapi.rtnetlink import RTM
from ...uapi.socket import AF
from .. import arguments
from ..fdb.request import vlan_id
from ..verbs import ADD, REPLACE
from .message import MdbEntry, MdbMessage, MdbRequest, MdbTarget, MdbTargetDetails
from .request import deleted_entry, flushed_entries, group_address, mdb_request, source_address
from .settings import MdbFlush, MdbSettings, MdbWhere


class MdbOperations(Operations):
    """What changes multicast databases; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_mdb_entry(
        self, device: Device, group: AddressLike, *, exist_ok: bool = False, **settings: Unpack[MdbSettings]
    ) -> Request[bool]:
        """Add an entry to a multicast database, as ``bridge mdb add`` does (bridge(8)).

        Args:
            device: the bridge or VXLAN; name, interface index or link.
            group: an IP address ("239.1.1.1", "ff0e::1"), or a hardware address ("01:00:5e:00:00:01").
            exist_ok: it is no error if the port is in that group already.
            settings: see MdbSettings.

        Returns:
            True; False if it was there already.

        Raises:
            LinkNotFound: there is no such device.
            AlreadyExists: the port is in that group, unless ``exist_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return mdb_request(
            self, "add_mdb_entry", ADD, device, group, settings, result=True,
            tolerated=arguments.tolerated("exist_ok", exist_ok, AlreadyExists),
        )  # fmt: skip

    @operation
    def replace_mdb_entry(
        self, device: Device, group: AddressLike, **settings: Unpack[MdbSettings]
    ) -> Request[None]:  # fmt: skip
        """Add an entry, or change the one that is there (since Linux 6.2).

        Arguments and errors are those of ``add_mdb_entry``.
        """
        return mdb_request(self, "replace_mdb_entry", REPLACE, device, group, settings, result=None)

    @operation
    def del_mdb_entry(
        self, device: Device, group: AddressLike, *, missing_ok: bool = False, **settings: Unpack[MdbWhere]
    ) -> Request[bool]:
        """Delete an entry of a multicast database.

        Args:
            device: the bridge or VXLAN.
            group: its IP or hardware address.
            missing_ok: it is no error if there is none.
            settings: see MdbWhere.

        Returns:
            True; False if there was none.

        Raises:
            MdbEntryNotFound: there is none, unless ``missing_ok``. Bridges say EINVAL to that, and no word.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return deleted_entry(self, "del_mdb_entry", device, group, settings, missing_ok=missing_ok)

    @operation
    def flush_mdb(self, device: Device, **settings: Unpack[MdbFlush]) -> Request[None]:
        """Delete all entries that have these settings, as ``bridge mdb flush`` does (since Linux 6.8).

        Args:
            device: the bridge or VXLAN.
            settings: see MdbFlush.

        Raises:
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return flushed_entries(self, "flush_mdb", device, settings)


class MdbQueries(Session):
    """What lists multicast databases and gets an entry."""

    def get_mdb(self, device: Device | None = None) -> Dump[MdbMessage]:
        """List multicast databases, messages with the entries and router ports of one device each.

        Await it for a list, or iterate over it. The kernel cannot choose; nlink does.

        Args:
            device: of this bridge or VXLAN.

        Raises:
            LinkNotFound: there is no such device.
        """
        self.check_device("device", device)
        call = "get_mdb()" if device is None else f"get_mdb({device!r})"
        wanted: list[int] = []

        async def build() -> Message:
            if device is not None:
                wanted[:] = [await self.index_of(device, call=call)]
            return MdbMessage(family=AF.BRIDGE)

        def keep(message: MdbMessage) -> bool:
            return not wanted or message.ifindex == wanted[0]

        return self.dump_of(MdbMessage, RTM.GETMDB, build, call=call, keep=keep, not_found=LinkNotFound)

    async def get_mdb_entries(
        self,
        device: Device,
        group: AddressLike,
        *,
        vid: int | None = None,
        source: AddressLike | None = None,
        src_vni: int | None = None,
    ) -> tuple[MdbEntry, ...]:
        """The entries of one group, one for each port or remote VTEP, by one request (since Linux 6.8).

        Args:
            device: the bridge or VXLAN.
            group: its IP or hardware address.
            vid: the VLAN.
            source: those for packets from this source.
            src_vni: VXLAN: the VNI.

        Raises:
            MdbEntryNotFound: there is none.
            LinkNotFound: there is no such device.
        """
        call = f"get_mdb_entries({device!r}, {group!r})"
        protocol, packed = group_address("group", group)
        entry = MdbTarget(vid=vlan_id("vid", vid) or 0, packed=packed, protocol=protocol)
        details = MdbTargetDetails(
            source=None if source is None else source_address("source", source, protocol),
            src_vni=None if src_vni is None else arguments.parsed("src_vni", u32, src_vni),
        )
        self.check_device("device", device)
        request = MdbRequest(
            family=AF.BRIDGE, ifindex=await self.index_of(device, call=call), entry=entry,
            details=None if source is None and src_vni is None else details,
        )  # fmt: skip
        payload = request.to_bytes()
        try:
            replies = await self.transport.request(RTM.GETMDB, 0, payload)
        except NetlinkError as error:
            raise explained(error, MdbRequest, payload, call, MdbEntryNotFound) from None
        return self.decode(MdbMessage, replies[0]).entries
