"""Pairs of virtual Ethernet links."""

from __future__ import annotations

from typing import Any

from ....schema.kind import Kind
from ....schema.options import option
from ....schema.settings import String
from ....schema.text import device_name
from ....uapi.veth import VETH_INFO
from ..message import LinkMessage
from ..options import LinkOptions


class PeerName(Kind[str, str]):
    """A message about the peer, as one that makes a link, of which nothing is given but the name."""

    def load(self, raw: Any, owner: Any, /) -> str:
        peer: LinkMessage = LinkMessage.from_bytes(raw)
        return peer.name

    def dump(self, value: str, /) -> bytes:
        return LinkMessage(name=value).to_bytes()

    def check(self, value: str, /) -> None:
        device_name.check(value)

    def inside(self, owner: Any, /) -> Any:
        return LinkMessage


class Veth(LinkOptions, kind="veth"):
    """One end of a pair; what is sent into one end comes out of the other.

    ``peer`` is the name of the other end. The kernel chooses one where it is not given, and never tells it: the
    ifindex of the peer is the ``link`` of the message.
    """

    peer: String = option(VETH_INFO.PEER, PeerName(), told=False)
