"""Links: list and get them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, overload

from typing_extensions import TypeVar

from ....errors import InvalidInput, LinkNotFound
from ...device import Device, index_or_name
from ...dump import Dump
from ...schema.integers import u32
from ...schema.message import Message
from ...uapi.rtnetlink import RTEXT_FILTER, RTM
from .. import arguments
from .changing import set_request
from .lookup import described, get_link, telling
from .message import LinkInfo, LinkMessage
from .waiting import LinkWaiting

if TYPE_CHECKING:
    from .options import LinkOptions
    from .virtual_functions import VirtualFunction

Kind = TypeVar("Kind", bound="LinkOptions")


class LinkQueries(LinkWaiting):
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

    async def interface_exists(self, name: str) -> bool:
        """Whether a link has that name, or that alternative name."""
        if not isinstance(name, str):
            raise InvalidInput("name", f"must be a string, not {type(name).__name__}")
        try:
            await get_link(self, index_or_name("name", name, 0), f"interface_exists({name!r})")
        except LinkNotFound:
            return False
        return True

    async def set_links_up(self, devices: Iterable[Device]) -> None:
        """Set several links up, in order; a Batch tells of each whether it worked.

        Args:
            devices: names, interface indexes or links.

        Raises:
            LinkNotFound: one is not there; those before it are up.
        """
        await self._set_links("set_links_up", devices, up=True)

    async def set_links_down(self, devices: Iterable[Device]) -> None:
        """Set several links down, as ``set_links_up`` sets them up."""
        await self._set_links("set_links_down", devices, up=False)

    async def _set_links(self, call: str, devices: Iterable[Device], *, up: bool) -> None:
        told = arguments.several("devices", devices)
        for device in told:
            index_or_name("devices", device, self.namespace_id)
        for device in told:
            request = set_request(self, call, device, {"up": up})
            request.operation, request.positional = call, (device,)
            await self.submit(request)

    async def get_virtual_functions(self, device: Device) -> tuple[VirtualFunction, ...]:
        """The virtual functions (SR-IOV) of a link, with their counters.

        Args:
            device: name, alternative name, interface index or link: the physical function.

        Returns:
            One for each; () if it has none.

        Raises:
            LinkNotFound: it is not there.
        """
        told = index_or_name("device", device, self.namespace_id)
        # Only who asks for them gets them: a card may have hundreds.
        asked: LinkMessage[Any] = LinkMessage(ext_mask=RTEXT_FILTER.VF, **telling(told))
        link = await self.get_one(
            LinkMessage,
            RTM.GETLINK,
            asked.to_bytes(),
            call=f"get_virtual_functions({device!r})",
            not_found=LinkNotFound,
        )
        return link.virtual_functions.entries if link.virtual_functions else ()

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


def _kind(kind: str | type[LinkOptions] | None) -> str | None:
    """The kernel's word for a kind that was told, by that or by its class of options."""
    told = getattr(kind, "kind", None) if isinstance(kind, type) else kind
    if (told is not None and not isinstance(told, str)) or told == "" or (told is None and kind is not None):
        raise InvalidInput("kind", f"must be a kind's name or its options' class, not {kind!r}")
    return told
