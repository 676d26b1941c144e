"""What changes the options of a link's kind, and what its master keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from errno import EOPNOTSUPP
from typing import TYPE_CHECKING, Any

from ....errors import InvalidInput, LinkNotFound, NotSupported
from ...device import Device, index_or_name
from ...operation import Operations, operation
from ...request import Request
from ...session import Session
from ...uapi.rtnetlink import RTM
from .lookup import get_link, telling
from .message import LinkInfo, LinkMessage
from .request import link_info

if TYPE_CHECKING:
    from .options import LinkOptions, PortOptions


class LinkKindOperations(Operations):
    """What changes the options of a kind; a coroutine on a Connection, queued by a Batch."""

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
        check_options(kind)
        message: LinkMessage[Any] = LinkMessage(linkinfo=link_info(kind, None), **telling(told))

        async def whole(session: Session, _: Mapping[str, int], call: str) -> LinkMessage[Any]:
            link = await get_link(session, told, call)
            if link.kind != kind.kind or link.options is None:
                return message  # which the kernel refuses
            given = {name: getattr(kind, name) for name in kind.model_fields_set}
            return LinkMessage(ifindex=link.ifindex, linkinfo=link_info(link.options.replace(**given), None))

        return Request(
            RTM.NEWLINK, 0, lambda _: message, result=None, not_found=LinkNotFound, waits=True,
            prepare=whole if kind.whole else None,
        )  # fmt: skip

    @operation
    def set_port(self, device: Device, port: PortOptions) -> Request[None]:
        """Change what the link that this one is a port of keeps of it; only what is given.

        It costs a second request, to see which kind that is: the kernel does not look, and would take a bond's options
        for a bridge's (up to 6.18 at least).

        Args:
            device: name, interface index or link: the port.
            port: of the kind of its master: ``BridgePort(cost=10)``, ``BondPort(queue_id=3)``.

        Raises:
            LinkNotFound: it is not there.
            NotSupported: it is no port of such a master, or ports of that have nothing to change.
        """
        told = index_or_name("device", device, self.namespace_id)
        _check_port(port)

        async def checked(session: Session, _: Mapping[str, int], call: str) -> LinkMessage[Any]:
            link = await get_link(session, told, call)
            if link.port_kind != port.kind:
                of = "no port" if link.port_kind is None else f"a port of a {link.port_kind}"
                raise NotSupported(EOPNOTSUPP, f"{link.name} is {of}, not of a {port.kind}", operation=call)
            return message

        message: LinkMessage[Any] = LinkMessage(linkinfo=LinkInfo(port_kind=port.kind, port_data=port), **telling(told))
        return Request(
            RTM.NEWLINK, 0, lambda _: message, result=None, not_found=LinkNotFound, waits=True, prepare=checked
        )


def _check_port(port: object) -> None:
    from .options import PortOptions

    if not isinstance(port, PortOptions):
        raise InvalidInput("port", f"must be options of a port, such as BridgePort(), not {port!r}")


def check_options(kind: object) -> None:
    from .options import LinkOptions  # with it comes pydantic, which whoever has options has loaded

    if not isinstance(kind, LinkOptions):
        raise InvalidInput("kind", f"must be options of a kind, such as Bridge(), not {kind!r}")
