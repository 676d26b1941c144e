"""Links: add them, change and delete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import Unpack

from ....errors import AlreadyExists, InvalidInput, LinkNotFound
from ...device import Device, index_or_name, new_name
from ...operation import Operations, operation
from ...request import Request
from ...session import Session
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..addresses.operations import AddressOperations
from ..arguments import InterfaceLike
from ..verbs import ADD
from .alternative_names import AlternativeNameOperations, add_names
from .changing import set_request
from .function_operations import VirtualFunctionOperations
from .kind_operations import LinkKindOperations, check_options
from .lookup import get_link, made_or_found, named
from .message import LinkMessage
from .request import AFTERWARDS, LinkRequest, link_info
from .settings import LinkChanges, NewLinkSettings

if TYPE_CHECKING:
    from ....namespace import NamespaceLike
    from .options import LinkOptions


class LinkOperations(LinkKindOperations, AlternativeNameOperations, VirtualFunctionOperations):
    """What changes links; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_link(
        self,
        name: str,
        kind: LinkOptions,
        *,
        addresses: Sequence[InterfaceLike] = (),
        exist_ok: bool = False,
        **settings: Unpack[NewLinkSettings],
    ) -> Request[LinkMessage]:
        """Make a virtual link, as ``ip link add`` does (ip-link(8)).

        Args:
            name: at most 15 bytes.
            kind: its kind and that kind's options: ``Bridge(stp=True)`` (see nlink.link).
            addresses: IP addresses that it gets.
            exist_ok: it is no error if there is a link of that name and kind already; that one is given back,
                unchanged. Not for a link in another namespace.
            settings: see NewLinkSettings; with them it is made, in one request (an alias takes a second one).

        Returns:
            The link, as the kernel tells it. Of one that was made in another namespace only the name and the kind.

        Raises:
            AlreadyExists: there is a device of that name, unless ``exist_ok`` and it is of that kind; or the new link
                would have something that belongs to another one: a veth's peer its name, a VXLAN its VNI.
            NotSupported: the kernel does not have that kind.
            LinkNotFound: ``master`` or ``link`` is not there.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        new_name("name", name)
        check_options(kind)
        arguments.check_settings("add_link", settings, NewLinkSettings)
        at_once = {key: value for key, value in settings.items() if key not in AFTERWARDS}
        later = {key: value for key, value in settings.items() if key in AFTERWARDS}
        alternative_names: Any = at_once.pop("alternative_names", ())
        link = LinkRequest("add_link", at_once, NewLinkSettings, self.namespace_id, kind)
        tolerated = arguments.tolerated("exist_ok", exist_ok, AlreadyExists)
        steps = (
            *([set_request(self, "add_link", name, later)] if later else []),
            *add_names(name, arguments.several("alternative_names", alternative_names)),
        )
        followers = _addresses(self, name, addresses)
        if link.holds:
            told = {**later, "alternative_names": alternative_names, "addresses": addresses, "exist_ok": exist_ok}
            for field, value in told.items():
                if value or field in later:
                    raise InvalidInput(field, "cannot be given for a link in another namespace: connect to that one")

        def build(indexes: Mapping[str, int]) -> LinkMessage[Any]:
            return link.message(indexes, name=name)

        async def made(session: Session) -> LinkMessage[Any]:
            if link.holds:
                return LinkMessage(name=name, linkinfo=link_info(kind, None))  # its index there is not known here
            return await get_link(session, name)

        holds = (*link.holds, *link.peers, *(held for step in steps for held in step.holds))
        new: Request[LinkMessage[Any]] = Request(
            RTM.NEWLINK,
            ADD,
            build,
            names=link.names,
            read=made,
            steps=steps,
            followers=followers,
            not_found=LinkNotFound,
            holds=holds,
        )
        if tolerated is None:
            return new
        new.operation, new.positional = "add_link", (name, kind)
        new.named = {**({"addresses": addresses} if addresses else {}), "exist_ok": True, **settings}

        async def found(session: Session) -> LinkMessage[Any]:
            return await made_or_found(session, name, kind, new)

        return Request(
            RTM.NEWLINK, ADD, build, names=link.names, read=found, steps=steps, followers=followers,
            not_found=LinkNotFound, tolerated=tolerated, holds=holds,
        )  # fmt: skip

    @operation
    def set_link(self, device: Device, **changes: Unpack[LinkChanges]) -> Request[None]:
        """Change a link, as ``ip link set`` does: everything in one request.

        The kernel makes one change after the other; when it refuses one, those before it are made.

        Args:
            device: name, interface index or link.
            changes: see LinkChanges.

        Raises:
            LinkNotFound: it, or the master, is not there.
            Busy: it is up, and what is changed needs it to be down.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return set_request(self, "set_link", device, changes)

    @operation
    def set_link_up(self, device: Device) -> Request[None]:
        """Set a link up. Errors are those of ``set_link``."""
        return set_request(self, "set_link_up", device, {"up": True})

    @operation
    def set_link_down(self, device: Device) -> Request[None]:
        """Set a link down. Errors are those of ``set_link``."""
        return set_request(self, "set_link_down", device, {"up": False})

    @operation
    def set_link_mtu(self, device: Device, mtu: int) -> Request[None]:
        """Set the MTU of a link, in bytes. Errors are those of ``set_link``."""
        return set_request(self, "set_link_mtu", device, {"mtu": mtu})

    @operation
    def set_link_name(self, device: Device, name: str) -> Request[None]:
        """Rename a link. Errors are those of ``set_link``."""
        return set_request(self, "set_link_name", device, {"name": name})

    @operation
    def set_link_address(self, device: Device, address: str) -> Request[None]:
        """Set the hardware address of a link: "02:00:00:00:00:01". Errors are those of ``set_link``."""
        return set_request(self, "set_link_address", device, {"address": address})

    @operation
    def set_link_master(self, device: Device, master: Device | None) -> Request[None]:
        """Make a link a port of a bridge, bond, VRF ..., or release it (None). Errors are those of ``set_link``."""
        return set_request(self, "set_link_master", device, {"master": master})

    @operation
    def enslave(self, device: Device, master: Device) -> Request[None]:
        """Make a link a port of a bridge, bond, VRF ..., as ``set_link_master`` does, with the same errors."""
        if master is None:
            raise InvalidInput("master", "release() takes a link from its master")
        return set_request(self, "enslave", device, {"master": master})

    @operation
    def release(self, device: Device) -> Request[None]:
        """Take a link from its master; nothing happens if it has none. Errors are those of ``set_link``."""
        return set_request(self, "release", device, {"master": None})

    @operation
    def set_link_namespace(self, device: Device, namespace: NamespaceLike) -> Request[None]:
        """Move a link to another network namespace. Errors are those of ``set_link``, and NamespaceNotFound."""
        return set_request(self, "set_link_namespace", device, {"namespace": namespace})

    @operation
    def del_link(self, device: Device, *, missing_ok: bool = False) -> Request[bool]:
        """Delete a virtual link.

        The kernel takes some 10 to 30 ms for it, which a worker thread waits for.

        Args:
            device: name, interface index or link.
            missing_ok: it is no error if it is not there.

        Returns:
            True; False if it was not there.

        Raises:
            LinkNotFound: it is not there, unless ``missing_ok``.
            NotSupported: it is no virtual link.
        """
        told = index_or_name("device", device, self.namespace_id)

        # By its name in the request itself, so that a name needs no request of its own.
        def build(_: Mapping[str, int]) -> LinkMessage[Any]:
            return named(told)

        return Request(
            RTM.DELLINK, 0, build, result=True, not_found=LinkNotFound, waits=True, renames=True,
            tolerated=arguments.tolerated("missing_ok", missing_ok, LinkNotFound),
        )  # fmt: skip


def _addresses(owner: Operations, name: str, addresses: Sequence[InterfaceLike]) -> tuple[Request[Any], ...]:
    told = arguments.several("addresses", addresses)
    try:
        return tuple(AddressOperations.add_address.build(owner, name, address) for address in told)
    except InvalidInput as error:
        raise InvalidInput("addresses", error.reason) from None
