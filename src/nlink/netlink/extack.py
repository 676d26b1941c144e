"""What the kernel answers: acknowledgements, errors and the end of a dump, with their extended acks."""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from typing import Final

from ..errors import DecodeError, words_for
from .schema.decode import Buffer, walk
from .uapi.netlink import NL_ATTR_TYPE, NL_POLICY_TYPE_ATTR, NLM_F, NLMSG, NLMSGERR_ATTR

HEADER: Final = struct.Struct("=IHHII")
ERRNO: Final = struct.Struct("=i")
U32: Final = struct.Struct("=I")
MAX_ERRNO: Final = 4095
"""The kernel's own limit (``include/linux/err.h``)."""
ATTRIBUTE_TYPES: Final = frozenset(map(int, NL_ATTR_TYPE))


@dataclass(frozen=True, slots=True)
class Policy:
    """What an attribute has to be, as the kernel tells when one is not.

    Attributes:
        type: the kind of value (``NL_ATTR_TYPE``).
        min: the smallest value.
        max: the largest value.
        min_length: in bytes.
        max_length: in bytes.
        mask: the bits that may be set.
    """

    type: NL_ATTR_TYPE | int | None = None
    min: int | None = None
    max: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    mask: int | None = None

    def __str__(self) -> str:
        told = []
        if self.min is not None or self.max is not None:
            told.append(f"range {'' if self.min is None else self.min}..{'' if self.max is None else self.max}")
        if self.min_length is not None or self.max_length is not None:
            shortest = "" if self.min_length is None else self.min_length
            told.append(f"length {shortest}..{'' if self.max_length is None else self.max_length}")
        if self.mask is not None:
            told.append(f"allowed bits {self.mask:#x}")
        if not told and isinstance(self.type, NL_ATTR_TYPE):
            told.append(f"expected {self.type.name.lower()}")
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer of the kernel's to one request.

    Attributes:
        errno: positive; 0 for a success.
        message: the kernel's own words; with an error and without words, what the errno means.
        offset: where in our request the attribute at fault begins, in bytes from its nlmsghdr.
        policy: what that attribute has to be.
        missing_type: the type of an attribute that is missing ...
        missing_nest: ... and where the nest begins that lacks it; None for the message itself.
        cookie: what the kernel adds for programs.
    """

    errno: int
    message: str
    offset: int | None = None
    policy: Policy | None = None
    missing_type: int | None = None
    missing_nest: int | None = None
    cookie: bytes | None = None


def parse_error(data: Buffer, offset: int, end: int) -> Refusal:
    """The answer in the ``NLMSG_ERROR`` at an offset; errno 0 is an acknowledgement.

    Args:
        data: what was received.
        offset: where the message's nlmsghdr begins.
        end: where the message ends.

    Raises:
        DecodeError: it is malformed.
    """
    try:
        return _parse_error(data, offset, end)
    except DecodeError as error:
        raise error.at(message_type=NLMSG.ERROR, base=offset) from None


def parse_done(data: Buffer, offset: int, end: int) -> Refusal:
    """How a dump ended, from the ``NLMSG_DONE`` at an offset.

    Arguments and errors are those of ``parse_error``. A DONE without payload, as audit sends it, is a success.
    """
    try:
        return _parse_done(data, offset, end)
    except DecodeError as error:
        raise error.at(message_type=NLMSG.DONE, base=offset) from None


def parse_policy(data: Buffer) -> Policy:
    """A policy as the kernel describes it (``NL_POLICY_TYPE_ATTR_*``).

    Raises:
        DecodeError: it is malformed; the offset counts from the start of ``data``.
    """
    return _policy(data, 0, len(data))


def _parse_error(data: Buffer, offset: int, end: int) -> Refusal:
    if end - offset < HEADER.size + ERRNO.size:
        raise DecodeError(f"an error has 20 bytes at least, not {end - offset}", offset=offset)
    flags = HEADER.unpack_from(data, offset)[2]
    # Always negative or 0; but netlink_ack() hands on whatever a handler returned, and some have got the sign wrong.
    number = abs(ERRNO.unpack_from(data, offset + HEADER.size)[0])
    echoed = offset + HEADER.size + ERRNO.size
    if not flags & NLM_F.ACK_TLVS:
        return _refusal(number, data, end, end)
    if end - echoed < HEADER.size:
        raise DecodeError("an extended ack without the header of the request before it", offset=echoed)
    # Whether only the header of our request is repeated is told by the flags of the error, not of what is repeated.
    length = HEADER.size if flags & NLM_F.CAPPED else max(U32.unpack_from(data, echoed)[0], HEADER.size)
    start = echoed + (length + 3 & ~3)
    if start > end:
        raise DecodeError(f"repeats {end - echoed} bytes of a request of {length}", offset=echoed)
    return _refusal(number, data, start, end)


def _parse_done(data: Buffer, offset: int, end: int) -> Refusal:
    body = offset + HEADER.size
    if end == body:
        return _refusal(0, data, end, end)
    if end - body < ERRNO.size:
        raise DecodeError(f"the end of a dump has 16 bytes or 20 at least, not {end - offset}", offset=offset)
    flags = HEADER.unpack_from(data, offset)[2]
    # An errno is negative; dumps may end with what is left of a count, which is positive and means nothing.
    number = max(0, -ERRNO.unpack_from(data, body)[0])
    return _refusal(number, data, body + ERRNO.size if flags & NLM_F.ACK_TLVS else end, end)


def _refusal(number: int, data: Buffer, start: int, end: int) -> Refusal:
    if number > MAX_ERRNO:
        raise DecodeError(f"{number} is no errno", offset=end)
    found = {kind: (begin, stop) for kind, begin, stop in walk(data, start, end)}
    words, policy = found.get(NLMSGERR_ATTR.MSG), found.get(NLMSGERR_ATTR.POLICY)
    cookie = found.get(NLMSGERR_ATTR.COOKIE)
    told = "" if words is None else bytes(data[slice(*words)]).partition(b"\0")[0].decode("utf-8", "replace")
    return Refusal(
        number,
        told or (words_for(number) if number else ""),
        _integer(data, found.get(NLMSGERR_ATTR.OFFS), (4,)),
        None if policy is None else _policy(data, *policy),
        _integer(data, found.get(NLMSGERR_ATTR.MISS_TYPE), (4,)),
        _integer(data, found.get(NLMSGERR_ATTR.MISS_NEST), (4,)),
        None if cookie is None else bytes(data[slice(*cookie)]),
    )


def _policy(data: Buffer, start: int, end: int) -> Policy:
    found = {kind: (begin, stop) for kind, begin, stop in walk(data, start, end)}
    kind = _integer(data, found.get(NL_POLICY_TYPE_ATTR.TYPE), (4,))
    low, high = found.get(NL_POLICY_TYPE_ATTR.MIN_VALUE_S), found.get(NL_POLICY_TYPE_ATTR.MAX_VALUE_S)
    signed = low is not None or high is not None
    if not signed:
        low, high = found.get(NL_POLICY_TYPE_ATTR.MIN_VALUE_U), found.get(NL_POLICY_TYPE_ATTR.MAX_VALUE_U)
    mask = found.get(NL_POLICY_TYPE_ATTR.MASK, found.get(NL_POLICY_TYPE_ATTR.BITFIELD32_MASK))
    return Policy(
        NL_ATTR_TYPE(kind) if kind in ATTRIBUTE_TYPES else kind,
        _integer(data, low, (8,), signed=signed),
        _integer(data, high, (8,), signed=signed),
        _integer(data, found.get(NL_POLICY_TYPE_ATTR.MIN_LENGTH), (4,)),
        _integer(data, found.get(NL_POLICY_TYPE_ATTR.MAX_LENGTH), (4,)),
        _integer(data, mask, (4, 8)),
    )


def _integer(
    data: Buffer, place: tuple[int, int] | None, sizes: tuple[int, ...], *, signed: bool = False
) -> int | None:
    """The integer between two offsets, None for none."""
    if place is None:
        return None
    start, end = place
    if end - start not in sizes:
        raise DecodeError(f"an integer of {end - start} bytes instead of {sizes[0]}", offset=start)
    return int.from_bytes(data[start:end], sys.byteorder, signed=signed)
