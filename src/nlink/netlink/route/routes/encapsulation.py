"""What a route or next hop wraps packets in (lightweight tunnels): ``RTA_ENCAP``, chosen by ``RTA_ENCAP_TYPE``."""

from __future__ import annotations

from typing import TypeAlias

from ...schema.addresses import IPAddress, ip
from ...schema.field import attr
from ...schema.integers import be16, be64, u8, u32
from ...schema.message import Attributes
from ...schema.nesting import Raw, submessage
from ...schema.text import binary
from ...uapi.lwtunnel import LWT_XFRM, LWTUNNEL_ENCAP, LWTUNNEL_IP, LWTUNNEL_IP6
from ...uapi.mpls_iptunnel import MPLS_IPTUNNEL
from .labels import LabelStack, label_stack


class MplsEncapsulation(Attributes):
    """Labels are pushed."""

    labels: LabelStack | None = attr(MPLS_IPTUNNEL.DST, label_stack)
    ttl: int | None = attr(MPLS_IPTUNNEL.TTL, u8)

    def __str__(self) -> str:
        return f"mpls {self.labels}" + ("" if self.ttl is None else f" ttl {self.ttl}")


class IPEncapsulation(Attributes, padding=(LWTUNNEL_IP.PAD,)):
    """What a tunnel device in external mode is told to send an IPv4 packet with."""

    id: int | None = attr(LWTUNNEL_IP.ID, be64)
    dst: IPAddress | None = attr(LWTUNNEL_IP.DST, ip)
    src: IPAddress | None = attr(LWTUNNEL_IP.SRC, ip)
    ttl: int | None = attr(LWTUNNEL_IP.TTL, u8)
    tos: int | None = attr(LWTUNNEL_IP.TOS, u8)
    flags: int | None = attr(LWTUNNEL_IP.FLAGS, be16)
    options: bytes | None = attr(LWTUNNEL_IP.OPTS, binary)

    def __str__(self) -> str:
        return f"ip id {self.id} src {self.src} dst {self.dst} ttl {self.ttl} tos {self.tos}"


class IP6Encapsulation(Attributes, padding=(LWTUNNEL_IP6.PAD,)):
    """What a tunnel device in external mode is told to send an IPv6 packet with."""

    id: int | None = attr(LWTUNNEL_IP6.ID, be64)
    dst: IPAddress | None = attr(LWTUNNEL_IP6.DST, ip)
    src: IPAddress | None = attr(LWTUNNEL_IP6.SRC, ip)
    hoplimit: int | None = attr(LWTUNNEL_IP6.HOPLIMIT, u8)
    traffic_class: int | None = attr(LWTUNNEL_IP6.TC, u8)
    flags: int | None = attr(LWTUNNEL_IP6.FLAGS, be16)
    options: bytes | None = attr(LWTUNNEL_IP6.OPTS, binary)

    def __str__(self) -> str:
        return f"ip6 id {self.id} src {self.src} dst {self.dst} hoplimit {self.hoplimit} tc {self.traffic_class}"


class XfrmEncapsulation(Attributes):
    """IPsec by an xfrm device in external mode."""

    if_id: int | None = attr(LWT_XFRM.IF_ID, u32)
    link: int | None = attr(LWT_XFRM.LINK, u32)
    """The interface index of the device underneath."""

    def __str__(self) -> str:
        return f"xfrm if_id {self.if_id}" + ("" if self.link is None else f" link_dev {self.link}")


Encapsulation: TypeAlias = MplsEncapsulation | IPEncapsulation | IP6Encapsulation | XfrmEncapsulation | Raw

encapsulation = submessage(
    "encap_type",
    {
        LWTUNNEL_ENCAP.MPLS: MplsEncapsulation,
        LWTUNNEL_ENCAP.IP: IPEncapsulation,
        LWTUNNEL_ENCAP.IP6: IP6Encapsulation,
        LWTUNNEL_ENCAP.XFRM: XfrmEncapsulation,
    },
)
"""The attributes by ``encap_type``; ``Raw`` for the others."""
