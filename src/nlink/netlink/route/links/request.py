"""From what a user says about a link to the message."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ....errors import InvalidInput
from ...device import device_index, index_or_name, names, new_name
from ...schema.integers import u32
from ...schema.text import hardware_address, text
from ...uapi.if_ import IFALIASZ, IFF
from .. import arguments
from .message import LinkInfo, LinkMessage

if TYPE_CHECKING:
    from ....namespace import NamespaceLike
    from ...request import Held
    from .options import LinkOptions

RELEASED: Final = 0
"""``IFLA_MASTER`` of a link that is no port any more."""
ALIAS: Final = text(longest=IFALIASZ - 1)


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
        fields: dict[str, Any] = {}
        self.fields = fields
        self.holds: tuple[HeldNamespace, ...] = ()
        for name, value in settings.items():
            if name == "master" and value is None:
                fields["master"] = RELEASED
            elif name in ("master", "link"):
                self._devices[name] = index_or_name(name, value, namespace_id)
            elif name == "up":
                fields["flags"], fields["change"] = IFF.UP if arguments.switch("up", value) else IFF(0), IFF.UP
            elif name == "name":
                fields["name"] = new_name("name", value)
            elif name == "address":
                fields["address"] = arguments.parsed("address", hardware_address, value)
                if not value:
                    raise InvalidInput("address", "is empty")
            elif name == "alias":
                fields["alias"] = arguments.parsed("alias", ALIAS, value)
            elif name == "namespace":
                self.holds = (HeldNamespace(value),)
                fields["namespace_fd"] = self.holds[0].descriptor
            else:
                fields[name] = arguments.parsed(name, u32, value)
        self.names = names(*self._devices.values())

    def message(self, indexes: Mapping[str, int], **more: Any) -> LinkMessage[Any]:
        """The message, by the indexes of the devices that have names."""
        devices: dict[str, Any] = {name: device_index(told, indexes) for name, told in self._devices.items()}
        if self._kind is not None:
            below = devices.pop("link", None) if self._kind.below else None
            more["linkinfo"] = link_info(self._kind, below)
        return LinkMessage(**self.fields, **devices, **more)


class HeldNamespace:
    """A namespace kept open until the request that names its descriptor was answered."""

    descriptor = -1

    def __init__(self, namespace: NamespaceLike) -> None:
        from ....namespace import Namespace  # opens a file: only those who move links pay for the import

        self.descriptor = Namespace.of(namespace).open()

    def close(self) -> None:
        """Close the descriptor."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    __del__ = close


def link_info(kind: LinkOptions, below: int | None) -> LinkInfo:
    """What says the kind of a link and its options; ``below`` is the device that kinds like VXLAN have among these."""
    return LinkInfo(kind=kind.kind, data=kind if below is None else kind.replace(**{kind.below: below}))
