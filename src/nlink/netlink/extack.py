"""What the kernel answers: acknowledgements, errors and the end of a dump, with their extended acks."""

from __future__ import annotations

import os
import struct
import sys
from dataclasses import dataclass
from typing import Final

from ..errors import DecodeError
from .schema.decode import Buffer, walk
from .uapi.netlink import NL_ATTR_TYPE, NL_POLICY_TYPE_ATTR, NLM_F, NLMSGERR_ATTR

HEADER: Final = struct.Struct("=IHHII")
ERRNO: Final = struct.Struct("=i")
U32: Final = struct.Struct("=I")


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

    Raises:
        DecodeError: it is none.
    """
    if end - offset < HEADER.size + ERRNO.size:
        raise DecodeError(f"an error has 20 bytes at least, not {end - offset}", offset=0)
    flags = HEADER.unpack_from(data, offset)[2]
    (number,) = ERRNO.unpack_from(data, offset + HEADER.size)
    echoed = offset + HEADER.size + ERRNO.size
    if not flags & NLM_F.ACK_TLVS:
        return _refusal(number, data, end, end)
    if end - echoed < HEADER.size:
        raise DecodeError("an error with an extended ack repeats the request's header, and this does not", offset=0)
    # Whether only the header of our request is repeated is told by the flags of the error, not of what is repeated.
    length = HEADER.size if flags & NLM_F.CAPPED else (U32.unpack_from(data, echoed)[0] + 3) & ~3
    return _refusal(number, data, echoed + length, end)


def parse_done(data: Buffer, offset: int, end: int) -> Refusal:
    """How a dump ended, from the ``NLMSG_DONE`` at an offset; audit's has no errno."""
    body = offset + HEADER.size
    if end - body < ERRNO.size:
        return Refusal(0, "")
    flags = HEADER.unpack_from(data, offset)[2]
    (number,) = ERRNO.unpack_from(data, body)
    return _refusal(number, data, body + ERRNO.size if flags & NLM_F.ACK_TLVS else end, end)


def _refusal(number: int, data: Buffer, start: int, end: int) -> Refusal:
    # Some families end a dump with a positive count; only a negative number is an errno.
    number = -number if number < 0 else 0
    found = {} if start > end else {kind: bytes(data[begin:stop]) for kind, begin, stop in walk(data, start, end)}
    words = found.get(NLMSGERR_ATTR.MSG, b"").split(b"\0", 1)[0].decode("utf-8", "replace")
    policy = found.get(NLMSGERR_ATTR.POLICY)
    return Refusal(
        number,
        words or (os.strerror(number) if number else ""),
        _u32(found.get(NLMSGERR_ATTR.OFFS)),
        None if policy is None else parse_policy(policy),
        _u32(found.get(NLMSGERR_ATTR.MISS_TYPE)),
        _u32(found.get(NLMSGERR_ATTR.MISS_NEST)),
        found.get(NLMSGERR_ATTR.COOKIE),
    )


def parse_policy(data: bytes) -> Policy:
    """A policy as the kernel describes it (``NL_POLICY_TYPE_ATTR_*``)."""
    found = {kind: data[begin:stop] for kind, begin, stop in walk(data, 0, len(data))}
    kind = _u32(found.get(NL_POLICY_TYPE_ATTR.TYPE))
    known = None if kind is None else NL_ATTR_TYPE._value2member_map_.get(kind, kind)
    low, high = found.get(NL_POLICY_TYPE_ATTR.MIN_VALUE_S), found.get(NL_POLICY_TYPE_ATTR.MAX_VALUE_S)
    signed = low is not None or high is not None
    if not signed:
        low, high = found.get(NL_POLICY_TYPE_ATTR.MIN_VALUE_U), found.get(NL_POLICY_TYPE_ATTR.MAX_VALUE_U)
    mask = found.get(NL_POLICY_TYPE_ATTR.MASK, found.get(NL_POLICY_TYPE_ATTR.BITFIELD32_MASK))
    return Policy(
        known,  # type: ignore[arg-type]
        _integer(low, signed),
        _integer(high, signed),
        _u32(found.get(NL_POLICY_TYPE_ATTR.MIN_LENGTH)),
        _u32(found.get(NL_POLICY_TYPE_ATTR.MAX_LENGTH)),
        _integer(mask, False),
    )


def _u32(data: bytes | None) -> int | None:
    return _integer(data, False)


def _integer(data: bytes | None, signed: bool) -> int | None:
    return None if data is None else int.from_bytes(data, sys.byteorder, signed=signed)

