"""MPLS: labels are pushed."""

from __future__ import annotations

from ....schema.integers import Integer
from ....schema.options import Needed, needed, option
from ....schema.settings import Int
from ....uapi.lwtunnel import LWTUNNEL_ENCAP
from ....uapi.mpls_iptunnel import MPLS_IPTUNNEL
from ..labels import LabelsLike, LabelStack, label_stack
from .base import EncapsulationOptions


class Ttl(Integer):
    """The TTL of the labels; 0, for that of the packet whatever the sysctl says, is not told by the kernel."""

    def agrees(self, given: int, read: int | None, /) -> bool:
        return given == (read or 0)


class MPLS(EncapsulationOptions, kind=LWTUNNEL_ENCAP.MPLS):
    """Labels are pushed: ``MPLS(labels=[100, 200])``."""

    labels: Needed[LabelStack, LabelsLike] = needed(MPLS_IPTUNNEL.DST, label_stack)
    """From the outermost to the innermost, of 0 to 1048575; also as "100/200"."""
    ttl: Int = option(MPLS_IPTUNNEL.TTL, Ttl("B"))
    """From 1 to 255; 0 takes that of the packet. By default ``net.mpls.ip_ttl_propagate`` decides."""

    def __str__(self) -> str:
        return f"mpls {self.labels}" + ("" if self.ttl is None else f" ttl {self.ttl}")
