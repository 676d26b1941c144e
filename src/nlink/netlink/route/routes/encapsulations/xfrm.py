"""IPsec, by an xfrm device in external mode."""

from __future__ import annotations

from ....schema.integers import u32
from ....schema.options import Needed, needed, option
from ....uapi.lwtunnel import LWT_XFRM, LWTUNNEL_ENCAP
from .base import DeviceOption, EncapsulationOptions, device


class XFRM(EncapsulationOptions, kind=LWTUNNEL_ENCAP.XFRM, devices=("link",)):
    """The IPsec policies of an interface id: ``XFRM(if_id=5)``."""

    if_id: Needed[int, int] = needed(LWT_XFRM.IF_ID, u32, ge=1)
    link: DeviceOption = option(LWT_XFRM.LINK, device)
    """The device underneath."""

    def __str__(self) -> str:
        return f"xfrm if_id {self.if_id}" + ("" if self.link is None else f" link_dev {self.link}")
