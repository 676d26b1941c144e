"""Waiting until a link is there, or is as it is wanted: the kernel tells, nobody polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from errno import ETIMEDOUT
from typing import Any, Final

from ....errors import DecodeError, InvalidInput, LinkNotFound, MessagesLost, NetlinkError, Timeout, Truncated
from ...device import Device, index_or_name
from ...session import Session
from ...transport.multicast import Multicast
from ...uapi.if_ import IFF
from ...uapi.rtnetlink import RTNLGRP
from .. import arguments
from .lookup import get_link
from .message import LinkMessage

TIMEOUT: Final = 30.0

Condition = Callable[[LinkMessage[Any]], bool]


class LinkWaiting(Session):
    """What waits for links."""

    async def wait_for_link(
        self,
        device: Device,
        *,
        up: bool | None = None,
        carrier: bool | None = None,
        until: Condition | None = None,
        timeout: float | None = TIMEOUT,
    ) -> LinkMessage:
        """Wait until a link is there and as it is wanted; at once if it is so already.

        The kernel's notifications wake it, so nothing is asked again and again. It looks anew at each, so what it gives
        is how the link is now; a state that lasts no longer than that may be missed. Of a link that is down the kernel
        does not tell every change: that it is up, its name, MTU, address and master it does; an alternative name, alias
        or group only of one that is up (up to 6.18 at least).

        Args:
            device: name, alternative name, interface index or link; it need not be there yet.
            up: until it is set up, or down (``is_up``).
            carrier: until it has a carrier, or none (``IFF.LOWER_UP``).
            until: until this is true of it: ``lambda link: link.master == 7``.
            timeout: seconds; None waits for ever.

        Returns:
            The link.

        Raises:
            Timeout: it did not come to it in time.
        """
        told = index_or_name("device", device, self.namespace_id)
        for name, value in (("up", up), ("carrier", carrier)):
            if value is not None:
                arguments.switch(name, value)
        if until is not None and not callable(until):
            raise InvalidInput("until", f"must be a function of a link, not {until!r}")
        _check_timeout(timeout)
        call = f"wait_for_link({told!r})"

        def wanted(link: LinkMessage[Any]) -> bool:
            return (
                (up is None or link.is_up == up)
                and (carrier is None or bool(link.flags & IFF.LOWER_UP) == carrier)
                and (until is None or until(link))
            )

        async with self.transport.multicast(RTNLGRP.LINK) as heard:
            # Heard first, looked second: what happens between is in the socket already.
            link = await self._looked_for(told, call)
            try:
                async with asyncio.timeout(timeout):
                    while link is None or not wanted(link):
                        await self._told_of(heard, told)
                        link = await self._looked_for(told, call)
                return link
            except TimeoutError as error:
                if isinstance(error, NetlinkError):
                    raise  # an answer of the kernel's that did not come
                what = "is not there" if link is None else "is not as it is wanted"
                raise Timeout(ETIMEDOUT, f"{told!r} {what} after {timeout} seconds", operation=call) from None

    async def _looked_for(self, told: int | str, call: str) -> LinkMessage[Any] | None:
        try:
            return await get_link(self, told, call)
        except LinkNotFound:
            return None

    async def _told_of(self, heard: Multicast, told: int | str) -> None:
        """Wait until the kernel tells of a link, or may have told of it."""
        while True:
            try:
                datagram = await anext(heard)
                link = self.decode(LinkMessage, datagram.data)
                if told in (link.ifindex, link.name, *link.alternative_names):
                    return
            except (MessagesLost, Truncated, DecodeError):
                return


def _check_timeout(timeout: Any) -> None:
    if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout < 0):
        raise InvalidInput("timeout", f"must be seconds or None, not {timeout!r}")
