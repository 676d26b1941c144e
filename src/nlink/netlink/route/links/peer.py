"""The other end of a link that is made as one of a pair."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import SkipJsonSchema

from ....namespace import Namespace, NamespaceLike
from ...schema.enums import enum
from ...schema.integers import u8, u32
from ...schema.kind import Kind, need
from ...schema.options import Options, Setting, option
from ...schema.settings import Choice, Int, String
from ...schema.text import device_name, hardware_address
from ...uapi.if_ import IF_LINK_MODE
from ...uapi.if_link import IFLA
from ...uapi.veth import VETH_INFO
from .message import LinkMessage
from .options import LinkOptions

if TYPE_CHECKING:
    from .options import HeldNamespace

_HEADER: Final = bytes(LinkMessage.__layout__.header.size)
"""``struct ifinfomsg``. Its flags could set the peer up, which no driver allows before the pair is complete."""


class Descriptor(int):
    """A namespace's descriptor, open until the request was answered."""


class PeerNamespace(Kind["str | int | Namespace", NamespaceLike]):
    """The namespace that the peer is made in; on the wire the descriptor that it is held open by."""

    size = 4

    def load(self, raw: Any, owner: Any, /) -> str | int | Namespace:
        return f"/proc/self/fd/{struct.unpack('=I', raw)[0]}"

    def dump(self, value: object, /) -> bytes:
        if not isinstance(value, Descriptor):
            raise ValueError("is for add_link alone, which opens it")
        return struct.pack("=I", value)

    def check(self, value: str | int | Namespace, /) -> None:
        Namespace.of(value)

    def parse(self, value: NamespaceLike, /) -> str | int | Namespace:
        Namespace.of(value)
        # A path without a slash would be taken for a name.
        return os.path.join(".", os.fspath(value)) if isinstance(value, os.PathLike) else value

    def plain(self, value: str | int | Namespace, /) -> object:
        if isinstance(value, Namespace):
            raise ValueError("a Namespace object is no value for JSON; give a name, path or process id")
        return value


class Peer(Options):
    """The other end of a pair, made together with the link itself. What is not given is chosen by the kernel.

    It cannot be set up yet: no driver opens one end while the other is not there.
    """

    name: String = option(IFLA.IFNAME, device_name)
    """At most 15 bytes; the kernel numbers those without a name, as in "veth0"."""
    address: String = option(IFLA.ADDRESS, hardware_address)
    """Random if not given."""
    broadcast: String = option(IFLA.BROADCAST, hardware_address)
    mtu: Int = option(IFLA.MTU, u32)
    """Bytes."""
    tx_queue_length: Int = option(IFLA.TXQLEN, u32)
    """Packets."""
    group: Int = option(IFLA.GROUP, u32)
    link_mode: Choice[IF_LINK_MODE] = option(IFLA.LINKMODE, enum(IF_LINK_MODE, u8))
    """"default", or "dormant": not operational until user space says so."""
    num_tx_queues: Int = option(IFLA.NUM_TX_QUEUES, u32, ge=1, le=4096)
    num_rx_queues: Int = option(IFLA.NUM_RX_QUEUES, u32, ge=1, le=4096)
    gso_max_size: Int = option(IFLA.GSO_MAX_SIZE, u32)
    """Bytes of the largest packet that is handed to it for segmentation; above 65536 for TCP over IPv6 only."""
    gso_max_segs: Int = option(IFLA.GSO_MAX_SEGS, u32)
    gso_ipv4_max_size: Int = option(IFLA.GSO_IPV4_MAX_SIZE, u32)
    gro_max_size: Int = option(IFLA.GRO_MAX_SIZE, u32)
    gro_ipv4_max_size: Int = option(IFLA.GRO_IPV4_MAX_SIZE, u32)
    namespace: Setting[str | int | SkipJsonSchema[Namespace], NamespaceLike] = option(IFLA.NET_NS_FD, PeerNamespace())
    """The network namespace that it is made in; without one, where the request is made, wherever the link itself is."""


class PeerKind(Kind[Peer, "Peer | str"]):
    """A message about the peer as one that makes a link; a string is its name."""

    def load(self, raw: Any, owner: Any, /) -> Peer:
        return Peer.from_bytes(raw[len(_HEADER) :])

    def dump(self, value: Peer, /) -> bytes:
        return _HEADER + value.to_bytes()

    def check(self, value: Peer, /) -> None:
        need(value, Peer, "a Peer or its name")

    def parse(self, value: Peer | str, /) -> Peer:
        if isinstance(value, str):
            device_name.check(value)
            return Peer(name=value)
        if isinstance(value, Mapping):
            return Peer.model_validate(value)
        self.check(value)
        return value

    def plain(self, value: Peer, /) -> object:
        return value.model_dump(mode="json", exclude_none=True)

    def inside(self, owner: Any, /) -> Any:
        return LinkMessage


class PairOptions(LinkOptions):
    """Options of a kind whose links come in pairs. The kernel tells nothing of the peer but its ifindex, which is the
    ``link`` of the message.
    """

    # VXCAN_INFO.PEER and IFLA_NETKIT.PEER_INFO are the same number.
    peer: Setting[Peer, Peer | str] = option(VETH_INFO.PEER, PeerKind(), told=False)
    """The other end; a string is its name. Without it, not even a name, the kernel gives the peer all settings of the
    link itself but name and address: also its namespace, ``mtu`` and ``group``."""

    def opened(self, hold: Callable[[NamespaceLike], HeldNamespace]) -> tuple[LinkOptions, tuple[HeldNamespace, ...]]:
        if self.peer is None or self.peer.namespace is None:
            return self, ()
        held = hold(self.peer.namespace)
        peer = self.peer.model_copy(update={"namespace": Descriptor(held.descriptor)})
        return self.model_copy(update={"peer": peer}), (held,)
