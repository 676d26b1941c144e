"""Generic netlink on a connection: which families there are, what they accept, and requests to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from typing_extensions import TypeVar

from ...errors import FamilyNotFound, InvalidInput, NetlinkError, NotFound
from ..dump import Dump
from ..schema.message import Message
from ..uapi.genetlink import CTRL_CMD, GENL_ID
from ..uapi.netlink import NETLINK
from .controller import AttributePolicy, Family, OperationPolicy
from .message import GenericMessage

if TYPE_CHECKING:
    from ..session import Session

M = TypeVar("M", bound=GenericMessage)

GENERIC: Final = int(NETLINK.GENERIC)
CONTROLLER: Final = int(GENL_ID.CTRL)
CONTROLLER_VERSION: Final = 2
LONGEST_NAME: Final = 15
"""``GENL_NAMSIZ`` less the NUL."""


@dataclass(frozen=True, slots=True)
class FamilyPolicy:
    """What a family accepts.

    Attributes:
        operations: for each command, the policies of its ``do`` and its ``dump`` requests, by index.
        policies: for each index, the attributes and what they have to be.
    """

    operations: dict[int, OperationPolicy] = field(default_factory=dict)
    policies: dict[int, dict[int, AttributePolicy]] = field(default_factory=dict)


class GenericFamilies:
    """``conn.generic``: the families of generic netlink."""

    def __init__(self, session: Session, known: dict[str, Family]) -> None:
        self._session = session
        self._known = known

    def get_families(self) -> Dump[Family]:
        """List all families."""
        return self._dump(CONTROLLER, _ask(CTRL_CMD.GETFAMILY), "get_families()")

    async def get_family(self, name: str) -> Family:
        """A family by its name; asked for once, and then known to this connection.

        Args:
            name: at most 15 bytes ("nlctrl", "ethtool").

        Raises:
            FamilyNotFound: the kernel does not have it (its module may not be loaded).
        """
        return self._known.get(_checked(name)) or await self._asked_again(name)

    async def get_policy(self, name: str) -> FamilyPolicy:
        """What a family accepts, command by command and attribute by attribute (since Linux 5.10).

        Raises:
            FamilyNotFound: the kernel does not have it.
        """
        family = await self._asked_again(_checked(name))
        policy = FamilyPolicy()
        message = _ask(CTRL_CMD.GETPOLICY, id=family.id)
        async for part in self._dump(CONTROLLER, message, f"get_policy({name!r})"):
            if part.operation_policy is not None:
                (command,) = part.operation_policy.types
                policy.operations[command] = part.operation_policy.value
            if part.policy is not None:
                index, attribute = part.policy.types
                policy.policies.setdefault(index, {})[attribute] = part.policy.value
        return policy

    async def request(self, family: str, message: M, *, flags: int = 0, waits: bool = False) -> list[M]:
        """Send a message to a family, and take the messages that answer it, as the same class.

        Args:
            family: its name.
            message: the command and its attributes.
            flags: ``NLM_F_*`` beside REQUEST and ACK.
            waits: the kernel works on it for milliseconds: send it from a worker thread.

        Raises:
            FamilyNotFound: the kernel does not have the family.
            NetlinkError: the kernel refuses the request.
        """
        number = (await self.get_family(family)).id
        try:
            return await self._session.request(message, type=number, flags=flags, waits=waits, protocol=GENERIC)
        except NotFound:
            # Either the family says so, or there is none of that number: its module was loaded anew, and has another.
            if (await self._asked_again(family)).id == number:
                raise
        number = (await self.get_family(family)).id
        return await self._session.request(message, type=number, flags=flags, waits=waits, protocol=GENERIC)

    def dump(self, family: str, message: M, *, flags: int = 0) -> Dump[M]:
        """Ask a family for all objects of a kind; the result is awaited for a list, or iterated over.

        Arguments and errors are those of ``request``.
        """

        async def build() -> Message:
            return message

        async def number() -> int:
            # Never from memory: its module may have been loaded anew, which gives it another number.
            return (await self._asked_again(family)).id

        _checked(family)
        call = f"dump({family!r}, {message!r})"
        return self._session.dump_of(message.__class__, number, build, flags=flags, protocol=GENERIC, call=call)

    def _dump(self, number: int, message: Family, call: str) -> Dump[Family]:
        async def build() -> Message:
            return message

        return self._session.dump_of(Family, number, build, protocol=GENERIC, call=call)

    async def _asked_again(self, name: str) -> Family:
        """A family as it is now, and from now on known so."""
        self._known.pop(name, None)
        call = f"get_family({name!r})"
        question = _ask(CTRL_CMD.GETFAMILY, name=name)
        try:
            (family,) = await self._session.request(question, type=CONTROLLER, protocol=GENERIC)
        except NetlinkError as error:
            if error.refusal is not None:
                raise NetlinkError.from_refusal(error.refusal, operation=call, not_found=FamilyNotFound) from None
            error.operation = call
            raise
        self._known[name] = family
        return family


def _checked(name: str) -> str:
    """A family's name, if it can be one."""
    if not isinstance(name, str):
        raise InvalidInput("name", f"must be a string, not {type(name).__name__}")
    if not 0 < len(name.encode("utf-8", "surrogateescape")) <= LONGEST_NAME:
        raise InvalidInput("name", f"a family's name has 1 to {LONGEST_NAME} bytes, not {name!r}")
    return name


def _ask(command: CTRL_CMD, *, name: str = "", id: int = 0) -> Family:
    """A request to the controller; without an id or name it is for all families."""
    return Family(command=command, version=CONTROLLER_VERSION, name=name, id=id)
