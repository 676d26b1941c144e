"""What an address may have beside itself, in a user's words."""

from __future__ import annotations

from typing_extensions import TypedDict

from ...schema.addresses import AddressLike
from ...uapi.if_addr import IFA_F, IFAPROT
from ...uapi.rtnetlink import RT_SCOPE


class AddressSettings(TypedDict, total=False):
    """What an address may have beside itself, for ``add_address`` and ``replace_address``."""

    peer: AddressLike | None
    """The address of the other end of a point-to-point link; the prefix length is the peer's then."""
    broadcast: AddressLike | None
    """IPv4 only; none by default."""
    label: str | None
    """IPv4 only; a name that begins with the device's, of 1 to 15 bytes."""
    scope: RT_SCOPE | int | str | None
    """IPv4 only: "global" (the default, but for loopback addresses), "link", "host" or a number."""
    metric: int | None
    """The metric of the prefix's route."""
    valid_lifetime: int | None
    """Seconds from 1 until the kernel removes it; None is for ever."""
    preferred_lifetime: int | None
    """Seconds from 0 until it is deprecated; None is as long as it is valid. For IPv4, other ones than 0 need
    ``valid_lifetime``."""
    protocol: IFAPROT | int | None
    """Who installed it."""
    flags: IFA_F | int
    """``IFA_F`` flags: NOPREFIXROUTE, MCAUTOJOIN; of IPv6 also NODAD, OPTIMISTIC, HOMEADDRESS and MANAGETEMPADDR."""
