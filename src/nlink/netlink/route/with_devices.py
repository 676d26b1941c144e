"""Messages that refer to devices: made when the names of those are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..schema.message import Message


# No function that keeps the fields: a large batch has many of them, and the garbage collector would look at each.
class WithDevices(Struct, gc=False, eq=False):
    """The fields of a message, and the fields that are the indexes of devices that were told by name."""

    members: type[Message]
    fields: dict[str, Any]
    devices: dict[str, str]

    def __call__(self, indexes: Mapping[str, int]) -> Message:
        fields: dict[str, Any] = {field: indexes[name] for field, name in self.devices.items()}
        return self.members(**self.fields, **fields)


def with_devices(members: type[Message], fields: dict[str, Any], /, **devices: int | str | None) -> WithDevices | bytes:
    """What a Request builds its message by.

    Args:
        members: the message's class.
        fields: those that are no devices.
        devices: by field, what ``index_or_name`` told; None is left out.
    """
    known: dict[str, Any] = fields | {field: told for field, told in devices.items() if isinstance(told, int)}
    late = {field: told for field, told in devices.items() if isinstance(told, str)}
    return WithDevices(members, known, late) if late else members(**known).to_bytes()
