"""Neighbours (ARP and NDP entries): list, add, replace and delete them."""

from __future__ import annotations

from typing_extensions import Unpack

from ....errors import AlreadyExists, LinkNotFound, NeighborNotFound
from ...device import Device, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike
from ...schema.message import Message
from ...session import Session
from ...uapi.neighbour import NTF, NUD
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..about_device import about_device, known_index
from ..verbs import ADD, REPLACE
from .message import NeighborMessage
from .request import neighbor_request, state_of
from .settings import NeighborSettings


class NeighborOperations(Operations):
    """What changes neighbours; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_neighbor(
        self, device: Device, address: AddressLike, *, exist_ok: bool = False, **settings: Unpack[NeighborSettings]
    ) -> Request[bool]:
        """Add a neighbour entry, as ``ip neigh add`` does (ip-neighbour(8)).

        Args:
            device: name, interface index or link.
            address: the neighbour's IP address.
            exist_ok: it is no error if there is an entry for it, whatever its state.
            settings: see NeighborSettings.

        Returns:
            True; False if there was one already.

        Raises:
            LinkNotFound: there is no such device.
            AlreadyExists: there is an entry for the address, unless ``exist_ok``. Of proxied addresses the kernel does
                not say so.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return neighbor_request(
            self, "add_neighbor", ADD, device, address, settings, result=True,
            tolerated=arguments.tolerated("exist_ok", exist_ok, AlreadyExists),
        )  # fmt: skip

    @operation
    def replace_neighbor(
        self, device: Device, address: AddressLike, **settings: Unpack[NeighborSettings]
    ) -> Request[None]:
        """Add a neighbour entry, or change the one that is there.

        Arguments and errors are those of ``add_neighbor``.
        """
        return neighbor_request(self, "replace_neighbor", REPLACE, device, address, settings, result=None)

    @operation
    def del_neighbor(
        self, device: Device, address: AddressLike, *, proxy: bool = False, missing_ok: bool = False
    ) -> Request[bool]:
        """Delete a neighbour entry.

        Args:
            device: name, interface index or link.
            address: the neighbour's IP address.
            proxy: the entry that the kernel answers for.
            missing_ok: it is no error if there is none.

        Returns:
            True; False if there was none.

        Raises:
            NeighborNotFound: there is none, unless ``missing_ok``.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        target = arguments.address("address", address)
        told = index_or_name("device", device, self.namespace_id)
        message = NeighborMessage(
            family=arguments.family_of(target), ifindex=known_index(told), dst=target,
            flags=NTF.PROXY if arguments.switch("proxy", proxy) else NTF(0),
        )  # fmt: skip
        return Request(
            RTM.DELNEIGH, 0, about_device(told, message), members=NeighborMessage, result=True, names=names(told),
            tolerated=arguments.tolerated("missing_ok", missing_ok, NeighborNotFound), not_found=NeighborNotFound,
        )  # fmt: skip


class NeighborQueries(Session):
    """What lists neighbours, and deletes many."""

    def get_neighbors(
        self,
        device: Device | None = None,
        *,
        family: int | None = None,
        master: Device | None = None,
        proxy: bool = False,
        state: NUD | int | str | None = None,
    ) -> Dump[NeighborMessage]:
        """List neighbour entries; await it for a list, or iterate over it. The kernel chooses, but for ``state``.

        Args:
            device: of this device.
            family: ``AF_INET`` or ``AF_INET6``; both by default.
            master: of devices that belong to this bridge, bond or VRF.
            proxy: list the addresses that the kernel answers for, instead.
            state: with any of these states; "none" is without any.

        Raises:
            LinkNotFound: there is no such device.
        """
        asked = arguments.family("family", family)
        wanted = None if state is None else state_of("state", state)
        flags = NTF.PROXY if arguments.switch("proxy", proxy) else NTF(0)
        self.check_device("device", device)
        self.check_device("master", master)
        call = "get_neighbors()" if device is None else f"get_neighbors({device!r})"

        async def build() -> Message:
            index = None if device is None else await self.index_of(device, call=call)
            above = None if master is None else await self.index_of(master, call=call)
            # A strict dump takes the device as an attribute, and refuses it in the header.
            return NeighborMessage(family=asked, flags=flags, remote_ifindex=index, master=above)

        def keep(neighbor: NeighborMessage) -> bool:
            return bool(neighbor.state & wanted) if wanted else not neighbor.state

        return self.dump_of(
            NeighborMessage, RTM.GETNEIGH, build, call=call, not_found=LinkNotFound,
            keep=None if wanted is None else keep,
        )  # fmt: skip

    def get_neighbors_for(self, device: Device, *, family: int | None = None) -> Dump[NeighborMessage]:
        """List the neighbour entries of one device."""
        return self.get_neighbors(device, family=family)

    async def get_neighbor(self, device: Device, address: AddressLike, *, proxy: bool = False) -> NeighborMessage:
        """One neighbour entry, by one request.

        Args:
            device: name, interface index or link.
            address: the neighbour's IP address.
            proxy: the entry that the kernel answers for.

        Raises:
            NeighborNotFound: there is none.
            LinkNotFound: there is no such device.
        """
        target = arguments.address("address", address)
        self.check_device("device", device)
        flags = NTF.PROXY if arguments.switch("proxy", proxy) else NTF(0)
        call = f"get_neighbor({device!r}, {address!r})"
        index = await self.index_of(device, call=call)
        message = NeighborMessage(family=arguments.family_of(target), ifindex=index, dst=target, flags=flags)
        return await self.get_one(
            NeighborMessage, RTM.GETNEIGH, message.to_bytes(), call=call, not_found=NeighborNotFound
        )

    async def flush_neighbors(
        self,
        device: Device | None = None,
        *,
        family: int | None = None,
        state: NUD | int | str | None = None,
        proxy: bool = False,
    ) -> int:
        """Delete neighbour entries, as ``ip neigh flush`` does; permanent ones, and those without ARP, only if asked.

        Args:
            device: only of this device.
            family: only ``AF_INET`` or ``AF_INET6``.
            state: with any of these states; by default all but "permanent" and "noarp".
            proxy: the addresses that the kernel answers for, instead.

        Returns:
            How many were deleted.

        Raises:
            LinkNotFound: there is no such device.
        """
        deleted = 0
        for found in await self.get_neighbors(device, family=family, state=state, proxy=proxy):
            if found.dst is None or (state is None and not proxy and found.state & (NUD.PERMANENT | NUD.NOARP)):
                continue
            message = NeighborMessage(
                family=found.family, ifindex=found.ifindex, dst=found.dst, flags=found.flags & NTF.PROXY
            )
            request = Request(
                RTM.DELNEIGH, 0, message.to_bytes(), members=NeighborMessage, result=True, tolerated=NeighborNotFound,
                not_found=NeighborNotFound,
            )  # fmt: skip
            request.operation, request.named = "flush_neighbors", {"device": device}
            deleted += await self.submit(request)
        return deleted
