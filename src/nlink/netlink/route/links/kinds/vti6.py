"""VTI: packets for IPsec in tunnel mode over IPv6, chosen by a mark."""

from __future__ import annotations

from ....schema.addresses import ipv6
from ....schema.options import option
from ....schema.settings import Address
from ....uapi.if_tunnel import IFLA_VTI
from .vti import VtiOptions


class Vti6(VtiOptions, kind="vti6", below="link"):
    """A virtual tunnel interface over IPv6."""

    local: Address = option(IFLA_VTI.LOCAL, ipv6)
    """This end of the tunnel; "::" is any address."""
    remote: Address = option(IFLA_VTI.REMOTE, ipv6)
    """The other end; "::" is any."""
