"""Addresses of devices: ``struct ifaddrmsg`` and ``IFA_*``."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv6Interface
from typing import TypeAlias

from ....errors import DecodeError
from ...schema.addresses import IPAddress
from ...schema.addresses import ip as ip_address
from ...schema.enums import enum
from ...schema.enums import flags as flag_set
from ...schema.field import attr, header, member
from ...schema.integers import s32, u8, u32
from ...schema.message import CStruct, Message
from ...schema.nesting import structure
from ...schema.text import text
from ...schema.widened import widened
from ...uapi.if_addr import IFA, IFA_F, IFAPROT
from ...uapi.rtnetlink import RT_SCOPE, RTM
from ..words import one_line, words

IPInterface: TypeAlias = IPv4Interface | IPv6Interface

FOREVER = 0xFFFFFFFF
"""A lifetime without end (``INFINITY_LIFE_TIME``)."""
SHOWN = ~(IFA_F.PERMANENT | IFA_F.SECONDARY)


class AddressCacheInfo(CStruct):
    """``struct ifa_cacheinfo``: how long an address lives."""

    preferred: int = member(u32, default=FOREVER)
    """Seconds for which it is still preferred for new connections."""
    valid: int = member(u32, default=FOREVER)
    """Seconds for which it is still there."""
    created: int = member(u32, default=0)
    """When it was made, in hundredths of a second since boot."""
    updated: int = member(u32, default=0)
    """When it was last changed, in hundredths of a second since boot."""


class AddressMessage(Message, types={"new": RTM.NEWADDR, "delete": RTM.DELADDR, "get": RTM.GETADDR}):
    """An address of a device."""

    family: int = header("ifa_family", u8, default=0)
    prefixlen: int = header("ifa_prefixlen", u8, default=0)
    header_flags: int = header("ifa_flags", u8, default=0)
    """The low eight bits of ``flags``."""
    scope: RT_SCOPE | int = header("ifa_scope", enum(RT_SCOPE), default=0)
    ifindex: int = header("ifa_index", u32, default=0)
    address: IPAddress | None = attr(IFA.ADDRESS, ip_address)
    """The address, or the peer's on a point-to-point link; see ``ip`` and ``peer``."""
    local: IPAddress | None = attr(IFA.LOCAL, ip_address)
    """The device's own address; IPv6 tells it only where there is a peer."""
    label: str | None = attr(IFA.LABEL, text(longest=15))
    broadcast: IPAddress | None = attr(IFA.BROADCAST, ip_address)
    anycast: IPAddress | None = attr(IFA.ANYCAST, ip_address)
    cacheinfo: AddressCacheInfo | None = attr(IFA.CACHEINFO, structure(AddressCacheInfo))
    multicast: IPAddress | None = attr(IFA.MULTICAST, ip_address)
    flags: IFA_F = widened(IFA.FLAGS, flag_set(IFA_F), narrow="header_flags", fit=lambda value: value & 0xFF)
    priority: int | None = attr(IFA.RT_PRIORITY, u32)
    """The metric of the route that comes with the address."""
    target_netnsid: int | None = attr(IFA.TARGET_NETNSID, s32)
    protocol: IFAPROT | int | None = attr(IFA.PROTO, enum(IFAPROT))
    """Who installed it."""

    @property
    def ip(self) -> IPAddress | None:
        """The device's own address."""
        return self.local or self.address

    @property
    def peer(self) -> IPAddress | None:
        """The address of the other end, where there is one."""
        return self.address if self.local and self.address != self.local else None

    @property
    def interface(self) -> IPInterface | None:
        """The device's own address with the prefix length (which is the peer's, where there is a peer)."""
        own = self.ip
        if own is None:
            return None
        try:
            return (IPv4Interface if isinstance(own, IPv4Address) else IPv6Interface)((own.packed, self.prefixlen))
        except ValueError as error:
            raise DecodeError(str(error), attribute="prefixlen") from None

    @property
    def valid_lifetime(self) -> int | None:
        """Seconds until the kernel removes it; None is for ever."""
        return None if self.cacheinfo is None or self.cacheinfo.valid == FOREVER else self.cacheinfo.valid

    @property
    def preferred_lifetime(self) -> int | None:
        """Seconds until it is deprecated, no longer used for new connections; None is for ever."""
        return None if self.cacheinfo is None or self.cacheinfo.preferred == FOREVER else self.cacheinfo.preferred

    @property
    def is_permanent(self) -> bool:
        """It has no lifetime, and was not made by IPv6 autoconfiguration."""
        return IFA_F.PERMANENT in self.flags

    @property
    def is_secondary(self) -> bool:
        """Another IPv4 address of the same network came first; it is the source address by default."""
        return isinstance(self.ip, IPv4Address) and IFA_F.SECONDARY in self.flags

    @property
    def is_tentative(self) -> bool:
        """IPv6 has not yet found out whether another host uses it (RFC 4862)."""
        return IFA_F.TENTATIVE in self.flags

    def __str__(self) -> str:
        """One line in the manner of ``ip address``: "192.0.2.1/24 dev 2 brd 192.0.2.255 scope global label eth0"."""
        shown = f"{self.ip} peer {self.peer}" if self.peer else str(self.ip)
        parts = [str(self.multicast or self.anycast) if self.ip is None else f"{shown}/{self.prefixlen}"]
        parts.append(f"dev {self.ifindex}")
        if self.priority:
            parts.append(f"metric {self.priority}")
        if self.broadcast:
            parts.append(f"brd {self.broadcast}")
        if self.anycast and self.ip:
            parts.append(f"any {self.anycast}")
        parts.append(f"scope {'global' if self.scope == RT_SCOPE.UNIVERSE else self.scope}")
        if self.is_secondary:
            parts.append("secondary")
        parts += words(self.flags & SHOWN)
        if self.label:
            parts.append(f"label {one_line(self.label)}")
        if self.valid_lifetime is not None:
            parts.append(f"valid {self.valid_lifetime}s")
        if self.preferred_lifetime is not None:
            parts.append(f"preferred {self.preferred_lifetime}s")
        return " ".join(parts)
