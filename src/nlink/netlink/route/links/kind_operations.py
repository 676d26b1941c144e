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
from .lookup import described, get_link, telling
from .message import LinkInfo, LinkMessage
from .request import link_info

if TYPE_CHECKING:
    from .options import LinkOptions, PortOptions


class LinkKindOperations(Operations):
    """What changes the options of a kind; a coroutine on a Connection, queued by a Batch."""

    @operation
    def set_link_kind(self, device: Device, kind: LinkOptions) -> Request[None]:
        """Change options of a link's kind; only those that are given.

        Args:
            device: name, interface index or link.
            kind: of the kind that the link is: ``Bridge(ageing_time=30)``.

        Raises:
            LinkNotFound: it is not there.
            NotSupported: the kind cannot be changed, or is another one.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        told = index_or_name("device", device, self.namespace_id)
        check_options(kind)
        return _changed(told, kind)

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

        async def check(session: Session, request: Request[Any]) -> None:
            link = await get_link(session, told, str(request))
            if link.port_kind != port.kind:
                of = "no port" if link.port_kind is None else f"a port of a {link.port_kind}"
                raise NotSupported(EOPNOTSUPP, f"{link.name} is {of}, not of a {port.kind}", operation=str(request))

        message: LinkMessage[Any] = LinkMessage(linkinfo=LinkInfo(port_kind=port.kind, port_data=port), **telling(told))
        return Request(
            RTM.NEWLINK, 0, lambda _: message, result=None, not_found=LinkNotFound, waits=True, prepare=check
        )


def _changed(told: int | str, kind: LinkOptions) -> Request[None]:
    sent = kind

    def build(_: Mapping[str, int]) -> LinkMessage[Any]:
        return LinkMessage(linkinfo=link_info(sent, None), **telling(told))

    async def complete(session: Session, request: Request[Any]) -> None:
        nonlocal sent
        link = await get_link(session, told, str(request))
        if link.kind != kind.kind or link.options is None:
            raise NotSupported(
                EOPNOTSUPP, f"{link.name} is {described(link)}, not a {kind.kind}", operation=str(request)
            )
        sent = link.options.replace(**{name: getattr(kind, name) for name in kind.model_fields_set})

    return Request(
        RTM.NEWLINK, 0, build, result=None, not_found=LinkNotFound, waits=True,
        prepare=complete if kind.resets else None,
    )  # fmt: skip


def _check_port(port: object) -> None:
    from .options import PortOptions

    if not isinstance(port, PortOptions):
        raise InvalidInput("port", f"must be options of a port, such as BridgePort(), not {port!r}")


def check_options(kind: object) -> None:
    from .options import LinkOptions  # with it comes pydantic, which whoever has options has loaded

    if not isinstance(kind, LinkOptions):
        raise InvalidInput("kind", f"must be options of a kind, such as Bridge(), not {kind!r}")
