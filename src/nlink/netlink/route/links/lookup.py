"""One link, by its index or name, on any session."""

from __future__ import annotations

from collections.abc import Coroutine
from errno import EEXIST
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ....errors import AlreadyExists, InvalidInput, LinkNotFound
from ...device import new_name
from ...request import Request
from ...session import Session
from ...uapi.rtnetlink import RTM
from .message import LinkMessage

if TYPE_CHECKING:
    from .options import LinkOptions


def get_link(session: Session, told: int | str, call: str = "") -> Coroutine[object, None, LinkMessage]:
    """Get a link, as one request."""
    return session.get_one(
        LinkMessage, RTM.GETLINK, _asking_for(told), call=call or f"get_link({told!r})", not_found=LinkNotFound
    )


@lru_cache(maxsize=1024)
def _asking_for(told: int | str) -> bytes:
    """The request for a link. Kept, since a program asks for the same few devices again and again."""
    return named(told).to_bytes()


def named(told: int | str) -> LinkMessage[Any]:
    """A request about a link: by its index, or by its name."""
    return LinkMessage(**telling(told))


def telling(told: int | str) -> dict[str, Any]:
    """The field of a request that says which link it is about.

    The kernel looks for either attribute among all names, but only IFLA_ALT_IFNAME has room for a long one, and for
    what only an alternative name may have (a space, a slash).
    """
    if isinstance(told, int):
        return {"ifindex": told}
    try:
        return {"name": new_name("name", told)}
    except InvalidInput:
        return {"alternative_name": told}


async def made_or_found(
    session: Session, name: str, kind: LinkOptions, new: Request[LinkMessage[Any]]
) -> LinkMessage[Any]:
    """The link that ``exist_ok`` asks for, made now or there before.

    The kernel's EEXIST does not tell what exists: it may be the name of a veth's peer, or the VNI of a VXLAN.

    Args:
        new: the request to make it, of which no error is tolerated.
    """
    try:
        link = await get_link(session, name, str(new))
    except LinkNotFound:
        return await session.submit(new)  # to hear from the kernel what is in the way, or to find that it has gone
    if link.kind != kind.kind:
        raise AlreadyExists(EEXIST, f"{name} is {described(link)}, not a {kind.kind}", operation=str(new))
    return link


def described(link: LinkMessage[Any]) -> str:
    """The kind of a link, for an error."""
    return "a device without kind" if link.kind is None else f"a {link.kind}"
