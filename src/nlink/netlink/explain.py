"""From a refusal, which counts in bytes, to an error that names the call, the attribute and what is missing."""

from __future__ import annotations

from ..errors import NetlinkError, NotFound
from .extack import Refusal
from .header import HEADER_LENGTH
from .schema.message import Message
from .schema.path import attribute_path, missing_path


def explain(
    refusal: Refusal, members: type[Message], payload: bytes, call: str, not_found: type[NotFound] | None = None
) -> NetlinkError:
    """The error for a refused request.

    Args:
        refusal: what the kernel answered.
        members: the class of the message that was sent.
        payload: its bytes, without nlmsghdr: the refusal tells offsets in it.
        call: the call, as it was written.
        not_found: the class for ENODEV, ENOENT, ESRCH and their like.
    """
    attribute = missing = None
    message = bytes(HEADER_LENGTH) + payload
    if refusal.offset is not None:
        attribute = attribute_path(members, message, HEADER_LENGTH, refusal.offset) or None
    if refusal.missing_type is not None:
        missing = missing_path(members, message, HEADER_LENGTH, refusal.missing_nest, refusal.missing_type)
    return NetlinkError.from_refusal(refusal, operation=call, attribute=attribute, missing=missing, not_found=not_found)
