"""What a route is for: a prefix, or a label where the route is an MPLS one."""

from __future__ import annotations

from typing import Any

from ...schema.addresses import IPNetwork, NetworkLike, prefix
from ...schema.kind import Kind
from ...uapi.socket import AF
from .labels import LABEL_BITS, LabelStack, label_stack

MPLS = int(AF.MPLS)  # comparing with an enum costs as much as all the rest


class Destination(Kind[IPNetwork | LabelStack, NetworkLike | LabelStack]):
    """``RTA_DST``, whose length in bits is in the header's ``dst_len``, and whose form depends on ``family``."""

    after = True

    def __init__(self) -> None:
        self._prefix = prefix("dst_len")

    def load(self, raw: Any, owner: Any, /) -> IPNetwork | LabelStack:
        return label_stack.load(raw, owner) if owner.family == MPLS else self._prefix.load(raw, owner)

    def dump(self, value: IPNetwork | LabelStack, /) -> bytes:
        return label_stack.dump(value) if isinstance(value, LabelStack) else self._prefix.dump(value)

    def check(self, value: IPNetwork | LabelStack, /) -> None:
        if isinstance(value, LabelStack):
            label_stack.check(value)
        else:
            self._prefix.check(value)

    def fills(self, value: IPNetwork | LabelStack, /) -> tuple[str, object] | None:
        return ("dst_len", LABEL_BITS) if isinstance(value, LabelStack) else self._prefix.fills(value)


destination = Destination()
