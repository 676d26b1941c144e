"""Alternative names of links (``ip link property``): a link has any number, and is found by each as by its name."""

from __future__ import annotations

from collections.abc import Iterable
from errno import EEXIST
from typing import Any

from ....errors import AlreadyExists, LinkNotFound
from ...device import Device, index_or_name
from ...operation import Operations, operation
from ...request import Request
from ...session import Session
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..verbs import ADD
from .lookup import get_link, telling
from .message import LinkMessage, LinkProperties, alternative_name

APPEND = ADD | int(NLM_F.APPEND)


class AlternativeNameOperations(Operations):
    """What gives links other names; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_link_altname(self, device: Device, altname: str, *, exist_ok: bool = False) -> Request[None]:
        """Give a link one more name, by which it is found as by its own.

        Args:
            device: name, interface index or link.
            altname: at most 127 bytes.
            exist_ok: it is no error if the link has that name already.

        Raises:
            LinkNotFound: it is not there.
            AlreadyExists: there is a link of that name; another one, if ``exist_ok``.
        """
        told = index_or_name("device", device, self.namespace_id)
        payload = _naming(told, altname)
        tolerated = arguments.tolerated("exist_ok", exist_ok, AlreadyExists)

        async def check(session: Session) -> None:
            call = f"add_link_altname({told!r}, {altname!r}, exist_ok=True)"
            link = await get_link(session, altname, call)
            if told not in (link.ifindex, link.name, *link.alternative_names):
                raise AlreadyExists(EEXIST, f"{altname!r} is a name of {link.name}", operation=call)

        return Request(
            RTM.NEWLINKPROP, APPEND, payload, LinkMessage, not_found=LinkNotFound, tolerated=tolerated,
            read=None if tolerated is None else check,
        )  # fmt: skip

    @operation
    def del_link_altname(self, device: Device, altname: str, *, missing_ok: bool = False) -> Request[bool]:
        """Take an alternative name from a link.

        Args:
            device: name (any), interface index or link.
            altname: the name.
            missing_ok: it is no error if the link is not there, or nothing has that name.

        Returns:
            True; False if it was not there.

        Raises:
            LinkNotFound: the link is not there, or the name, unless ``missing_ok``.
            InvalidRequest: it is the link's own name, or another link's.
        """
        payload = _naming(index_or_name("device", device, self.namespace_id), altname)
        return Request(
            RTM.DELLINKPROP, 0, payload, LinkMessage, result=True, not_found=LinkNotFound, renames=True,
            tolerated=arguments.tolerated("missing_ok", missing_ok, LinkNotFound),
        )  # fmt: skip


def add_names(name: str, altnames: Iterable[str]) -> list[Request[None]]:
    """The requests that give a link more names."""
    return [
        Request(
            RTM.NEWLINKPROP, APPEND, _naming(name, altname, "alternative_names"), LinkMessage, not_found=LinkNotFound
        )
        for altname in altnames
    ]


def _naming(told: int | str, altname: str, field: str = "altname") -> bytes:
    # One name to a request: of several the kernel would have added some when it refuses another.
    arguments.parsed(field, alternative_name, altname)
    index_or_name(field, altname, 0)
    message: LinkMessage[Any] = LinkMessage(properties=LinkProperties(alternative_names=(altname,)), **telling(told))
    return message.to_bytes()
