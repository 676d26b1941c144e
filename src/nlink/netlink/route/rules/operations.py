"""Routing policy rules: list, add, replace and delete them."""

from __future__ import annotations

from socket import AF_INET, AF_INET6, AF_UNSPEC

from typing_extensions import Unpack

from ....errors import AlreadyExists, InvalidInput, RuleNotFound
from ...device import new_name
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import NetworkLike
from ...schema.integers import u32
from ...schema.message import Message
from ...session import Session
from ...uapi.fib_rules import FR_ACT
from ...uapi.rtnetlink import RTM, RTPROT
from .. import arguments
from ..arguments import TableLike
from ..verbs import ADD, INSERT
from .message import RuleMessage
from .request import ACTION, deleted_rule, rule_message
from .settings import RuleSettings


class RuleOperations(Operations):
    """What changes rules; a coroutine on a Connection, queued by a Batch."""

    @operation
    def add_rule(self, *, exist_ok: bool = False, **settings: Unpack[RuleSettings]) -> Request[bool]:
        """Add a rule, as ``ip rule add`` does (ip-rule(8)).

        Args:
            exist_ok: it is no error if the very same rule is there; ``priority`` has to be given then.
            settings: see RuleSettings.

        Returns:
            True; False if it was there already.

        Raises:
            AlreadyExists: the very same rule is there, unless ``exist_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        message = rule_message("add_rule", settings)
        tolerated = arguments.tolerated("exist_ok", exist_ok, AlreadyExists)
        if exist_ok and settings.get("priority") is None:
            raise InvalidInput("priority", "has to be given with exist_ok: the kernel chooses a new one each time")
        return Request(
            RTM.NEWRULE, ADD, message.to_bytes(), members=RuleMessage, result=True, tolerated=tolerated
        )  # fmt: skip

    @operation
    def del_rule(self, *, missing_ok: bool = False, **settings: Unpack[RuleSettings]) -> Request[bool]:
        """Delete the first rule that has these settings.

        Args:
            missing_ok: it is no error if there is none.
            settings: what it has to have; what is not given may be anything, but at least one has to be given. The
                kernel does not compare ``invert``, nor where a ``goto`` leads.

        Returns:
            True; False if there was none.

        Raises:
            RuleNotFound: there is none, unless ``missing_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        return _delete(deleted_rule(settings), missing_ok)


class RuleQueries(Session):
    """What lists rules, and replaces one."""

    def get_rules(
        self,
        *,
        family: int | None = None,
        table: TableLike | None = None,
        priority: int | None = None,
        protocol: RTPROT | int | str | None = None,
        action: FR_ACT | int | str | None = None,
        source: NetworkLike | None = None,
        destination: NetworkLike | None = None,
        iif: str | None = None,
        oif: str | None = None,
        mark: int | None = None,
    ) -> Dump[RuleMessage]:
        """List rules in their order; await it for a list, or iterate over it.

        The kernel chooses by family only; nlink does by the rest.

        Args:
            family: ``AF_INET`` or ``AF_INET6``; both by default.
            table: rules that look up there.
            priority: rules of this priority.
            protocol: who installed them.
            action: what they do: "to_tbl", "goto", "nop", "blackhole" ...
            source: for packets from just this prefix.
            destination: for packets to just this prefix.
            iif: for packets that came in by the device of this name.
            oif: for packets of sockets bound to the device of this name.
            mark: for packets with this mark.
        """
        asked = arguments.family("family", family)
        wanted: dict[str, object] = {}
        if table is not None:
            wanted["table"] = arguments.table("table", table)
        if priority is not None:
            wanted["priority"] = arguments.parsed("priority", u32, priority)
        if protocol is not None:
            wanted["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, protocol)
        if action is not None:
            wanted["action"] = arguments.parsed("action", ACTION, action)
        if source is not None:
            wanted["src"] = arguments.network("source", source)
        if destination is not None:
            wanted["dst"] = arguments.network("destination", destination)
        if mark is not None:
            wanted["fwmark"] = arguments.parsed("mark", u32, mark)
        for field, name in (("iif", iif), ("oif", oif)):
            if name is not None:
                wanted[f"{field}name"] = new_name(field, name)

        async def build() -> Message:
            return RuleMessage(family=asked)

        def keep(rule: RuleMessage) -> bool:
            # Without a family the kernel lists the rules of multicast routing too (families 128 and 129).
            return (asked != AF_UNSPEC or rule.family in (AF_INET, AF_INET6)) and all(
                getattr(rule, name) == value for name, value in wanted.items()
            )

        return self.dump_of(RuleMessage, RTM.GETRULE, build, call="get_rules()", keep=keep)

    async def flush_rules(
        self, *, family: int | None = None, table: TableLike | None = None, protocol: RTPROT | int | str | None = None
    ) -> int:
        """Delete all rules that ``get_rules`` lists with these arguments, but for those of priority 0.

        As ``ip rule flush``; the rules that the kernel began with go too, but for that of the table "local".

        Returns:
            How many were deleted.
        """
        deleted = 0
        for rule in await self.get_rules(family=family, table=table, protocol=protocol):
            if rule.priority:
                request = _delete(rule, missing_ok=True)
                request.operation = "flush_rules"
                deleted += await self.submit(request)
        return deleted

    async def replace_rule(self, **settings: Unpack[RuleSettings]) -> None:
        """Make this the only rule of its family with its priority, which has to be given.

        The kernel cannot replace a rule, so the new one is added before the others are deleted: there is always one.

        Args:
            settings: as of ``add_rule``.

        Raises:
            InvalidInput: an argument is wrong; nothing was sent.
        """
        if settings.get("priority") is None:
            raise InvalidInput("priority", "has to be given: it tells which rule is replaced")
        message = rule_message("replace_rule", settings)
        others = await self.get_rules(family=message.family, priority=message.priority)
        # Without EXCL, so that it comes behind its like. The kernel deletes the first rule that has all it is told;
        # told all of the first one with this priority, it is that one.
        added = Request(RTM.NEWRULE, INSERT, message.to_bytes(), members=RuleMessage, result=True)
        added.operation, added.named = "replace_rule", settings
        await self.submit(added)
        for other in others:
            deleted = _delete(other, missing_ok=True)
            deleted.belongs_to(added)
            await self.submit(deleted)


def _delete(message: RuleMessage, missing_ok: bool) -> Request[bool]:
    return Request(
        RTM.DELRULE, 0, message.to_bytes(), members=RuleMessage, result=True, not_found=RuleNotFound,
        tolerated=arguments.tolerated("missing_ok", missing_ok, RuleNotFound),
    )  # fmt: skip
