"""Extended acks, built by hand as netlink_ack() does, and any bytes at all."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import DecodeError
from nlink.netlink.extack import Policy, Refusal, parse_done, parse_error, parse_policy
from nlink.netlink.uapi.netlink import NL_ATTR_TYPE, NL_POLICY_TYPE_ATTR, NLM_F, NLMSG, NLMSGERR_ATTR
from tests.corpus import past_failures

ATTRIBUTES = NLM_F.ACK_TLVS
CAPPED = NLM_F.CAPPED


def attribute(kind: int, payload: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(payload), kind) + payload + bytes(-len(payload) % 4)


def u32(value: int) -> bytes:
    return struct.pack("=I", value)


def message(kind: int, flags: int, body: bytes) -> bytes:
    return struct.pack("=IHHII", 16 + len(body), kind, flags, 7, 4711) + body


def error(number: int, flags: int = 0, request: bytes = bytes(16), attributes: bytes = b"") -> bytes:
    return message(NLMSG.ERROR, flags, struct.pack("=i", number) + request + attributes)


def done(number: int, flags: int = 0, attributes: bytes = b"") -> bytes:
    return message(NLMSG.DONE, flags, struct.pack("=i", number) + attributes)


def parsed(data: bytes) -> Refusal:
    parse = parse_error if data[4] == NLMSG.ERROR else parse_done
    return parse(data, 0, len(data))


def test_an_acknowledgement_is_errno_0_without_words() -> None:
    assert parsed(error(0, CAPPED)) == Refusal(0, "")


def test_an_error_without_words_has_those_of_its_errno() -> None:
    assert parsed(error(-16)) == Refusal(16, "Device or resource busy")


def test_an_errno_with_the_wrong_sign_is_an_error_all_the_same() -> None:
    assert parsed(error(16)).errno == 16


def test_a_warning_comes_with_a_success() -> None:
    attributes = attribute(NLMSGERR_ATTR.MSG, b"deprecated\0")
    assert parsed(error(0, CAPPED | ATTRIBUTES, attributes=attributes)) == Refusal(0, "deprecated")


def test_everything_that_an_extended_ack_can_tell_is_kept() -> None:
    policy = attribute(NL_POLICY_TYPE_ATTR.TYPE, u32(NL_ATTR_TYPE.U32))
    attributes = (
        attribute(NLMSGERR_ATTR.MSG, b"no \xff good\0")
        + attribute(NLMSGERR_ATTR.OFFS, u32(36))
        + attribute(NLMSGERR_ATTR.COOKIE, b"\1\2\3")
        + attribute(NLMSGERR_ATTR.POLICY | 0x8000, policy)  # nested, which the kernel says in the type
        + attribute(NLMSGERR_ATTR.MISS_TYPE, u32(5))
        + attribute(NLMSGERR_ATTR.MISS_NEST, u32(48))
    )
    assert parsed(error(-22, CAPPED | ATTRIBUTES, attributes=attributes)) == Refusal(
        22, "no \N{REPLACEMENT CHARACTER} good", 36, Policy(NL_ATTR_TYPE.U32), 5, 48, b"\1\2\3"
    )


@pytest.mark.parametrize("rest", [0, 1, 2, 3, 40])
def test_the_attributes_follow_the_whole_request_where_it_is_repeated_whole(rest: int) -> None:
    request = struct.pack("=IHHII", 16 + rest, 16, 5, 7, 0) + b"\xff" * (rest + (-rest % 4))
    attributes = attribute(NLMSGERR_ATTR.MSG, b"here\0")
    assert parsed(error(-22, ATTRIBUTES, request, attributes)).message == "here"


def test_it_is_the_errors_own_header_that_says_whether_the_request_is_cut() -> None:
    # The request says CAPPED (which no request means), and is repeated whole all the same.
    request = struct.pack("=IHHII", 20, 16, CAPPED, 7, 0) + b"\xff" * 4
    attributes = attribute(NLMSGERR_ATTR.MSG, b"here\0")
    assert parsed(error(-22, ATTRIBUTES, request, attributes)).message == "here"


def test_what_follows_is_no_attribute_unless_the_flag_says_so() -> None:
    assert parsed(error(-22, 0, struct.pack("=IHHII", 24, 16, 5, 7, 0) + b"\xff" * 8)).message == "Invalid argument"


def test_a_message_is_found_in_the_middle_of_a_buffer() -> None:
    one = error(-22, CAPPED | ATTRIBUTES, attributes=attribute(NLMSGERR_ATTR.OFFS, u32(36)))
    data = b"\xff" * 20 + one + b"\xff" * 20
    for buffer in (data, bytearray(data), memoryview(data)):
        assert parse_error(buffer, 20, 20 + len(one)) == Refusal(22, "Invalid argument", 36)


def test_a_dump_ends_well_with_0_with_a_count_and_without_payload() -> None:
    assert parsed(done(0)) == parsed(done(12)) == parsed(message(NLMSG.DONE, 2, b"")) == Refusal(0, "")


def test_a_dump_can_end_with_an_errno_and_words() -> None:
    attributes = attribute(NLMSGERR_ATTR.MSG, b"Invalid data in dump request\0")
    assert parsed(done(-22, ATTRIBUTES, attributes)) == Refusal(22, "Invalid data in dump request")


LOW, U = NL_POLICY_TYPE_ATTR.MIN_VALUE_U, NL_POLICY_TYPE_ATTR.MAX_VALUE_U
S = NL_POLICY_TYPE_ATTR.MAX_VALUE_S


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Policy()),
        (attribute(NL_POLICY_TYPE_ATTR.TYPE, u32(999)), Policy(type=999)),
        (
            attribute(LOW, struct.pack("=Q", 1)) + attribute(U, struct.pack("=Q", 2**64 - 1)),
            Policy(min=1, max=2**64 - 1),
        ),
        (
            attribute(NL_POLICY_TYPE_ATTR.MIN_VALUE_S, struct.pack("=q", -5)) + attribute(S, struct.pack("=q", 5)),
            Policy(min=-5, max=5),
        ),
        (attribute(NL_POLICY_TYPE_ATTR.MAX_LENGTH, u32(15)), Policy(max_length=15)),
        (attribute(NL_POLICY_TYPE_ATTR.MASK, struct.pack("=Q", 3)), Policy(mask=3)),
        (attribute(NL_POLICY_TYPE_ATTR.BITFIELD32_MASK, u32(3)), Policy(mask=3)),
    ],
)
def test_a_policy_is_read_as_the_kernel_describes_it(data: bytes, expected: Policy) -> None:
    assert parse_policy(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        error(-22)[:19],
        error(-(2**31)),
        error(-4096),
        error(-22, ATTRIBUTES, request=bytes(12)),
        error(-22, ATTRIBUTES, request=struct.pack("=IHHII", 4000, 16, 5, 7, 0)),
        error(-22, ATTRIBUTES | CAPPED, attributes=b"\2\0\1\0"),
        error(-22, ATTRIBUTES | CAPPED, attributes=b"\x28\0\1\0abcd"),
        error(-22, ATTRIBUTES | CAPPED, attributes=b"\0\0"),
        error(-22, ATTRIBUTES | CAPPED, attributes=attribute(NLMSGERR_ATTR.OFFS, b"")),
        error(-22, ATTRIBUTES | CAPPED, attributes=attribute(NLMSGERR_ATTR.MISS_TYPE, bytes(8))),
        error(-22, ATTRIBUTES | CAPPED, attributes=attribute(NLMSGERR_ATTR.POLICY, attribute(S, b"1"))),
        done(-22)[:18],
        done(-(2**31)),
    ],
)
def test_what_is_malformed_is_told_with_the_message_and_the_place(data: bytes) -> None:
    with pytest.raises(DecodeError) as caught:
        parsed(data)
    assert caught.value.message_type == data[4]
    assert caught.value.offset is not None
    assert 0 <= caught.value.offset <= len(data)


attributes_strategy = st.lists(
    st.builds(attribute, st.integers(0, 7) | st.integers(0, 0xFFFF), st.binary(max_size=24)), max_size=6
).map(b"".join)
errors_strategy = st.builds(
    error,
    st.integers(-4095, 0) | st.integers(-(2**31), 2**31 - 1),
    st.sampled_from([0, CAPPED, ATTRIBUTES, CAPPED | ATTRIBUTES]),
    st.just(struct.pack("=IHHII", 16, 16, 5, 7, 0)) | st.binary(max_size=24),
    attributes_strategy,
)
ends_strategy = st.builds(done, st.integers(-(2**31), 2**31 - 1), st.sampled_from([0, ATTRIBUTES]), attributes_strategy)


@given(st.binary(max_size=80) | errors_strategy | ends_strategy, st.binary(max_size=8))
def test_any_bytes_are_a_refusal_or_a_decode_error(data: bytes, behind: bytes) -> None:
    for parse in (parse_error, parse_done):
        assert _outcome(parse, data, b"") == _outcome(parse, data, behind), "what is behind the message must not matter"


@past_failures("extack")
@given(st.binary(max_size=80))
def test_random_bytes_as_an_answer(data: bytes) -> None:
    _outcome(parse_error, data, b"")
    _outcome(parse_done, data, b"")


@given(st.binary(max_size=60) | attributes_strategy)
def test_any_bytes_are_a_policy_or_a_decode_error(data: bytes) -> None:
    with contextlib.suppress(DecodeError):
        assert isinstance(parse_policy(data), Policy)


def _outcome(parse: Callable[[bytes, int, int], Refusal], data: bytes, behind: bytes) -> Refusal | str:
    try:
        refusal = parse(data + behind, 0, len(data))
    except DecodeError as malformed:
        return str(malformed)
    assert refusal.errno >= 0
    assert refusal.message or not refusal.errno
    return refusal
