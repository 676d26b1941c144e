"""From what a user says about an address to the request."""

from __future__ import annotations

from typing import Final

from typing_extensions import TypeVar

from ....errors import AlreadyExists, InvalidInput, LinkNotFound
from ...device import Device, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.addresses import AddressLike, IPAddress
from ...schema.enums import enum, flags
from ...schema.integers import u32
from ...schema.text import text
from ...uapi.if_addr import IFA_F, IFAPROT
from ...uapi.rtnetlink import RT_SCOPE, RTM
from .. import arguments
from ..about_device import about_device, known_index
from ..arguments import INET, INET6, InterfaceLike
from .message import FOREVER, AddressCacheInfo, AddressMessage
from .settings import AddressSettings

R = TypeVar("R")

LABEL: Final = text(longest=15)
PROTOCOL: Final = enum(IFAPROT)
FLAGS: Final = flags(IFA_F)
SETTABLE: Final = {
    INET: IFA_F.NOPREFIXROUTE | IFA_F.MCAUTOJOIN,
    INET6: IFA_F.NODAD | IFA_F.OPTIMISTIC | IFA_F.HOMEADDRESS | IFA_F.MANAGETEMPADDR | IFA_F.NOPREFIXROUTE
    | IFA_F.MCAUTOJOIN,
}  # fmt: skip
"""The flags that a family takes from a user; it drops the others without a word (Linux 6.18)."""


def address_request(
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
    """The request of an operation that makes or changes an address.

    Raises:
        InvalidInput: an argument is wrong.
        TypeError: there is no such setting.
    """
    arguments.check_settings(call, settings, AddressSettings)
    own, prefixlen = arguments.interface("address", address)
    family = arguments.family_of(own)
    peer, metric, protocol = settings.get("peer"), settings.get("metric"), settings.get("protocol")
    told = index_or_name("device", device, owner.namespace_id)
    message = AddressMessage(
        family=family, prefixlen=prefixlen, ifindex=known_index(told), local=own,
        address=own if peer is None else arguments.address("peer", peer, family=family),
        scope=_scope(own, settings.get("scope")), flags=_flags(family, settings.get("flags", 0)),
        broadcast=_broadcast(family, settings.get("broadcast")), label=label_of(family, settings.get("label")),
        cacheinfo=_lifetimes(family, settings.get("valid_lifetime"), settings.get("preferred_lifetime")),
        priority=None if metric is None else arguments.parsed("metric", u32, metric),
        protocol=None if protocol is None else arguments.parsed("protocol", PROTOCOL, protocol),
    )  # fmt: skip
    return Request(
        RTM.NEWADDR, verb, about_device(told, message), members=AddressMessage, result=result, names=names(told),
        tolerated=tolerated, not_found=LinkNotFound,
    )  # fmt: skip


def label_of(family: int, label: str | None) -> str | None:
    """A label, which IPv4 addresses have."""
    if label is not None and family == INET6:
        raise InvalidInput("label", "is for IPv4 addresses only")
    if label == "":
        raise InvalidInput("label", "must have 1 to 15 bytes: the kernel does not tell an empty one")
    return None if label is None else arguments.parsed("label", LABEL, label)


def _broadcast(family: int, broadcast: AddressLike | None) -> IPAddress | None:
    if broadcast is not None and family == INET6:
        raise InvalidInput("broadcast", "is for IPv4 addresses only")
    return None if broadcast is None else arguments.address("broadcast", broadcast, family=family)


def _flags(family: int, given: IFA_F | int) -> IFA_F:
    result = arguments.parsed("flags", FLAGS, given)
    if ignored := result & ~SETTABLE[family]:
        version = 4 if family == INET else 6
        raise InvalidInput("flags", f"IPv{version} does not take {ignored}, only {SETTABLE[family]}")
    return result


def _scope(own: IPAddress, scope: RT_SCOPE | int | str | None) -> RT_SCOPE | int:
    if scope is not None:
        if own.version == 6:
            raise InvalidInput("scope", "is for IPv4 addresses only: that of an IPv6 address follows from itself")
        return arguments.scope("scope", scope)
    # As ip-address(8): 127.0.0.0/8 is of this host. Of IPv6 addresses the kernel knows the scope.
    return RT_SCOPE.HOST if own.version == 4 and own.is_loopback else RT_SCOPE.UNIVERSE


def _lifetimes(family: int, valid: int | None, preferred: int | None) -> AddressCacheInfo | None:
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
    if family == INET and valid is None and preferred:
        raise InvalidInput("preferred_lifetime", "of an IPv4 address, needs a valid_lifetime too")
    return AddressCacheInfo(valid=longest, preferred=longest if preferred is None else preferred)
