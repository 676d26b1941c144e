"""AMT: multicast through networks that do not forward it, by UDP (RFC 7450)."""

from __future__ import annotations

from ....schema.addresses import IPAddress, ipv4
from ....schema.enums import enum
from ....schema.integers import be16, u32
from ....schema.options import Needed, needed, option, reported
from ....schema.settings import Address, Int, Reported
from ....uapi.amt import AMT_MODE, IFLA_AMT
from ..options import LinkOptions


class Amt(LinkOptions, kind="amt", below="link"):
    """One end of an AMT tunnel; the kernel wants ``local`` and ``link``, which has to be an Ethernet link. It cannot
    be changed."""

    mode: Needed[AMT_MODE | int, AMT_MODE | int | str] = needed(IFLA_AMT.MODE, enum(AMT_MODE, u32))
    """"gateway" (of those who receive) or "relay" (of those who send)."""
    relay_port: Int = option(IFLA_AMT.RELAY_PORT, be16)
    """The relay's UDP port, 2268 where none is given."""
    gateway_port: Int = option(IFLA_AMT.GATEWAY_PORT, be16)
    """The gateway's UDP port, 2268 where none is given."""
    link: Int = option(IFLA_AMT.LINK, u32)
    """The ifindex of the link that packets leave by."""
    local: Address = option(IFLA_AMT.LOCAL_IP, ipv4)
    """The source address of packets."""
    discovery: Address = option(IFLA_AMT.DISCOVERY_IP, ipv4)
    """Where a gateway, which needs it, asks for a relay."""
    remote: Reported[IPAddress] = reported(IFLA_AMT.REMOTE_IP, ipv4)
    """The relay that a gateway has found."""
    max_tunnels: Int = option(IFLA_AMT.MAX_TUNNELS, u32)
    """How many gateways a relay serves, 128 where it is not given, or 0."""
