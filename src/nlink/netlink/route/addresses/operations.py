"""Addresses: list, add, replace and delete them."""

from __future__ import annotations

from socket import AF_UNSPEC

from typing_extensions import Unpack

from ....errors import AddressNotFound, AlreadyExists, LinkNotFound
from ...device import Device, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RT_SCOPE, RTM
from .. import arguments
from ..about_device import about_device, known_index
from ..arguments import InterfaceLike
from ..keeping import keeping
from ..verbs import ADD, REPLACE
from .message import AddressMessage
from .request import address_request, label_of
from .settings import AddressSettings


class AddressOperations(Operations):
    """What changes addresses; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_address(
        self, device: Device, address: InterfaceLike, *, exist_ok: bool = False, **settings: Unpack[AddressSettings]
    ) -> Request[bool]:
        """Add an address to a device, as ``ip address add`` does (ip-address(8)).

        Args:
            device: name, interface index or link.
            address: with prefix length, "192.0.2.1/24"; without one, the longest.
            exist_ok: it is no error if the device has the address already. An IPv4 address is another one with another
                prefix length, an IPv6 address is the same.
            settings: see AddressSettings.

        Returns:
            True; False if it was there already.

        Raises:
            LinkNotFound: there is no such device.
            AlreadyExists: the device has that address, unless ``exist_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return address_request(
            self, "add_address", ADD, device, address, settings, result=True,
            tolerated=arguments.tolerated("exist_ok", exist_ok, AlreadyExists),
        )  # fmt: skip

    @operation
    def replace_address(
        self, device: Device, address: InterfaceLike, **settings: Unpack[AddressSettings]
    ) -> Request[None]:
        """Add an address, or change the lifetimes, metric and flags of the one that is there.

        Arguments and errors are those of ``add_address``.
        """
        return address_request(self, "replace_address", REPLACE, device, address, settings, result=None)

    @operation
    def del_address(
        self,
        device: Device,
        address: InterfaceLike,
        *,
        peer: AddressLike | None = None,
        label: str | None = None,
        missing_ok: bool = False,
    ) -> Request[bool]:
        """Delete an address of a device.

        Args:
            device: name, interface index or link.
            address: with its prefix length; without one, the longest.
            peer: if the address has one.
            label: only the address with that label.
            missing_ok: it is no error if it is not there.

        Returns:
            True; False if it was not there.

        Raises:
            AddressNotFound: the device does not have it, unless ``missing_ok``.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        own, prefixlen = arguments.interface("address", address)
        family = arguments.family_of(own)
        other = own if peer is None else arguments.address("peer", peer, family=family)
        told = index_or_name("device", device, self.namespace_id)
        message = AddressMessage(
            family=family, prefixlen=prefixlen, ifindex=known_index(told), local=own, address=other,
            label=label_of(family, label),
        )  # fmt: skip
        return Request(
            RTM.DELADDR, 0, about_device(told, message), members=AddressMessage, result=True, names=names(told),
            tolerated=arguments.tolerated("missing_ok", missing_ok, AddressNotFound), not_found=AddressNotFound,
        )  # fmt: skip


class AddressQueries(Session):
    """What lists addresses, and deletes all of a device."""

    def get_addresses(
        self,
        device: Device | None = None,
        *,
        family: int | None = None,
        scope: RT_SCOPE | int | str | None = None,
    ) -> Dump[AddressMessage]:
        """List addresses; await it for a list, or iterate over it.

        Args:
            device: only of this one; the kernel chooses.
            family: only ``AF_INET`` or ``AF_INET6``; the kernel chooses.
            scope: only of this scope.

        Raises:
            LinkNotFound: there is no such device.
        """
        asked = arguments.family("family", family)
        # Of a family that it does not have, the kernel lists all others.
        wanted = {} if asked == AF_UNSPEC else {"family": asked}
        if scope is not None:
            wanted["scope"] = arguments.scope("scope", scope)
        self.check_device("device", device)
        call = "get_addresses()" if device is None else f"get_addresses({device!r})"

        async def build() -> Message:
            index = 0 if device is None else await self.index_of(device, call=call)
            return AddressMessage(family=asked, ifindex=index)

        return self.dump_of(
            AddressMessage, RTM.GETADDR, build, call=call, not_found=LinkNotFound,
            keep=keeping(wanted),
        )  # fmt: skip

    def get_addresses_for(self, device: Device, *, family: int | None = None) -> Dump[AddressMessage]:
        """List the addresses of one device."""
        return self.get_addresses(device, family=family)

    async def flush_addresses(
        self, device: Device, *, family: int | None = None, scope: RT_SCOPE | int | str | None = None
    ) -> int:
        """Delete the addresses of one device, as ``ip address flush`` does.

        Args:
            device: name, interface index or link.
            family: only ``AF_INET`` or ``AF_INET6``.
            scope: only of this scope.

        Returns:
            How many there were. With a primary IPv4 address the kernel deletes its secondary ones.

        Raises:
            LinkNotFound: there is no such device.
        """
        index_or_name("device", device, 0 if isinstance(device, str | int) else self.namespace_id)  # None would be all
        listed = await self.get_addresses(device, family=family, scope=scope)
        for found in listed:
            message = AddressMessage(
                family=found.family, prefixlen=found.prefixlen, ifindex=found.ifindex, local=found.ip,
                address=found.address, label=found.label,
            )  # fmt: skip
            request = Request(
                RTM.DELADDR, 0, message.to_bytes(), members=AddressMessage, result=True, tolerated=AddressNotFound,
                not_found=AddressNotFound,
            )  # fmt: skip
            request.operation, request.positional = "flush_addresses", (device,)
            await self.submit(request)
        return len(listed)
