"""VTI: packets for IPsec in tunnel mode over IPv4, chosen by a mark."""

from __future__ import annotations

from ....schema.addresses import ipv4
from ....schema.integers import be32, u32
from ....schema.options import option
from ....schema.settings import Address, Int
from ....uapi.if_tunnel import IFLA_VTI
from ..options import LinkOptions


class VtiOptions(LinkOptions):
    """What VTI over IPv4 and over IPv6 share."""

    whole = True

    link: Int = option(IFLA_VTI.LINK, u32)
    """The ifindex of the link that packets leave by; 0: the routes decide."""
    ikey: Int = option(IFLA_VTI.IKEY, be32)
    """The mark of IPsec's policies for what comes in; 0 is none."""
    okey: Int = option(IFLA_VTI.OKEY, be32)
    """The mark of IPsec's policies and states for what is sent; 0 is none."""
    fwmark: Int = option(IFLA_VTI.FWMARK, u32)
    """The mark that the route is looked up with."""


class Vti(VtiOptions, kind="vti", below="link"):
    """A virtual tunnel interface over IPv4."""

    local: Address = option(IFLA_VTI.LOCAL, ipv4)
    """This end of the tunnel; 0.0.0.0 is any address."""
    remote: Address = option(IFLA_VTI.REMOTE, ipv4)
    """The other end; 0.0.0.0 is any. A link with one keeps one, and the reverse."""
