"""From what a user says about a neighbour to the request."""

from __future__ import annotations

from typing import Final

from typing_extensions import TypeVar

from ....errors import AlreadyExists, InvalidInput, LinkNotFound
from ...device import Device, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...schema.addresses import AddressLike
from ...schema.enums import flags
from ...schema.integers import u16
from ...schema.text import hardware_address
from ...uapi.neighbour import NTF, NTF_EXT, NUD
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..about_device import about_device, known_index
from .message import NeighborMessage
from .settings import NeighborSettings

R = TypeVar("R")

STATE: Final = flags(NUD, u16)
STATES: Final = sum(NUD)
FLAGS: Final = {"proxy": NTF.PROXY, "router": NTF.ROUTER, "externally_learned": NTF.EXT_LEARNED, "use": NTF.USE}
"""The settings that are flags."""
EXTENDED: Final = {"managed": NTF_EXT.MANAGED, "externally_validated": NTF_EXT.EXT_VALIDATED}
"""Those that are extended flags."""
NO_PROXY: Final = ("lladdr", "state", "managed", "use", "externally_validated")
"""What the kernel ignores, or refuses, of an address that it answers for itself."""


def neighbor_request(
    owner: Operations,
    call: str,
    verb: int,
    device: Device,
    address: AddressLike,
    settings: NeighborSettings,
    *,
    result: R,
    tolerated: type[AlreadyExists] | None = None,
) -> Request[R]:
    """The request of an operation that makes or changes a neighbour.

    Raises:
        InvalidInput: an argument is wrong.
        TypeError: there is no such setting.
    """
    arguments.check_settings(call, settings, NeighborSettings)
    target = arguments.address("address", address)
    told = index_or_name("device", device, owner.namespace_id)
    switches = {name: arguments.switch(name, settings.get(name, False)) for name in (*FLAGS, *EXTENDED)}
    if switches["proxy"]:
        for name in NO_PROXY:
            if settings.get(name):
                raise InvalidInput(name, "is not for an address that the kernel answers for (proxy)")
    ntf = NTF(0)
    for name, flag in FLAGS.items():
        if switches[name]:
            ntf |= flag
    extended = NTF_EXT(0)
    for name, more in EXTENDED.items():
        if switches[name]:
            extended |= more
    asked = switches["managed"] or switches["use"]
    lladdr, protocol = settings.get("lladdr"), settings.get("protocol")
    if lladdr == "":
        raise InvalidInput("lladdr", "is empty; leave it out where there is none")
    message = NeighborMessage(
        family=arguments.family_of(target), ifindex=known_index(told), dst=target, flags=ntf,
        state=state_of("state", settings.get("state", NUD(0) if asked else NUD.PERMANENT)),
        lladdr=None if lladdr is None else arguments.parsed("lladdr", hardware_address, lladdr),
        protocol=None if protocol is None else arguments.parsed("protocol", arguments.PROTOCOL, protocol),
        flags_ext=extended or None,
    )  # fmt: skip
    return Request(
        RTM.NEWNEIGH, verb, about_device(told, message), members=NeighborMessage, result=result, names=names(told),
        tolerated=tolerated, not_found=LinkNotFound,
    )  # fmt: skip


def state_of(field: str, value: NUD | int | str) -> NUD:
    """A state, or several; the kernel drops bits that it does not know."""
    state = arguments.parsed(field, STATE, value)
    if unknown := int(state) & ~STATES:
        raise InvalidInput(field, f"there is no state {unknown:#x}")
    return state
