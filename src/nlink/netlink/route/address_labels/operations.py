"""Labels of IPv6 addresses: list, get, add, replace, delete and flush."""

from __future__ import annotations

from socket import AF_INET6
from typing import Any

from ....errors import AddressLabelNotFound, AlreadyExists, InvalidInput, LinkNotFound
from ...device import Device, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike, IPNetwork, NetworkLike
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..verbs import ADD, REPLACE
from ..with_devices import with_devices
from .message import AddressLabelMessage

NO_LABEL = 0xFFFFFFFF
"""``IPV6_ADDR_LABEL_DEFAULT``: what an address has that no prefix covers."""


class AddressLabelOperations(Operations):
    """What changes address labels; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_address_label(
        self, prefix: NetworkLike, label: int, *, device: Device | None = None, exist_ok: bool = False
    ) -> Request[bool]:
        """Add a label, as ``ip addrlabel add`` does (ip-addrlabel(8)).

        Args:
            prefix: of IPv6: "2001:db8::/32".
            label: from 0 to 2**32 - 2.
            device: for addresses of this device only.
            exist_ok: it is no error if the prefix has a label, whichever.

        Returns:
            True; False if there was one already.

        Raises:
            AlreadyExists: the prefix has a label, unless ``exist_ok``.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        tolerated = arguments.tolerated("exist_ok", exist_ok, AlreadyExists)
        return _request(self, RTM.NEWADDRLABEL, ADD, prefix, _label(label), device, tolerated=tolerated, result=True)

    @operation
    def replace_address_label(
        self, prefix: NetworkLike, label: int, *, device: Device | None = None
    ) -> Request[None]:  # fmt: skip
        """Add a label, or change the one that the prefix has.

        Arguments and errors are those of ``add_address_label``.
        """
        return _request(self, RTM.NEWADDRLABEL, REPLACE, prefix, _label(label), device)

    @operation
    def del_address_label(
        self, prefix: NetworkLike, *, device: Device | None = None, missing_ok: bool = False
    ) -> Request[bool]:
        """Delete the label of a prefix.

        Args:
            prefix: as of ``add_address_label``.
            device: the one that it is for.
            missing_ok: it is no error if there is none.

        Returns:
            True; False if there was none.

        Raises:
            AddressLabelNotFound: there is none, unless ``missing_ok``.
            LinkNotFound: there is no such device.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        tolerated = arguments.tolerated("missing_ok", missing_ok, AddressLabelNotFound)
        # The kernel wants some label, and does not look at it.
        return _request(self, RTM.DELADDRLABEL, 0, prefix, 0, device, tolerated=tolerated, result=True)


class AddressLabelQueries(Session):
    """What lists address labels, gets one, and empties the table."""

    def get_address_labels(self, device: Device | None = None) -> Dump[AddressLabelMessage]:
        """List the labels; await it for a list, or iterate over it. The kernel cannot choose; nlink does.

        Args:
            device: those for this device only.

        Raises:
            LinkNotFound: there is no such device.
        """
        self.check_device("device", device)
        call = "get_address_labels()"
        wanted: list[int] = []

        async def build() -> Message:
            if device is not None:
                wanted[:] = [await self.index_of(device, call=call)]
            return AddressLabelMessage(family=AF_INET6)

        def keep(label: AddressLabelMessage) -> bool:
            return not wanted or label.ifindex == wanted[0]

        return self.dump_of(AddressLabelMessage, RTM.GETADDRLABEL, build, call=call, keep=keep, not_found=LinkNotFound)

    async def get_address_label(self, address: AddressLike, *, device: Device | None = None) -> AddressLabelMessage:
        """The label that an address has: that of the longest prefix that covers it, by one request.

        Args:
            address: of IPv6.
            device: the one that it belongs to.

        Raises:
            AddressLabelNotFound: no prefix covers it.
            LinkNotFound: there is no such device.
        """
        target = arguments.address("address", address, family=int(AF_INET6))
        call = f"get_address_label({address!r})"
        self.check_device("device", device)
        index = 0 if device is None else await self.index_of(device, call=call)
        message = AddressLabelMessage(family=AF_INET6, prefixlen=128, ifindex=index, address=target)
        return await self.get_one(
            AddressLabelMessage, RTM.GETADDRLABEL, message.to_bytes(), call=call, not_found=AddressLabelNotFound
        )

    async def flush_address_labels(self) -> int:
        """Delete all labels, those too that the kernel begins with, and give how many there were."""
        deleted = 0
        for one in await self.get_address_labels():
            request = Request(
                RTM.DELADDRLABEL, 0,
                AddressLabelMessage(
                    family=AF_INET6, prefixlen=one.prefixlen, ifindex=one.ifindex, address=one.address, label=one.label
                ).to_bytes(),
                members=AddressLabelMessage, result=True, tolerated=AddressLabelNotFound,
                not_found=AddressLabelNotFound, operation="flush_address_labels",
            )  # fmt: skip
            deleted += await self.submit(request)
        return deleted


def _request(
    owner: Operations,
    message_type: RTM,
    flags: int,
    prefix: NetworkLike,
    label: int,
    device: Device | None,
    **rest: Any,
) -> Request[Any]:
    network: IPNetwork = arguments.network("prefix", prefix)
    if network.version != 6:
        raise InvalidInput("prefix", f"{network} is not an IPv6 prefix")
    told = None if device is None else index_or_name("device", device, owner.namespace_id)
    fields: dict[str, Any] = {
        "family": int(AF_INET6), "prefixlen": network.prefixlen, "address": network.network_address, "label": label,
    }  # fmt: skip
    not_found = LinkNotFound if message_type == RTM.NEWADDRLABEL else AddressLabelNotFound
    return Request(
        message_type, flags, with_devices(AddressLabelMessage, fields, ifindex=told), members=AddressLabelMessage,
        names=names(told), not_found=not_found, **rest,
    )  # fmt: skip


def _label(value: int) -> int:
    if arguments.parsed("label", u32, value) == NO_LABEL:
        raise InvalidInput("label", f"must be from 0 to {NO_LABEL - 1}, not {value}")
    return value
