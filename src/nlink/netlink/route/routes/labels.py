"""MPLS label stacks: what an MPLS route is for (``RTA_DST``), and what is pushed (``RTA_NEWDST``, encapsulation)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, TypeAlias

from ...schema.kind import Kind, need

LAST = 0x100
"""The bit of the bottom of the stack, in an entry of RFC 3032: label (20 bits), traffic class (3), this, ttl (8)."""
LABEL_BITS = 20


class LabelStack(tuple[int, ...]):
    """Labels from the outermost to the innermost, each from 0 to 1048575; as text "100/200"."""

    __slots__ = ()

    def __str__(self) -> str:
        return "/".join(map(str, self))

    def __repr__(self) -> str:
        return f"LabelStack({tuple(self)!r})"


LabelsLike: TypeAlias = Sequence[int] | int | str
"""What may be given for a label stack: [100, 200], "100/200" or 100."""


class LabelStackKind(Kind[LabelStack, LabelsLike]):
    """A label stack; traffic class and ttl are zero, as the kernel wants it."""

    def load(self, raw: Any, owner: Any, /) -> LabelStack:
        if not raw or len(raw) % 4:
            raise ValueError(f"{len(raw)} bytes are no stack of labels of 4")
        return LabelStack(entry >> 12 for (entry,) in struct.iter_unpack(">I", raw))

    def dump(self, value: LabelStack, /) -> bytes:
        entries = [label << 12 for label in value]
        entries[-1] |= LAST
        return struct.pack(f">{len(entries)}I", *entries)

    def check(self, value: LabelStack, /) -> None:
        need(value, LabelStack, "a LabelStack")
        if not value:
            raise ValueError("must have a label")
        for label in value:
            need(label, int, "a stack of integers")
            if not 0 <= label < 1 << LABEL_BITS:
                raise ValueError(f"a label is from 0 to {(1 << LABEL_BITS) - 1}, not {label}")

    def parse(self, value: LabelsLike, /) -> LabelStack:
        if isinstance(value, str):
            value = [int(label) for label in value.split("/")]
        labels = LabelStack([value] if isinstance(value, int) else value)
        self.check(labels)
        return labels


label_stack = LabelStackKind()
