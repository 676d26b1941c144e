"""The error tree: which class an errno becomes, what is printed, and that errors survive copying and pickling."""

from __future__ import annotations

import copy
import errno
import pickle

import pytest

from nlink import errors
from nlink.errors import (
    AddressNotFound,
    AlreadyExists,
    Busy,
    ConnectionClosed,
    DecodeError,
    DumpInterrupted,
    InvalidInput,
    InvalidRequest,
    LinkNotFound,
    MessagesLost,
    NamespaceNotFound,
    NeighborNotFound,
    NetlinkError,
    NotFound,
    NotSupported,
    PermissionDenied,
    RouteNotFound,
    RuleNotFound,
    Timeout,
    Truncated,
    WrongLoop,
)
from nlink.netlink.extack import Policy, Refusal
from nlink.netlink.uapi.netlink import NL_ATTR_TYPE

CLASSES = [found for name in errors.__all__ if issubclass(found := getattr(errors, name), NetlinkError)]
OF_ERRNO = [
    (errno.ENODEV, NotFound),
    (errno.ENOENT, NotFound),
    (errno.ESRCH, NotFound),
    (errno.EADDRNOTAVAIL, NotFound),
    (errno.ENXIO, NotFound),
    (errno.EEXIST, AlreadyExists),
    (errno.EPERM, PermissionDenied),
    (errno.EACCES, PermissionDenied),
    (errno.EBUSY, Busy),
    (errno.EOPNOTSUPP, NotSupported),
    (errno.EPROTONOSUPPORT, NotSupported),
    (errno.EAFNOSUPPORT, NotSupported),
    (524, NotSupported),
    (errno.EINVAL, InvalidRequest),
    (errno.ERANGE, InvalidRequest),
    (errno.EMSGSIZE, InvalidRequest),
    (errno.ENETUNREACH, InvalidRequest),
    (errno.ETIMEDOUT, Timeout),
    (errno.EIO, NetlinkError),
]


@pytest.mark.parametrize(("number", "expected"), OF_ERRNO)
def test_an_errno_becomes_the_class_of_its_meaning(number: int, expected: type[NetlinkError]) -> None:
    refused = NetlinkError.from_refusal(Refusal(number, "why"))
    assert type(refused) is expected is type(NetlinkError.from_errno(number, "why"))
    assert (refused.errno, refused.message, refused.strerror) == (number, "why", "why")


@pytest.mark.parametrize("number", [errno.ENODEV, errno.ENOENT, errno.ESRCH, errno.EADDRNOTAVAIL, errno.ENXIO])
def test_the_operation_says_what_it_is_that_was_not_found(number: int) -> None:
    assert type(NetlinkError.from_refusal(Refusal(number, ""), not_found=RuleNotFound)) is RuleNotFound
    assert type(NetlinkError.from_errno(number, not_found=NamespaceNotFound)) is NamespaceNotFound


def test_where_a_device_has_something_enodev_is_about_the_device() -> None:
    for asked in (AddressNotFound, NeighborNotFound, RouteNotFound):
        assert type(NetlinkError.from_errno(errno.ENODEV, not_found=asked)) is LinkNotFound


def test_to_who_adds_an_address_eaddrnotavail_does_not_say_that_the_device_is_missing() -> None:
    assert type(NetlinkError.from_errno(errno.EADDRNOTAVAIL, not_found=LinkNotFound)) is InvalidRequest
    assert type(NetlinkError.from_errno(errno.EADDRNOTAVAIL, not_found=AddressNotFound)) is AddressNotFound


def test_what_was_not_found_does_not_rename_other_errors() -> None:
    assert type(NetlinkError.from_refusal(Refusal(errno.EBUSY, ""), not_found=LinkNotFound)) is Busy


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH])
def test_unreachable_is_no_route_to_who_asks_for_one_and_a_wrong_gateway_to_who_adds_one(number: int) -> None:
    refusal = Refusal(number, "")
    assert type(NetlinkError.from_refusal(refusal, not_found=RouteNotFound)) is RouteNotFound
    assert type(NetlinkError.from_refusal(refusal, not_found=LinkNotFound)) is InvalidRequest
    assert NetlinkError.from_refusal(refusal).is_unreachable


def test_each_class_is_also_the_builtin_that_programs_catch() -> None:
    assert issubclass(NetlinkError, OSError)
    assert issubclass(AlreadyExists, FileExistsError)
    assert issubclass(PermissionDenied, PermissionError)
    assert issubclass(Timeout, TimeoutError)
    assert issubclass(WrongLoop, RuntimeError)
    assert issubclass(InvalidInput, ValueError)
    assert issubclass(DecodeError, ValueError)


@pytest.mark.parametrize(
    ("predicate", "of"),
    [
        ("is_not_found", AddressNotFound),
        ("is_already_exists", AlreadyExists),
        ("is_permission_denied", PermissionDenied),
        ("is_busy", Busy),
        ("is_not_supported", NotSupported),
        ("is_invalid", InvalidRequest),
        ("is_timeout", Timeout),
        ("is_closed", ConnectionClosed),
        ("is_dump_interrupted", DumpInterrupted),
        ("is_lost", MessagesLost),
        ("is_truncated", Truncated),
    ],
)
def test_a_predicate_is_true_of_its_class_alone(predicate: str, of: type[NetlinkError]) -> None:
    for found in CLASSES:
        expected = found is of or (predicate == "is_not_found" and issubclass(found, NotFound))
        assert getattr(found(errno.EIO, "x"), predicate) is expected, found


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (NetlinkError(errno.EINVAL), "Invalid argument [EINVAL]"),
        (NetlinkError(errno.EOPNOTSUPP, "no"), "no [EOPNOTSUPP]"),
        (NetlinkError(524), "Operation not supported [ENOTSUPP]"),
        (NetlinkError(999, "odd"), "odd [999]"),
        (
            InvalidRequest(
                errno.EINVAL,
                "Local and remote address must be of the same family",
                operation="add_link('vx0', Vxlan(vni=42, ...))",
                attribute="linkinfo.data.local6",
            ),
            (
                "add_link('vx0', Vxlan(vni=42, ...)): Local and remote address must be of the same family"
                " [EINVAL, attribute linkinfo.data.local6]"
            ),
        ),
        (
            InvalidRequest(errno.ERANGE, "out of range", attribute="mtu", policy=Policy(min=68, max=65535)),
            "out of range [ERANGE, attribute mtu, range 68..65535]",
        ),
        (NetlinkError(errno.EINVAL, "no name", missing="linkinfo.kind"), "no name [EINVAL, missing linkinfo.kind]"),
        (NetlinkError.from_refusal(Refusal(22, "bad", offset=36)), "bad [EINVAL, attribute at byte 36]"),
        (NetlinkError.from_refusal(Refusal(22, "bad", missing_type=3)), "bad [EINVAL, missing attribute type 3]"),
        (InvalidInput("mtu", "must not be negative"), "mtu: must not be negative"),
        (InvalidInput("mtu", "too low").within("link").within("request"), "request.link.mtu: too low"),
        (DecodeError("too short"), "too short"),
        (
            DecodeError("too short", attribute="id", offset=40, message_type=16).within("data"),
            "too short [attribute data.id, offset 40, message type 16]",
        ),
        (
            DecodeError("too short", offset=140).at(message_type=16, base=100),
            "too short [offset 40, message type 16]",
        ),
    ],
)
def test_the_text_tells_the_call_the_reason_and_the_place(error: Exception, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (Policy(), ""),
        (Policy(min=1), "range 1.."),
        (Policy(max=-1), "range ..-1"),
        (Policy(min=0, max=0), "range 0..0"),
        (Policy(min_length=4), "length 4.."),
        (Policy(max_length=15), "length ..15"),
        (Policy(mask=0x3), "allowed bits 0x3"),
        (Policy(type=NL_ATTR_TYPE.U32), "expected u32"),
        (Policy(type=NL_ATTR_TYPE.U32, max=7), "range ..7"),
        (Policy(type=999), ""),
    ],
)
def test_a_policy_reads_as_a_few_words(policy: Policy, text: str) -> None:
    assert str(policy) == text


@pytest.mark.parametrize("of", CLASSES)
def test_an_error_survives_pickling_and_copying_whole(of: type[NetlinkError]) -> None:
    policy = Policy(type=NL_ATTR_TYPE.U16, max=4094)
    refusal = Refusal(34, "out of range", offset=60, policy=policy, cookie=b"\1\2")
    error = of(34, "out of range", operation="add()", attribute="id", policy=policy, missing="kind", refusal=refusal)
    error.add_note("while testing")
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is of
        assert again.__dict__ == error.__dict__
        assert (str(again), again.args, again.errno, again.strerror) == (str(error), error.args, 34, "out of range")


def test_what_a_dump_had_read_is_pickled_with_its_error() -> None:
    error = DumpInterrupted(errno.EINTR)
    error.partial = [1, 2]
    assert pickle.loads(pickle.dumps(error)).partial == [1, 2]


@pytest.mark.parametrize(
    "error", [InvalidInput("mtu", "too low"), DecodeError("odd", attribute="a.b", offset=4, message_type=16)]
)
def test_an_error_of_ours_survives_pickling(error: ValueError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.__dict__) == (type(error), str(error), error.__dict__)


def test_an_error_without_words_has_those_of_its_number_everywhere() -> None:
    error = NetlinkError(errno.EBUSY)
    assert error.message == error.strerror == error.args[1] == "Device or resource busy"
