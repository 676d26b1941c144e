"""Links: list and get them, add, change and delete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from typing_extensions import TypeVar, Unpack

from ....errors import AlreadyExists, InvalidInput, LinkNotFound
from ...device import Device, device_index, index_or_name, names, new_name
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..addresses.operations import AddressOperations
from ..arguments import InterfaceLike
from ..verbs import ADD
from .lookup import described, get_link, made_or_found, named
from .message import LinkInfo, LinkMessage
from .request import LinkRequest, link_info
from .settings import LinkChanges, NewLinkSettings

if TYPE_CHECKING:
    from ....namespace import NamespaceLike
    from .options import LinkOptions

Kind = TypeVar("Kind", bound="LinkOptions")


class LinkOperations(Operations):
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
        _check_options(kind)
        link = LinkRequest("add_link", settings, NewLinkSettings, self.namespace_id, kind)
        tolerated = arguments.tolerated("exist_ok", exist_ok, AlreadyExists)
        steps = _addresses(self, name, addresses)
        alias = link.fields.pop("alias", "")
        if alias:
            # Of a new link the kernel ignores IFLA_IFALIAS (up to 6.18 at least).
            steps = (LinkOperations.set_link.build(self, name, alias=alias), *steps)
        if link.holds:
            for field, told in (("addresses", addresses), ("alias", alias), ("exist_ok", exist_ok)):
                if told:
                    raise InvalidInput(field, "cannot be given for a link in another namespace: connect to that one")

        def build(indexes: Mapping[str, int]) -> LinkMessage[Any]:
            return link.message(indexes, name=name)

        async def made(session: Session) -> LinkMessage[Any]:
            if link.holds:
                return LinkMessage(name=name, linkinfo=link_info(kind, None))  # its index there is not known here
            return await get_link(session, name)

        holds = (*link.holds, *link.peers)
        new: Request[LinkMessage[Any]] = Request(
            RTM.NEWLINK, ADD, build, names=link.names, read=made, steps=steps, not_found=LinkNotFound, holds=holds
        )
        if tolerated is None:
            return new
        new.operation, new.positional = "add_link", (name, kind)
        new.named = {**({"addresses": addresses} if addresses else {}), "exist_ok": True, **settings}

        async def found(session: Session) -> LinkMessage[Any]:
            return await made_or_found(session, name, kind, new)

        return Request(
            RTM.NEWLINK, ADD, build, names=link.names, read=found, steps=steps, not_found=LinkNotFound,
            tolerated=tolerated, holds=holds,
        )  # fmt: skip

    @operation
    def set_link(self, device: Device, **changes: Unpack[LinkChanges]) -> Request[None]:
        """Change a link, as ``ip link set`` does: everything in one request.

        Args:
            device: name, interface index or link.
            changes: see LinkChanges.

        Raises:
            LinkNotFound: it, or the master, is not there.
            Busy: it is up, and what is changed needs it to be down.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return _set(self, "set_link", device, changes)

    @operation
    def set_link_up(self, device: Device) -> Request[None]:
        """Set a link up. Errors are those of ``set_link``."""
        return _set(self, "set_link_up", device, {"up": True})

    @operation
    def set_link_down(self, device: Device) -> Request[None]:
        """Set a link down. Errors are those of ``set_link``."""
        return _set(self, "set_link_down", device, {"up": False})

    @operation
    def set_link_mtu(self, device: Device, mtu: int) -> Request[None]:
        """Set the MTU of a link, in bytes. Errors are those of ``set_link``."""
        return _set(self, "set_link_mtu", device, {"mtu": mtu})

    @operation
    def set_link_name(self, device: Device, name: str) -> Request[None]:
        """Rename a link. Errors are those of ``set_link``."""
        return _set(self, "set_link_name", device, {"name": name})

    @operation
    def set_link_address(self, device: Device, address: str) -> Request[None]:
        """Set the hardware address of a link: "02:00:00:00:00:01". Errors are those of ``set_link``."""
        return _set(self, "set_link_address", device, {"address": address})

    @operation
    def set_link_master(self, device: Device, master: Device | None) -> Request[None]:
        """Make a link a port of a bridge, bond, VRF ..., or release it (None). Errors are those of ``set_link``."""
        return _set(self, "set_link_master", device, {"master": master})

    @operation
    def set_link_namespace(self, device: Device, namespace: NamespaceLike) -> Request[None]:
        """Move a link to another network namespace. Errors are those of ``set_link``, and NamespaceNotFound."""
        return _set(self, "set_link_namespace", device, {"namespace": namespace})

    @operation
    def set_link_kind(self, device: Device, kind: LinkOptions) -> Request[None]:
        """Change options of a link's kind; only those that are given.

        Most kinds of tunnel the kernel changes as a whole (``kind.whole``): such a link is read first, and all of it is
        sent. What another program changes just then is changed back.

        Args:
            device: name, interface index or link.
            kind: of the kind that the link is: ``Bridge(ageing_time=30)``. An option that is given as None, such as
                the ``ikey`` of a GRE, a tunnel is to have no more.

        Raises:
            LinkNotFound: it is not there.
            NotSupported: the kind cannot be changed, or is another one.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        told = index_or_name("device", device, self.namespace_id)
        _check_options(kind)
        info = link_info(kind, None)

        def build(indexes: Mapping[str, int]) -> LinkMessage[Any]:
            return LinkMessage(ifindex=device_index(told, indexes), linkinfo=info)

        async def prepare(session: Session, indexes: Mapping[str, int], call: str) -> LinkMessage[Any]:
            link = await get_link(session, device_index(told, indexes), call)
            if link.kind != kind.kind or link.options is None:
                return build(indexes)  # which the kernel refuses
            given = {name: getattr(kind, name) for name in kind.model_fields_set}
            return LinkMessage(ifindex=link.ifindex, linkinfo=link_info(link.options.replace(**given), None))

        return Request(
            RTM.NEWLINK, 0, build, result=None, names=names(told), not_found=LinkNotFound, waits=True,
            prepare=prepare if kind.whole else None,
        )  # fmt: skip

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


class LinkQueries(Session):
    """What lists and gets links."""

    def get_links(
        self,
        *,
        kind: str | type[LinkOptions] | None = None,
        master: Device | None = None,
        up: bool | None = None,
        group: int | None = None,
    ) -> Dump[LinkMessage]:
        """List links; await it for a list, or iterate over it.

        Args:
            kind: only of this kind: "bridge", or the options class; the kernel chooses.
            master: only ports of this bridge, bond, VRF ...; the kernel chooses.
            up: only those that are set up, or down.
            group: only of this group.

        Raises:
            LinkNotFound: the master is not there.
        """
        told = _kind(kind)
        self.check_device("master", master)
        if up is not None:
            arguments.switch("up", up)
        if group is not None:
            arguments.parsed("group", u32, group)
        call = "get_links()"

        async def build() -> Message:
            return LinkMessage(
                linkinfo=None if told is None else LinkInfo(kind=told),
                master=None if master is None else await self.index_of(master, call=call),
            )

        def keep(link: LinkMessage) -> bool:
            # Kernels before 4.20 ignore the filter for ports, and every one ignores a kind that it does not have.
            return (
                (up is None or link.is_up == up)
                and (group is None or link.group == group)
                and (told is None or link.kind == told)
            )

        chosen = not (up is None and group is None and told is None)
        return self.dump_of(
            LinkMessage, RTM.GETLINK, build, call=call, not_found=LinkNotFound, keep=keep if chosen else None
        )

    @overload
    async def get_link(self, device: Device) -> LinkMessage: ...
    @overload
    async def get_link(self, device: Device, kind: type[Kind]) -> LinkMessage[Kind]: ...
    async def get_link(self, device: Device, kind: type[LinkOptions] | None = None) -> LinkMessage[Any]:
        """Get a link, by one request.

        Args:
            device: name, alternative name, interface index or link.
            kind: the options class that it has to be of, which makes ``options`` typed: ``get_link("br0", Bridge)``.

        Raises:
            LinkNotFound: it is not there.
            InvalidInput: it is of another kind.
        """
        told = index_or_name("device", device, self.namespace_id)
        wanted = _kind(kind)
        link = await get_link(self, told)
        if wanted is not None and link.kind != wanted:
            raise InvalidInput("kind", f"{link.name} is {described(link)}, not a {wanted}")
        return link

    async def get_link_by_name(self, name: str) -> LinkMessage:
        """Get a link by its name or an alternative name.

        Raises:
            LinkNotFound: it is not there.
        """
        if not isinstance(name, str):
            raise InvalidInput("name", f"must be a string, not {type(name).__name__}")
        return await get_link(self, index_or_name("name", name, 0), f"get_link_by_name({name!r})")

    async def get_link_by_index(self, ifindex: int) -> LinkMessage:
        """Get a link by its interface index.

        Raises:
            LinkNotFound: it is not there.
        """
        if not isinstance(ifindex, int):
            raise InvalidInput("ifindex", f"must be an integer, not {type(ifindex).__name__}")
        return await get_link(self, index_or_name("ifindex", ifindex, 0), f"get_link_by_index({ifindex!r})")

    async def index_of(self, device: Device, *, call: str = "") -> int:
        """The interface index of a device; a name costs one request.

        Args:
            device: name, alternative name, interface index or link.
            call: how the call was written, for errors.

        Raises:
            LinkNotFound: no device has that name.
            InvalidInput: it is no device, or a link of another namespace.
        """
        told = index_or_name("device", device, self.namespace_id)
        if isinstance(told, int):
            return told
        return (await get_link(self, told, call or f"index_of({told!r})")).ifindex


def _set(owner: Operations, call: str, device: Device, changes: Mapping[str, Any]) -> Request[None]:
    told = index_or_name("device", device, owner.namespace_id)
    link = LinkRequest(call, changes, LinkChanges, owner.namespace_id)

    def build(indexes: Mapping[str, int]) -> LinkMessage[Any]:
        return link.message(indexes, ifindex=device_index(told, indexes))

    return Request(
        RTM.NEWLINK, 0, build, result=None, names=(*names(told), *link.names), not_found=LinkNotFound,
        # Setting down, releasing, renaming and moving wait for a grace period of RCU in the kernel.
        waits=bool(changes.keys() & {"name", "namespace", "master"}) or changes.get("up") is False,
        renames=bool(changes.keys() & {"name", "namespace"}), holds=link.holds,
    )  # fmt: skip


def _check_options(kind: object) -> None:
    from .options import LinkOptions  # with it comes pydantic, which whoever has options has loaded

    if not isinstance(kind, LinkOptions):
        raise InvalidInput("kind", f"must be options of a kind, such as Bridge(), not {kind!r}")


def _kind(kind: str | type[LinkOptions] | None) -> str | None:
    """The kernel's word for a kind that was told, by that or by its class of options."""
    told = getattr(kind, "kind", None) if isinstance(kind, type) else kind
    if (told is not None and not isinstance(told, str)) or told == "" or (told is None and kind is not None):
        raise InvalidInput("kind", f"must be a kind's name or its options' class, not {kind!r}")
    return told


def _addresses(owner: Operations, name: str, addresses: Sequence[InterfaceLike]) -> tuple[Request[Any], ...]:
    told = arguments.several("addresses", addresses)
    try:
        return tuple(AddressOperations.add_address.build(owner, name, address) for address in told)
    except InvalidInput as error:
        raise InvalidInput("addresses", error.reason) from None
