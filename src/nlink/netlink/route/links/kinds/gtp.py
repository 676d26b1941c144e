"""GTP: packets of mobile networks in UDP (3GPP TS 29.281); its tunnels are made by the generic-netlink family "gtp"."""

from __future__ import annotations

from ....schema.addresses import ip
from ....schema.enums import enum
from ....schema.integers import u8, u32
from ....schema.options import option
from ....schema.settings import Address, Bool, Choice, Int
from ....uapi.if_link import GTP_ROLE, IFLA_GTP
from ..options import LinkOptions
from ..tunnel import PresentByte


class Gtp(LinkOptions, kind="gtp"):
    """A GTP link; the kernel wants sockets: ``create_sockets``, or one or two of its own. It cannot be changed."""

    role: Choice[GTP_ROLE] = option(IFLA_GTP.ROLE, enum(GTP_ROLE, u32))
    """"ggsn" (the kernel's choice), towards the Internet, or "sgsn", towards the radio network."""
    pdp_hashsize: Int = option(IFLA_GTP.PDP_HASHSIZE, u32)
    """How many buckets the tables of tunnels have, 1024 where it is not given, or 0."""
    restart_count: Int = option(IFLA_GTP.RESTART_COUNT, u8)
    """What the kernel answers to an echo request of GTP version 0."""
    create_sockets: Bool = option(IFLA_GTP.CREATE_SOCKETS, PresentByte(), told=False)
    """The kernel makes UDP sockets at the ports 3386 (version 0) and 2152 (version 1), and answers echo requests."""
    local: Address = option(IFLA_GTP.LOCAL, ip, v6=IFLA_GTP.LOCAL6, told=False)
    """With ``create_sockets``: the address that these are bound to (since Linux 6.12); else any IPv4 address."""
    fd0: Int = option(IFLA_GTP.FD0, u32, told=False)
    """The descriptor of a UDP socket of this process for version 0."""
    fd1: Int = option(IFLA_GTP.FD1, u32, told=False)
    """The descriptor of a UDP socket of this process for version 1."""
