"""The request that changes a link, for all operations that do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....errors import InvalidInput, LinkNotFound
from ...device import Device, device_index, index_or_name, names
from ...operation import Operations
from ...request import Request
from ...session import Session
from ...uapi.rtnetlink import RTM
from .lookup import telling
from .message import LinkMessage
from .request import LinkRequest
from .settings import LinkChanges


def set_request(owner: Operations | Session, call: str, device: Device, changes: Mapping[str, Any]) -> Request[None]:
    """The request that changes a link.

    Args:
        call: the operation, for errors.
    """
    told = index_or_name("device", device, owner.namespace_id)
    link = LinkRequest(call, changes, LinkChanges, owner.namespace_id)
    if "new_ifindex" in changes and "namespace" not in changes:
        link.let_go()
        raise InvalidInput("new_ifindex", "is for a link that moves to another namespace")
    # In the request itself a name costs none of its own. But where an index stands, IFLA_IFNAME is the new name; and by
    # a name that is not there, kernels before 5.18 change all links of the group that is given.
    by_name = isinstance(told, str) and not changes.keys() & {"name", "group"}

    def build(indexes: Mapping[str, int]) -> LinkMessage[Any]:
        return link.message(indexes, **(telling(told) if by_name else {"ifindex": device_index(told, indexes)}))

    return Request(
        RTM.NEWLINK, 0, build, result=None, names=(*(() if by_name else names(told)), *link.names),
        not_found=LinkNotFound, holds=link.holds, renames=bool(changes.keys() & {"name", "namespace"}),
        # Setting down, releasing, renaming and moving wait for a grace period of RCU in the kernel, as XDP does.
        waits=bool(changes.keys() & {"name", "namespace", "master", "xdp"}) or changes.get("up") is False,
    )  # fmt: skip
