"""IPv6 tunnels: what a tunnel device in external mode is told to send a packet with."""

from __future__ import annotations

from ....schema.addresses import ipv6
from ....schema.integers import be64, u8
from ....schema.options import Setting, option
from ....schema.settings import Address, Int
from ....uapi.lwtunnel import LWTUNNEL_ENCAP, LWTUNNEL_IP6
from .base import EncapsulationOptions, NestedOptions
from .tunnel import TunnelFlags, TunnelOptions, tunnel_flags


class IP6(EncapsulationOptions, kind=LWTUNNEL_ENCAP.IP6, padding=(LWTUNNEL_IP6.PAD,)):
    """The IPv6 header of a tunnel: ``IP6(id=42, dst="2001:db8::1")``, with a tunnel device in external mode."""

    id: Int = option(LWTUNNEL_IP6.ID, be64)
    """The tunnel's key: a VXLAN's VNI, GRE's key ..."""
    dst: Address = option(LWTUNNEL_IP6.DST, ipv6)
    src: Address = option(LWTUNNEL_IP6.SRC, ipv6)
    hoplimit: Int = option(LWTUNNEL_IP6.HOPLIMIT, u8)
    traffic_class: Int = option(LWTUNNEL_IP6.TC, u8)
    flags: Setting[TunnelFlags, TunnelFlags | int | str] = option(LWTUNNEL_IP6.FLAGS, tunnel_flags)
    """What the header has: "key", "csum", "seq"."""
    options: Setting[TunnelOptions, TunnelOptions] = option(LWTUNNEL_IP6.OPTS, NestedOptions(TunnelOptions))
    """Options of a GENEVE, VXLAN or ERSPAN header."""

    def __str__(self) -> str:
        parts = ["ip6"]
        for name, value in (
            ("id", self.id),
            ("src", self.src),
            ("dst", self.dst),
            ("hoplimit", self.hoplimit),
            ("tc", self.traffic_class),
        ):
            if value is not None:
                parts.append(f"{name} {value}")
        if self.flags:
            parts += str(self.flags).split("|")
        return " ".join(parts)
