"""How a device is told: by name, by interface index, or by a link that was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidInput

if TYPE_CHECKING:
    from .route.links.message import LinkMessage

    Device: TypeAlias = str | int | LinkMessage[Any]
else:
    Device = "str | int | LinkMessage"

NAME_LENGTH = 15
"""``IFNAMSIZ`` less the NUL."""
ALTERNATIVE_NAME_LENGTH = 127
"""``ALTIFNAMSIZ`` less the NUL."""


def index_or_name(field: str, device: Device, namespace_id: int) -> int | str:
    """A device as its interface index where that is known, else its name (or alternative name).

    Args:
        field: the parameter, for the error.
        namespace_id: of the connection: a link read in another namespace is refused, since its index means another
            device here.

    Raises:
        InvalidInput: it is no device.
    """
    if isinstance(device, str):
        if not 0 < _size(field, device) <= ALTERNATIVE_NAME_LENGTH or "\0" in device:
            limits = f"1 to {ALTERNATIVE_NAME_LENGTH} bytes, none of them NUL"
            raise InvalidInput(field, f"a device's name has {limits}, not {device!r}")
        return device
    if isinstance(device, int):
        if isinstance(device, bool) or not 0 < device < 1 << 31:
            raise InvalidInput(field, f"an interface index is a positive 31-bit number, not {device!r}")
        return device
    index, namespace = getattr(device, "ifindex", None), getattr(device, "namespace", None)
    if not isinstance(index, int):
        raise InvalidInput(field, f"a device is a name, an interface index or a link, not {type(device).__name__}")
    if not 0 < index < 1 << 31:
        raise InvalidInput(field, f"{getattr(device, 'name', '')!r} was not read from the kernel: it has no index")
    if namespace is not None and namespace != namespace_id:
        raise InvalidInput(field, f"{getattr(device, 'name', index)!r} was read in another network namespace")
    return index


def names(*told: int | str | None) -> tuple[str, ...]:
    """Those that are names, which a Request has to have resolved."""
    return tuple([one for one in told if isinstance(one, str)])


def device_index(told: int | str, indexes: Mapping[str, int]) -> int:
    """The interface index of what ``index_or_name`` told, by the names that were resolved."""
    return indexes[told] if isinstance(told, str) else told


def new_name(field: str, name: str) -> str:
    """A name that a device may be given, by the rules of the kernel's ``dev_valid_name``.

    Raises:
        InvalidInput: it is empty, longer than 15 bytes, "." or "..", or has a slash, a colon, a NUL, white space or a
            percent sign.
    """
    if not isinstance(name, str):
        raise InvalidInput(field, f"must be a string, not {type(name).__name__}")
    size = _size(field, name)
    if not 0 < size <= NAME_LENGTH:
        raise InvalidInput(field, f"a device's name has 1 to {NAME_LENGTH} bytes, not {size} ({name!r})")
    if name in (".", "..") or any(letter in "/:\0" or letter.isspace() for letter in name):
        raise InvalidInput(field, f"{name!r} cannot be a device's name")
    if "%" in name:
        # The kernel makes w0 of "w%d", and does not tell; of "w%x" and the like it makes nothing.
        raise InvalidInput(field, f"{name!r} is a pattern for the kernel, which would choose another name")
    return name


def _size(field: str, name: str) -> int:
    """How many bytes a name has; those that are no UTF-8 are surrogates in it, as ``os.fsdecode`` makes them."""
    try:
        return len(name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        raise InvalidInput(field, f"{name!r} cannot be written as bytes") from None
