"""Addresses: list, add, replace and delete them."""

from __future__ import annotations

from collections.abc import Mapping
from socket import AF_INET6

from typing_extensions import TypedDict, TypeVar, Unpack

from ....errors import AddressNotFound, AlreadyExists, InvalidInput, LinkNotFound
from ...device import Device, device_index, index_or_name, names
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import AddressLike, IPAddress
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session
from ...uapi.if_addr import IFA_F, IFAPROT
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RT_SCOPE, RTM
from .. import arguments
from ..arguments import InterfaceLike
from .message import FOREVER, AddressCacheInfo, AddressMessage

R = TypeVar("R")


class AddressSettings(TypedDict, total=False):
    """What an address may have beside itself, for ``add_address`` and ``replace_address``."""

    peer: AddressLike | None
    """The address of the other end of a point-to-point link; the prefix length is the peer's then."""
    broadcast: AddressLike | None
    """IPv4 only; none by default."""
    label: str | None
    """IPv4 only; a name that begins with the device's, at most 15 bytes."""
    scope: RT_SCOPE | int | str | None
    """"global", "link", "host" or a number; by default what the address itself says."""
    metric: int | None
    """The metric of the prefix's route."""
    valid_lifetime: int | None
    """Seconds from 1 until the kernel removes it; None is for ever."""
    preferred_lifetime: int | None
    """Seconds from 0 until it is deprecated; None is as long as it is valid."""
    protocol: IFAPROT | int | None
    """Who installed it."""
    flags: IFA_F | int
    """``IFA_F`` flags, such as NOPREFIXROUTE or NODAD."""


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
            exist_ok: it is no error if the address is there already.
            settings: see AddressSettings.

        Returns:
            True; False if it was there already.

        Raises:
            LinkNotFound: there is no such device.
            AlreadyExists: the device has that address, unless ``exist_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        tolerated = AlreadyExists if exist_ok else None
        return _change(
            self, "add_address", NLM_F.CREATE | NLM_F.EXCL, device, address, settings, result=True, tolerated=tolerated
        )

    @operation
    def replace_address(
        self, device: Device, address: InterfaceLike, **settings: Unpack[AddressSettings]
    ) -> Request[None]:
        """Add an address, or change the lifetimes, metric and flags of the one that is there.

        Arguments and errors are those of ``add_address``.
        """
        return _change(self, "replace_address", NLM_F.CREATE | NLM_F.REPLACE, device, address, settings, result=None)

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

        def build(indexes: Mapping[str, int]) -> AddressMessage:
            return AddressMessage(
                family=family, prefixlen=prefixlen, ifindex=device_index(told, indexes), local=own, address=other,
                label=label,
            )  # fmt: skip

        return Request(
            RTM.DELADDR, 0, build, result=True, names=names(told),
            tolerated=AddressNotFound if missing_ok else None, not_found=AddressNotFound,
        )  # fmt: skip


class AddressQueries(Session):
    """What lists addresses."""

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
        wanted = None if scope is None else arguments.scope("scope", scope)
        self.check_device("device", device)
        call = "get_addresses()" if device is None else f"get_addresses({device!r})"

        async def build() -> Message:
            index = 0 if device is None else await self.index_of(device, call=call)
            return AddressMessage(family=asked, ifindex=index)

        return self.dump_of(
            AddressMessage, RTM.GETADDR, build, call=call, not_found=LinkNotFound,
            keep=None if wanted is None else lambda message: message.scope == wanted,
        )  # fmt: skip

    def get_addresses_for(self, device: Device, *, family: int | None = None) -> Dump[AddressMessage]:
        """List the addresses of one device."""
        return self.get_addresses(device, family=family)


def _change(
    owner: Operations,
    call: str,
    verb: int,
    device: Device,
    address: InterfaceLike,
    settings: AddressSettings,
    *,
    result: R,
    tolerated: type[AlreadyExists] | None = None,
) -> Request[R]:
    arguments.unknown_keywords(call, settings, AddressSettings)
    own, prefixlen = arguments.interface("address", address)
    family = arguments.family_of(own)
    peer, broadcast = settings.get("peer"), settings.get("broadcast")
    other = own if peer is None else arguments.address("peer", peer, family=family)
    wide = None if broadcast is None else arguments.address("broadcast", broadcast, family=family)
    label = settings.get("label")
    if family == AF_INET6 and (wide is not None or label is not None):
        raise InvalidInput("label" if wide is None else "broadcast", "is for IPv4 addresses only")
    scope = _scope(own, settings.get("scope"))
    cacheinfo = _lifetimes(settings.get("valid_lifetime"), settings.get("preferred_lifetime"))
    metric = settings.get("metric")
    if metric is not None:
        arguments.parsed("metric", u32, metric)
    told = index_or_name("device", device, owner.namespace_id)

    def build(indexes: Mapping[str, int]) -> AddressMessage:
        return AddressMessage(
            family=family, prefixlen=prefixlen, scope=scope, ifindex=device_index(told, indexes), local=own,
            address=other, broadcast=wide, label=label, cacheinfo=cacheinfo, flags=IFA_F(settings.get("flags", 0)),
            priority=metric, protocol=settings.get("protocol"),
        )  # fmt: skip

    return Request(
        RTM.NEWADDR, verb, build, result=result, names=names(told), tolerated=tolerated, not_found=LinkNotFound
    )


def _scope(own: IPAddress, scope: RT_SCOPE | int | str | None) -> RT_SCOPE | int:
    if scope is not None:
        return arguments.scope("scope", scope)
    # As ip-address(8): 127.0.0.0/8 is of this host. Of IPv6 addresses the kernel knows the scope.
    return RT_SCOPE.HOST if own.version == 4 and own.is_loopback else RT_SCOPE.UNIVERSE


def _lifetimes(valid: int | None, preferred: int | None) -> AddressCacheInfo | None:
    if valid is None and preferred is None:
        return None
    for field, value, least in (("valid_lifetime", valid, 1), ("preferred_lifetime", preferred, 0)):
        if value is not None:
            arguments.parsed(field, u32, value)
            if not least <= value < FOREVER:
                raise InvalidInput(field, f"must be from {least} to {FOREVER - 1} seconds, not {value}")
    longest = FOREVER if valid is None else valid
    if preferred is not None and preferred > longest:
        raise InvalidInput("preferred_lifetime", f"{preferred} is longer than valid_lifetime, {longest}")
    return AddressCacheInfo(valid=longest, preferred=longest if preferred is None else preferred)
