"""Namespaces' ids: ask for one, list and set them (``ip netns set``, ``ip netns list-id``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ....errors import AlreadyExists, InvalidInput, NamespaceNotFound
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.integers import s32
from ...schema.message import Message
from ...session import Session
from ...uapi.net_namespace import NETNSA_NSID_NOT_ASSIGNED
from ...uapi.rtnetlink import RTM
from .. import arguments
from ..links.held import HeldNamespace
from .message import NamespaceIdMessage

if TYPE_CHECKING:
    from ....namespace import NamespaceLike

CHOOSE: Final = NETNSA_NSID_NOT_ASSIGNED


class NamespaceIdOperations(Operations):
    """What gives namespaces their ids; a coroutine on a Connection, queued by a Batch."""

    @operation
    def set_namespace_id(
        self, namespace: NamespaceLike, id: int | None = None, *, exist_ok: bool = False
    ) -> Request[bool]:
        """Give another network namespace an id in this one, by which links tell where their peer is.

        Args:
            namespace: the other one.
            id: from 0; None lets the kernel choose.
            exist_ok: it is no error if it has an id already; it keeps that.

        Returns:
            True; False if it had one already.

        Raises:
            NamespaceNotFound: there is no such namespace.
            AlreadyExists: it has an id already, unless ``exist_ok``. Nothing takes it away again.
            InvalidRequest: another namespace has that id.
        """
        tolerated = arguments.tolerated("exist_ok", exist_ok, AlreadyExists)
        number = CHOOSE if id is None else arguments.parsed("id", s32, id)
        if id is not None and number < 0:
            raise InvalidInput("id", f"must not be negative: {id}")
        held = HeldNamespace(namespace)
        message = NamespaceIdMessage(fd=held.descriptor, id=number)
        return Request(
            RTM.NEWNSID, 0, message.to_bytes(), NamespaceIdMessage, result=True, holds=(held,), tolerated=tolerated,
            not_found=NamespaceNotFound,
        )  # fmt: skip


class NamespaceIdQueries(Session):
    """What asks for namespaces' ids."""

    async def get_namespace_id(self, namespace: NamespaceLike) -> int | None:
        """The id that another network namespace has in this one.

        Args:
            namespace: the other one.

        Returns:
            The id, as ``link.link_netnsid`` tells it; None if it has none.

        Raises:
            NamespaceNotFound: there is no such namespace.
        """
        held = HeldNamespace(namespace)
        try:
            answer = await self.get_one(
                NamespaceIdMessage, RTM.GETNSID, NamespaceIdMessage(fd=held.descriptor).to_bytes(),
                call=f"get_namespace_id({namespace!r})", not_found=NamespaceNotFound,
            )  # fmt: skip
        finally:
            self.transport.afterwards(held.close)
        return None if answer.id is None or answer.id < 0 else answer.id

    def get_namespace_ids(self) -> Dump[NamespaceIdMessage]:
        """List the ids that other network namespaces have in this one; await it for a list, or iterate over it."""

        async def build() -> Message:
            return NamespaceIdMessage()

        return self.dump_of(NamespaceIdMessage, RTM.GETNSID, build, call="get_namespace_ids()")
