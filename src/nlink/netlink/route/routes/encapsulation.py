"""What a route or next hop wraps packets in (lightweight tunnels): ``RTA_ENCAP_TYPE`` and ``RTA_ENCAP``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ...schema.nesting import OnWire, Raw, SubMessage
from ...uapi.lwtunnel import LWTUNNEL_ENCAP

if TYPE_CHECKING:
    from .encapsulations.base import EncapsulationOptions

    Encapsulation: TypeAlias = EncapsulationOptions | Raw
else:
    Encapsulation = "EncapsulationOptions | Raw"  # pydantic comes with the options, when there are some

MODULES: Final = {
    LWTUNNEL_ENCAP.MPLS: "mpls",
    LWTUNNEL_ENCAP.IP: "ip",
    LWTUNNEL_ENCAP.ILA: "ila",
    LWTUNNEL_ENCAP.IP6: "ip6",
    LWTUNNEL_ENCAP.SEG6: "seg6",
    LWTUNNEL_ENCAP.BPF: "bpf",
    LWTUNNEL_ENCAP.SEG6_LOCAL: "seg6local",
    LWTUNNEL_ENCAP.RPL: "rpl",
    LWTUNNEL_ENCAP.IOAM6: "ioam6",
    LWTUNNEL_ENCAP.XFRM: "xfrm",
}
"""Of each kind, as ``ip`` calls it, the module with its options."""


@cache
def options_class(kind: int | None) -> type[OnWire] | None:
    """The class of a kind's options; None for a kind that nlink does not know."""
    name = MODULES.get(kind)  # type: ignore[call-overload]
    if name is None:
        return None
    import_module(f"{__package__}.encapsulations.{name}")  # the class enters itself
    from .encapsulations.base import EncapsulationOptions  # imports pydantic

    return EncapsulationOptions.kinds[kind]  # type: ignore[index]


class EncapsulationKind(SubMessage):
    """The options of an encapsulation, by ``encap_type``, which they fill in; ``Raw`` for a kind that is not known."""

    def __init__(self) -> None:
        super().__init__("encap_type", options_class)

    def fills(self, value: Encapsulation, /) -> tuple[str, object] | None:
        selector = value.selector if isinstance(value, Raw) else value.kind
        return None if selector is None else (self.selector, selector)


encapsulation = EncapsulationKind()


def parse_encapsulation(value: Any) -> Encapsulation:
    """What a user gave for an encapsulation: the options of one, or ``Raw``."""
    if isinstance(value, Raw):
        return value
    from .encapsulations.base import EncapsulationOptions

    if not isinstance(value, EncapsulationOptions):
        raise TypeError(f"must be an encapsulation such as MPLS(labels=[100]), not {type(value).__name__}")
    return value


def encapsulation_devices(value: Encapsulation | None) -> tuple[str, ...]:
    """The devices that an encapsulation tells by their names."""
    return () if value is None or isinstance(value, Raw) else value.device_names


def resolved(value: Encapsulation | None, indexes: Mapping[str, int]) -> Encapsulation | None:
    """The encapsulation with the indexes of the devices that it tells by their names."""
    return value if value is None or isinstance(value, Raw) else value.resolved(indexes)
