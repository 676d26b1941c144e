"""Identifier locator addressing: the upper half of IPv6 destinations is replaced."""

from __future__ import annotations

import struct
from typing import Any

from ....schema.enums import enum
from ....schema.integers import u64
from ....schema.kind import Kind, need
from ....schema.options import Needed, needed, option
from ....schema.settings import Choice
from ....uapi.ila import ILA_ATTR, ILA_ATYPE, ILA_CSUM, ILA_HOOK
from ....uapi.lwtunnel import LWTUNNEL_ENCAP
from .base import EncapsulationOptions

CSUM_WORDS = {"adj-transport": ILA_CSUM.ADJUST_TRANSPORT}
HOOK_WORDS = {"output": ILA_HOOK.ROUTE_OUTPUT, "input": ILA_HOOK.ROUTE_INPUT}


class Locator(Kind[str, str | int]):
    """Half an IPv6 address: four groups of hexadecimal digits."""

    size = 8

    def load(self, raw: bytes, owner: Any, /) -> str:
        return ":".join(f"{group:x}" for group in struct.unpack(">4H", raw))

    def dump(self, value: str, /) -> bytes:
        groups = [int(group, 16) for group in value.split(":")]
        if len(groups) != 4:
            raise ValueError(f"{value!r} is not four groups of hexadecimal digits")
        return struct.pack(">4H", *groups)

    def check(self, value: str, /) -> None:
        need(value, str, 'a string such as "2001:db8:0:1"')
        try:
            self.dump(value)
        except struct.error:
            raise ValueError(f"{value!r} has a group of more than four digits") from None

    def parse(self, value: str | int, /) -> str:
        if isinstance(value, str):
            self.check(value)
            return self.load(self.dump(value), None)
        u64.check(value)
        return self.load(value.to_bytes(8), None)


class ILA(EncapsulationOptions, kind=LWTUNNEL_ENCAP.ILA, padding=(ILA_ATTR.PAD,)):
    """The locator that packets are sent to: ``ILA(locator="2001:db8:0:1")``."""

    locator: Needed[str, str | int] = needed(ILA_ATTR.LOCATOR, Locator())
    csum_mode: Choice[ILA_CSUM] = option(ILA_ATTR.CSUM_MODE, enum(ILA_CSUM, words=CSUM_WORDS))
    """"adj-transport", "neutral-map", "no-action" (the default) or "neutral-map-auto"."""
    ident_type: Choice[ILA_ATYPE] = option(ILA_ATTR.IDENT_TYPE, enum(ILA_ATYPE))
    """"luid" or "use-format" (the default)."""
    hook_type: Choice[ILA_HOOK] = option(ILA_ATTR.HOOK_TYPE, enum(ILA_HOOK, words=HOOK_WORDS))
    """"output" (the default) or "input"."""

    def __str__(self) -> str:
        parts = [f"ila {self.locator}"]
        for word, value in (("csum-mode", self.csum_mode), ("ident-type", self.ident_type)):
            if value is not None:
                parts.append(f"{word} {_dashed(value)}")
        if self.hook_type is not None:
            parts.append(f"hook-type {_dashed(self.hook_type).removeprefix('route-')}")
        return " ".join(parts)


def _dashed(value: object) -> str:
    return str(value).replace("_", "-").replace("adjust-transport", "adj-transport")
