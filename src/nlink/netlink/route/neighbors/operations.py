"""Neighbours (ARP and NDP entries): list, add, replace and delete them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from typing_extensions import TypedDict, TypeVar, Unpack

from ....errors import AlreadyExists, LinkNotFound, NeighborNotFound
from ...device import Device, device_index, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike
from ...schema.enums import flags
from ...schema.integers import u16
from ...schema.message import Message
from ...schema.text import hardware_address
from ...session import Session
from ...uapi.neighbour import NTF, NTF_EXT, NUD
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RTM, RTPROT
from .. import arguments
from .message import NeighborMessage

CREATE: Final = int(NLM_F.CREATE)
EXCL: Final = int(NLM_F.EXCL)
REPLACE: Final = int(NLM_F.REPLACE)
STATE: Final = flags(NUD, u16)


R = TypeVar("R")


class NeighborSettings(TypedDict, total=False):
    """What a neighbour may have beside its address, for ``add_neighbor`` and ``replace_neighbor``."""

    lladdr: str | None
    """Its hardware address: "02:00:00:00:00:01"."""
    state: NUD | str
    """"permanent" (the default), "reachable", "stale", "noarp" ... or flags."""
    proxy: bool
    """Answer for this address on the device (proxy ARP, proxy NDP); it needs no ``lladdr``."""
    router: bool
    """IPv6: it is a router."""
    managed: bool
    """The kernel keeps its hardware address resolved (since Linux 5.16)."""
    externally_learned: bool
    """It was learned outside of the kernel, which does not let it age."""
    protocol: RTPROT | int | str | None
    """Who installed it."""


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
            exist_ok: it is no error if there is an entry for it.
            settings: see NeighborSettings.

        Returns:
            True; False if there was one already.

        Raises:
            LinkNotFound: there is no such device.
            AlreadyExists: there is an entry for the address, unless ``exist_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        tolerated = AlreadyExists if exist_ok else None
        return _change(self, "add_neighbor", CREATE | EXCL, device, address, settings, result=True, tolerated=tolerated)

    @operation
    def replace_neighbor(
        self, device: Device, address: AddressLike, **settings: Unpack[NeighborSettings]
    ) -> Request[None]:
        """Add a neighbour entry, or change the one that is there.

        Arguments and errors are those of ``add_neighbor``.
        """
        return _change(self, "replace_neighbor", CREATE | REPLACE, device, address, settings, result=None)

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

        def build(indexes: Mapping[str, int]) -> NeighborMessage:
            return NeighborMessage(
                family=arguments.family_of(target), ifindex=device_index(told, indexes), dst=target,
                flags=NTF.PROXY if proxy else NTF(0),
            )  # fmt: skip

        return Request(
            RTM.DELNEIGH, 0, build, result=True, names=names(told),
            tolerated=NeighborNotFound if missing_ok else None, not_found=NeighborNotFound,
        )  # fmt: skip


class NeighborQueries(Session):
    """What lists neighbours."""

    def get_neighbors(
        self,
        device: Device | None = None,
        *,
        family: int | None = None,
        master: Device | None = None,
        proxy: bool = False,
        state: NUD | str | None = None,
    ) -> Dump[NeighborMessage]:
        """List neighbour entries; await it for a list, or iterate over it. The kernel chooses, but for ``state``.

        Args:
            device: of this device.
            family: ``AF_INET`` or ``AF_INET6``; both by default.
            master: of devices that belong to this bridge, bond or VRF.
            proxy: list the addresses that the kernel answers for, instead.
            state: with any of these states.

        Raises:
            LinkNotFound: there is no such device.
        """
        asked = arguments.family("family", family)
        wanted = None if state is None else arguments.parsed("state", STATE, state)
        self.check_device("device", device)
        self.check_device("master", master)
        call = "get_neighbors()" if device is None else f"get_neighbors({device!r})"

        async def build() -> Message:
            index = None if device is None else await self.index_of(device, call=call)
            above = None if master is None else await self.index_of(master, call=call)
            flags = NTF.PROXY if proxy else NTF(0)
            # A strict dump takes the device as an attribute, and refuses it in the header.
            return NeighborMessage(family=asked, flags=flags, remote_ifindex=index, master=above)

        return self.dump_of(
            NeighborMessage, RTM.GETNEIGH, build, call=call, not_found=LinkNotFound,
            keep=None if wanted is None else lambda neighbor: bool(neighbor.state & wanted),
        )  # fmt: skip

    def get_neighbors_for(self, device: Device, *, family: int | None = None) -> Dump[NeighborMessage]:
        """List the neighbour entries of one device."""
        return self.get_neighbors(device, family=family)


def _change(
    owner: Operations,
    call: str,
    verb: int,
    device: Device,
    address: AddressLike,
    settings: NeighborSettings,
    *,
    result: R,
    tolerated: type[AlreadyExists] | None = None,
) -> Request[R]:
    arguments.unknown_keywords(call, settings, NeighborSettings)
    target = arguments.address("address", address)
    told = index_or_name("device", device, owner.namespace_id)
    lladdr = settings.get("lladdr")
    hardware = None if lladdr is None else arguments.parsed("lladdr", hardware_address, lladdr)
    flags = NTF(0)
    for name, flag in (("proxy", NTF.PROXY), ("router", NTF.ROUTER), ("externally_learned", NTF.EXT_LEARNED)):
        if settings.get(name):
            flags |= flag
    protocol = settings.get("protocol")
    who = None if protocol is None else arguments.parsed("protocol", arguments.PROTOCOL, protocol)
    managed = NTF_EXT.MANAGED if settings.get("managed") else None
    state = arguments.parsed("state", STATE, settings.get("state", NUD(0) if managed else NUD.PERMANENT))

    def build(indexes: Mapping[str, int]) -> NeighborMessage:
        return NeighborMessage(
            family=arguments.family_of(target), ifindex=device_index(told, indexes), state=state, flags=flags,
            dst=target, lladdr=hardware, protocol=who, flags_ext=managed,
        )  # fmt: skip

    return Request(
        RTM.NEWNEIGH, verb, build, result=result, names=names(told), tolerated=tolerated, not_found=LinkNotFound
    )
