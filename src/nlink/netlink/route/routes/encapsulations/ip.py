"""IPv4 tunnels: what a tunnel device in external mode is told to send a packet with."""

from __future__ import annotations

from ....schema.addresses import ipv4
from ....schema.integers import be64, u8
from ....schema.options import Setting, option
from ....schema.settings import Address, Int
from ....uapi.lwtunnel import LWTUNNEL_ENCAP, LWTUNNEL_IP
from .base import EncapsulationOptions, NestedOptions
from .tunnel import TunnelFlags, TunnelOptions, tunnel_flags


class IP(EncapsulationOptions, kind=LWTUNNEL_ENCAP.IP, padding=(LWTUNNEL_IP.PAD,)):
    """The IPv4 header of a tunnel: ``IP(id=42, dst="192.0.2.1")``, with a tunnel device in external mode."""

    id: Int = option(LWTUNNEL_IP.ID, be64)
    """The tunnel's key: a VXLAN's VNI, GRE's key ..."""
    dst: Address = option(LWTUNNEL_IP.DST, ipv4)
    src: Address = option(LWTUNNEL_IP.SRC, ipv4)
    ttl: Int = option(LWTUNNEL_IP.TTL, u8)
    tos: Int = option(LWTUNNEL_IP.TOS, u8)
    flags: Setting[TunnelFlags, TunnelFlags | int | str] = option(LWTUNNEL_IP.FLAGS, tunnel_flags)
    """What the header has: "key", "csum", "seq"."""
    options: Setting[TunnelOptions, TunnelOptions] = option(LWTUNNEL_IP.OPTS, NestedOptions(TunnelOptions))
    """Options of a GENEVE, VXLAN or ERSPAN header."""

    def __str__(self) -> str:
        parts = ["ip"]
        for name, value in (
            ("id", self.id),
            ("src", self.src),
            ("dst", self.dst),
            ("ttl", self.ttl),
            ("tos", self.tos),
        ):
            if value is not None:
                parts.append(f"{name} {value}")
        if self.flags:
            parts += str(self.flags).split("|")
        return " ".join(parts)
