"""From what a user says about a link to the message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ....errors import InvalidInput
from ...device import device_index, index_or_name, names, new_name
from ...request import Held
from ...schema.enums import enum
from ...schema.integers import s32, u8, u32
from ...schema.kind import Kind
from ...schema.text import hardware_address, string, text
from ...uapi.if_ import IF_LINK_MODE, IF_OPER, IFALIASZ, IFF
from .. import arguments
from .families import families
from .held import HeldDescriptor, HeldNamespace
from .message import LinkInfo, LinkMessage, ProtoDownReason
from .xdp import Xdp

if TYPE_CHECKING:
    from .options import LinkOptions

RELEASED: Final = 0
"""``IFLA_MASTER`` of a link that is no port any more."""
ALIAS: Final = text(longest=IFALIASZ - 1)
MOST_QUEUES: Final = 4096

VALUES: Final[Mapping[str, Kind[Any, Any]]] = {
    **dict.fromkeys(
        ("mtu", "tx_queue_length", "group", "num_tx_queues", "num_rx_queues", "gso_max_size", "gso_max_segs",
         "gso_ipv4_max_size", "gro_max_size", "gro_ipv4_max_size"),
        u32,
    ),
    **dict.fromkeys(("address", "broadcast"), hardware_address),
    **dict.fromkeys(("ifindex", "new_ifindex", "link_netnsid"), s32),
    "alias": ALIAS,
    "parent_device": string,
    "operstate": enum(IF_OPER, u8),
    "link_mode": enum(IF_LINK_MODE, u8),
}  # fmt: skip
"""The settings that are an attribute each, and hold just what they are given."""

SWITCHES: Final = {
    "up": (IFF.UP, True),
    "arp": (IFF.NOARP, False),
    "multicast": (IFF.MULTICAST, True),
    "dynamic": (IFF.DYNAMIC, True),
    "promiscuous": (IFF.PROMISC, True),
    "all_multicast": (IFF.ALLMULTI, True),
}
"""The settings that are a flag each, and whether that is set for "on"."""

FAMILIES: Final = ("addr_gen_mode", "token", "inet", "mctp_network")
"""The settings that address families keep."""

AFTERWARDS: Final = frozenset(("alias", "carrier", "proto_down", "proto_down_reasons", "xdp", *FAMILIES))
"""What the kernel ignores of a link that is made (up to 6.18 at least), so that it takes a second request."""


class LinkRequest:
    """A link as it is to be, with its device names not resolved yet.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting.
    """

    def __init__(
        self, call: str, settings: Mapping[str, Any], known: Any, namespace_id: int, kind: LinkOptions | None = None
    ) -> None:
        arguments.check_settings(call, settings, known)
        self._kind = kind
        self.peers: tuple[Held, ...] = ()
        if kind is not None:
            self._kind, self.peers = kind.opened(HeldNamespace)
        self._devices: dict[str, int | str] = {}
        self._namespace_id = namespace_id
        self.fields: dict[str, Any] = {}
        self.holds: tuple[Held, ...] = ()
        for name, value in settings.items():
            if name in SWITCHES:
                self._switch(name, value)
            elif name in VALUES:
                self.fields[name] = _checked(name, arguments.parsed(name, VALUES[name], value))
            elif name not in FAMILIES:
                _SPECIAL[name](self, name, value)
        if "namespace" in settings and settings.get("master") is not None:
            # The kernel moves the link first, and looks the master's index up where the link is then.
            raise InvalidInput("master", "would be looked for in the other namespace: set it there")
        if any(name in settings for name in FAMILIES):
            self.fields["af_spec"] = families(settings)
        self.names = names(*self._devices.values())

    def message(self, indexes: Mapping[str, int], **more: Any) -> LinkMessage[Any]:
        """The message, by the indexes of the devices that have names."""
        devices: dict[str, Any] = {name: device_index(told, indexes) for name, told in self._devices.items()}
        if self._kind is not None:
            below = devices.pop("link", None) if self._kind.below else None
            more["linkinfo"] = link_info(self._kind, below)
        return LinkMessage(**self.fields, **devices, **more)

    def let_go(self) -> None:
        """Close what is held for a request that will not be."""
        for held in self.holds:
            held.close()

    def _switch(self, name: str, value: object) -> None:
        flag, on = SWITCHES[name]
        flags: IFF = self.fields.get("flags", IFF(0))
        self.fields["flags"] = flags | flag if arguments.switch(name, value) is on else flags
        self.fields["change"] = self.fields.get("change", IFF(0)) | flag

    def _boolean(self, name: str, value: object) -> None:
        self.fields[name] = arguments.switch(name, value)

    def _name(self, name: str, value: str) -> None:
        self.fields["name"] = new_name("name", value)

    def _device(self, name: str, value: Any) -> None:
        if value is None:
            self.fields[name] = RELEASED
        else:
            self._devices[name] = index_or_name(name, value, self._namespace_id)

    def _namespace(self, name: str, value: Any) -> None:
        held = HeldNamespace(value)
        self.holds = (*self.holds, held)
        self.fields["namespace_fd"] = held.descriptor

    def _reasons(self, name: str, value: Any) -> None:
        if not isinstance(value, Mapping) or not value:
            raise InvalidInput(name, f"must be a mapping of bits to True or False, not {value!r}")
        mask = bits = 0
        for bit, on in value.items():
            if isinstance(bit, bool) or not isinstance(bit, int) or not 0 <= bit < 32:
                raise InvalidInput(name, f"the bits are 0 to 31, not {bit!r}")
            mask |= 1 << bit
            bits |= arguments.switch(name, on) << bit
        self.fields["proto_down_reason"] = ProtoDownReason(mask=mask, value=bits)

    def _xdp(self, name: str, value: Xdp | None) -> None:
        told = Xdp() if value is None else value
        if not isinstance(told, Xdp):
            raise InvalidInput(name, f"must be Xdp(...) or None, not {value!r}")
        held = [None if fd is None else HeldDescriptor(name, fd) for fd in (told.fd, told.expected_fd)]
        self.holds = (*self.holds, *(one for one in held if one is not None))
        self.fields["xdp"] = told.request(*(None if one is None else one.descriptor for one in held))


_SPECIAL: Final[Mapping[str, Callable[[LinkRequest, str, Any], None]]] = {
    **dict.fromkeys(("master", "link"), LinkRequest._device),
    **dict.fromkeys(("carrier", "proto_down"), LinkRequest._boolean),
    "name": LinkRequest._name,
    "namespace": LinkRequest._namespace,
    "proto_down_reasons": LinkRequest._reasons,
    "xdp": LinkRequest._xdp,
}
"""The settings that are made something else of."""


def _checked(name: str, value: Any) -> Any:
    """What the kernel would take for "not given", or ignore."""
    if name in ("address", "broadcast", "parent_device") and not value:
        raise InvalidInput(name, "is empty")
    if name in ("ifindex", "new_ifindex") and value < 1:
        raise InvalidInput(name, f"is a positive number, not {value}")
    if name == "link_netnsid" and value < 0:
        raise InvalidInput(name, f"must not be negative: {value}")
    if name in ("num_tx_queues", "num_rx_queues") and not 0 < value <= MOST_QUEUES:
        raise InvalidInput(name, f"must be from 1 to {MOST_QUEUES}, not {value}")
    if name == "operstate" and value not in (IF_OPER.UP, IF_OPER.DORMANT, IF_OPER.TESTING):
        raise InvalidInput(name, "user space may set 'up', 'dormant' or 'testing' only")
    return value


def link_info(kind: LinkOptions, below: int | None) -> LinkInfo:
    """What says the kind of a link and its options; ``below`` is the device that kinds like VXLAN have among these."""
    return LinkInfo(kind=kind.kind, data=kind if below is None else kind.replace(**{kind.below: below}))
