"""The errors: what the kernel refused, what was wrong before anything was sent, and what could not be read."""

from __future__ import annotations

import errno as numbers
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Self

if TYPE_CHECKING:
    from .netlink.extack import Policy, Refusal

__all__ = [
    "AddressNotFound", "AlreadyExists", "Busy", "ConnectionClosed", "DecodeError", "DumpInterrupted", "FamilyNotFound",
    "InvalidInput", "InvalidRequest", "LinkNotFound", "MessagesLost", "NamespaceNotFound", "NeighborNotFound",
    "NetlinkError", "NotFound", "NotSupported", "PermissionDenied", "RouteNotFound", "RuleNotFound", "Timeout",
    "Truncated", "WrongLoop",
]  # fmt: skip


class NetlinkError(OSError):
    """What the kernel refused, or what went wrong on the way to it and back.

    Attributes:
        errno: the number that the kernel chose.
        message: what the kernel says about it, else what the number means.
        operation: the call that failed, as it was written.
        attribute: the dotted path of the attribute at fault ("linkinfo.data.id").
        policy: the limits that the attribute broke.
        missing: the dotted path of an attribute that the kernel wants.
    """

    errno: int  # pyright: ignore[reportIncompatibleVariableOverride]  # an OSError's may be None, here it never is

    def __init__(
        self,
        errno: int,
        message: str = "",
        *,
        operation: str = "",
        attribute: str | None = None,
        policy: Policy | None = None,
        missing: str | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(errno, message)
        self.message = message or words_for(errno)
        self.operation, self.attribute, self.policy, self.missing = operation, attribute, policy, missing
        self.refusal = refusal
        """What the kernel's answer says, unprocessed."""

    # OSError's own __new__ wants its arguments by position; and where there is a __new__, it is that which sets them.
    def __new__(cls, errno: int, message: str = "", **details: object) -> Self:
        return super().__new__(cls, errno, message or words_for(errno))

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.errno, self.message, self.__dict__)

    def __str__(self) -> str:
        facts = [_NAMES.get(self.errno, str(self.errno))]
        # Below Connection nobody knows the attributes' names: then the kernel's own numbers are told.
        if self.attribute:
            facts.append(f"attribute {self.attribute}")
        elif self.refusal is not None and self.refusal.offset is not None:
            facts.append(f"attribute at byte {self.refusal.offset}")
        if self.policy is not None and (limits := str(self.policy)):
            facts.append(limits)
        if self.missing:
            facts.append(f"missing {self.missing}")
        elif self.refusal is not None and self.refusal.missing_type is not None:
            facts.append(f"missing attribute type {self.refusal.missing_type}")
        call = f"{self.operation}: " if self.operation else ""
        return f"{call}{self.message} [{', '.join(facts)}]"

    @classmethod
    def from_refusal(
        cls,
        refusal: Refusal,
        *,
        operation: str = "",
        attribute: str | None = None,
        missing: str | None = None,
        not_found: type[NotFound] | None = None,
    ) -> NetlinkError:
        """The error for what the kernel answered, of the class that its errno means.

        Args:
            refusal: the answer.
            operation: the call, as it was written.
            attribute: the path of the attribute that the answer's offset tells.
            missing: the path of the attribute that the answer calls missing.
            not_found: the class for ENODEV, ENOENT, ESRCH and their like.
        """
        meant = class_of(refusal.errno, not_found)
        if not_found and refusal.errno in not_found.wordless and refusal.message == words_for(refusal.errno):
            meant = not_found
        return meant(
            refusal.errno, refusal.message, operation=operation, attribute=attribute, policy=refusal.policy,
            missing=missing, refusal=refusal,
        )  # fmt: skip

    @classmethod
    def from_errno(
        cls, errno: int, message: str = "", *, operation: str = "", not_found: type[NotFound] | None = None
    ) -> NetlinkError:
        """The error for what a system call refused, of the class that its errno means.

        Args:
            errno: the number.
            message: what is wrong; by default what the number means.
            operation: the call, as it was written.
            not_found: the class for ENODEV, ENOENT, ESRCH and their like.
        """
        return class_of(errno, not_found)(errno, message, operation=operation)

    @property
    def is_not_found(self) -> bool:
        """What was asked for is not there."""
        return isinstance(self, NotFound)

    @property
    def is_already_exists(self) -> bool:
        """It is there already."""
        return isinstance(self, AlreadyExists)

    @property
    def is_permission_denied(self) -> bool:
        """The caller lacks a capability, mostly CAP_NET_ADMIN in the user namespace that owns the network namespace."""
        return isinstance(self, PermissionDenied)

    @property
    def is_busy(self) -> bool:
        """Something else uses it."""
        return isinstance(self, Busy)

    @property
    def is_not_supported(self) -> bool:
        """This kernel, or this device, cannot do it."""
        return isinstance(self, NotSupported)

    @property
    def is_invalid(self) -> bool:
        """The kernel does not accept the request as it is."""
        return isinstance(self, InvalidRequest)

    @property
    def is_timeout(self) -> bool:
        """The answer did not come in time."""
        return isinstance(self, Timeout)

    @property
    def is_closed(self) -> bool:
        """The connection is closed, or not open yet."""
        return isinstance(self, ConnectionClosed)

    @property
    def is_dump_interrupted(self) -> bool:
        """The objects changed while they were dumped."""
        return isinstance(self, DumpInterrupted)

    @property
    def is_lost(self) -> bool:
        """The socket overran, and replies were lost."""
        return isinstance(self, MessagesLost)

    @property
    def is_truncated(self) -> bool:
        """A message was longer than the receive buffer."""
        return isinstance(self, Truncated)

    @property
    def is_unreachable(self) -> bool:
        """No route leads to an address: ENETUNREACH or EHOSTUNREACH."""
        return self.errno in _UNREACHABLE


class NotFound(NetlinkError):
    """What was asked for is not there: ENODEV, ENOENT, ESRCH, EADDRNOTAVAIL or ENXIO, whatever the kernel chose."""

    wordless: ClassVar[frozenset[int]] = frozenset()
    """Other numbers that mean it too, where the kernel says no word to them."""


class LinkNotFound(NotFound):
    """There is no such device."""


class AddressNotFound(NotFound):
    """The device has no such address."""


class AddressLabelNotFound(NotFound):
    """There is no such address label."""


class RouteNotFound(NotFound):
    """There is no such route, or none to that destination."""


class NexthopNotFound(NotFound):
    """There is no nexthop object of that number, or no such bucket."""


class NeighborNotFound(NotFound):
    """There is no such neighbour entry."""


class FdbEntryNotFound(NotFound):
    """There is no such entry in the forwarding table."""


class MdbEntryNotFound(NotFound):
    """There is no such entry in the multicast database."""

    wordless = frozenset({numbers.EINVAL})


class BridgeVlanNotFound(NotFound):
    """The bridge, or the port, is no member of that VLAN."""


class VniNotFound(NotFound):
    """The VXLAN does not take that VNI."""


class RuleNotFound(NotFound):
    """There is no such rule."""


class FamilyNotFound(NotFound):
    """The kernel has no such generic-netlink family."""


class NamespaceNotFound(NotFound):
    """There is no such network namespace."""


class AlreadyExists(NetlinkError, FileExistsError):  # pyright: ignore[reportIncompatibleVariableOverride]
    """It is there already: EEXIST."""


class PermissionDenied(NetlinkError, PermissionError):  # pyright: ignore[reportIncompatibleVariableOverride]
    """The caller lacks a capability: EPERM or EACCES."""


class Busy(NetlinkError):
    """Something else uses it: EBUSY."""


class NotSupported(NetlinkError):
    """This kernel or device cannot do it: EOPNOTSUPP, EPROTONOSUPPORT, EAFNOSUPPORT, ENOPROTOOPT."""


class InvalidRequest(NetlinkError):
    """The kernel does not accept the request as it is: EINVAL, ERANGE and their like, a gateway out of reach."""


class Timeout(NetlinkError, TimeoutError):  # pyright: ignore[reportIncompatibleVariableOverride]
    """The answer did not come in time. A change may have been made all the same."""


class ConnectionClosed(NetlinkError):
    """The connection is closed, was closed while this waited, or is not open yet."""


class DumpInterrupted(NetlinkError):
    """The objects changed while they were dumped; the list, in ``partial``, may lack some or hold some twice."""

    partial: Sequence[object] = ()


class MessagesLost(NetlinkError):
    """The socket's receive buffer overran and replies were lost. What was asked for may have been done."""


class Truncated(NetlinkError):
    """A message was longer than the receive buffer, and its end is lost."""


class WrongLoop(NetlinkError, RuntimeError):
    """A connection was used from another event loop or thread than the one that it belongs to."""


class InvalidInput(ValueError):
    """Wrong input, noticed before anything was sent.

    Attributes:
        field: the parameter or field.
        reason: what is wrong with it.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"

    def within(self, field: str) -> Self:
        """The same for the object that holds this one in ``field``: the path grows."""
        return type(self)(f"{field}.{self.field}", self.reason)


class DecodeError(ValueError):
    """Bytes that are not what they should be.

    Attributes:
        reason: what is wrong.
        attribute: the dotted path of the field.
        offset: where it is, in bytes from the start of the message (or of the set that was decoded).
        message_type: the ``nlmsg_type`` of the message.
    """

    def __init__(
        self, reason: str, *, attribute: str = "", offset: int | None = None, message_type: int | None = None
    ) -> None:
        super().__init__(reason)
        self.reason, self.attribute, self.offset, self.message_type = reason, attribute, offset, message_type

    def __str__(self) -> str:
        place = [f"attribute {self.attribute}"] if self.attribute else []
        place += [f"offset {self.offset}"] if self.offset is not None else []
        place += [f"message type {self.message_type}"] if self.message_type is not None else []
        return f"{self.reason} [{', '.join(place)}]" if place else self.reason

    def __reduce__(self) -> tuple[object, ...]:
        return _restore_decode, (self.reason, self.attribute, self.offset, self.message_type)

    def within(self, attribute: str) -> DecodeError:
        """The same for the object that holds this one in ``attribute``: the path grows."""
        path = f"{attribute}.{self.attribute}" if self.attribute else attribute
        return DecodeError(self.reason, attribute=path, offset=self.offset, message_type=self.message_type)

    def at(self, *, message_type: int, base: int) -> DecodeError:
        """The same with the message's type, and the offset counted from the message's start at ``base``."""
        offset = None if self.offset is None else self.offset - base
        return DecodeError(self.reason, attribute=self.attribute, offset=offset, message_type=message_type)


_ENOTSUPP = 524
"""The kernel's own number for "not supported". It is not for programs, but some drivers let it out."""
_NAMES = {**numbers.errorcode, numbers.EOPNOTSUPP: "EOPNOTSUPP", _ENOTSUPP: "ENOTSUPP"}
"""Of two names for one number, Python has the one that netlink's manual pages do not use."""
_UNREACHABLE = (numbers.ENETUNREACH, numbers.EHOSTUNREACH)
_MEANINGS: dict[int, type[NetlinkError]] = {
    **dict.fromkeys(
        (numbers.ENODEV, numbers.ENOENT, numbers.ESRCH, numbers.EADDRNOTAVAIL, numbers.ENXIO), NotFound),
    numbers.EEXIST: AlreadyExists,
    **dict.fromkeys((numbers.EPERM, numbers.EACCES), PermissionDenied),
    numbers.EBUSY: Busy,
    **dict.fromkeys(
        (numbers.EOPNOTSUPP, _ENOTSUPP, numbers.EPROTONOSUPPORT, numbers.EAFNOSUPPORT, numbers.ENOPROTOOPT),
        NotSupported),
    **dict.fromkeys(
        (numbers.EINVAL, numbers.ERANGE, numbers.EMSGSIZE, numbers.EBADMSG, numbers.ENOTUNIQ, numbers.E2BIG,
         numbers.EDOM, *_UNREACHABLE), InvalidRequest),
    numbers.ETIMEDOUT: Timeout,
}  # fmt: skip


def words_for(errno: int) -> str:
    """What a number means."""
    return os.strerror(numbers.EOPNOTSUPP if errno == _ENOTSUPP else errno)


_OF_DEVICES: Final = (
    AddressNotFound, BridgeVlanNotFound, FdbEntryNotFound, MdbEntryNotFound, NeighborNotFound, NexthopNotFound,
    RouteNotFound, VniNotFound,
)  # fmt: skip
"""What belongs to a device: ENODEV is about that."""


def class_of(errno: int, not_found: type[NotFound] | None) -> type[NetlinkError]:
    """The class of error that a number means.

    Args:
        errno: the number.
        not_found: what is not there, if that is what the number means.
    """
    chosen = _MEANINGS.get(errno, NetlinkError)
    if not_found is None:
        return chosen
    if errno == numbers.ENODEV and not_found in _OF_DEVICES:
        return LinkNotFound  # it is the device that is not there
    if errno == numbers.EADDRNOTAVAIL and not_found is LinkNotFound:
        return InvalidRequest  # to who adds an address it says that the device cannot have it
    # To who asks for a route they say that there is none; to who adds one, that its gateway is wrong.
    unreachable = errno in _UNREACHABLE and issubclass(not_found, RouteNotFound)
    return not_found if chosen is NotFound or unreachable else chosen


def _restore(cls: type[NetlinkError], errno: int, message: str, details: dict[str, object]) -> NetlinkError:
    error = cls(errno, message)
    error.__dict__.update(details)
    return error


def _restore_decode(reason: str, attribute: str, offset: int | None, message_type: int | None) -> DecodeError:
    return DecodeError(reason, attribute=attribute, offset=offset, message_type=message_type)
