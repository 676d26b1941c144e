"""Routing policy rules: list, add, replace and delete them."""

from __future__ import annotations

from socket import AF_INET, AF_INET6, AF_UNSPEC
from typing import Any, Final

from typing_extensions import TypedDict, Unpack

from ....errors import AlreadyExists, InvalidInput, RuleNotFound
from ...device import new_name
from ...dump import Dump
from ...operation import Operations, operation
from ...request import Request
from ...schema.addresses import NetworkLike
from ...schema.enums import Enumeration
from ...schema.integers import u8, u16, u32
from ...schema.message import Message
from ...session import Session
from ...uapi.fib_rules import FIB_RULE, FR_ACT
from ...uapi.netlink import NLM_F
from ...uapi.rtnetlink import RTM, RTPROT
from .. import arguments
from ..arguments import TableLike
from .message import PortRange, RuleMessage, UidRange

CREATE: Final = int(NLM_F.CREATE)
EXCL: Final = int(NLM_F.EXCL)
ACTION: Final = Enumeration(FR_ACT, u8)


class RuleSettings(TypedDict, total=False):
    """Which packets a rule is for, and what it does with them; for ``add_rule``, ``replace_rule`` and ``del_rule``."""

    source: NetworkLike | None
    """Packets from this prefix."""
    destination: NetworkLike | None
    """Packets to this prefix."""
    table: TableLike
    """Look the route up there: "main", "local", "default" or a number."""
    priority: int | None
    """From 0, which comes first; by default the kernel chooses one before the rules that were there."""
    family: int | None
    """``AF_INET`` or ``AF_INET6``; by default that of the prefixes, or else IPv4."""
    action: FR_ACT | int | str
    """"to_tbl" (the default), "goto", "nop", "blackhole", "unreachable" or "prohibit"."""
    goto: int | None
    """Go on with the rule of this priority."""
    invert: bool
    """For the packets that do not match."""
    iif: str | None
    """The name of the device by which it came in; it does not have to exist."""
    oif: str | None
    """The name of the device that a socket is bound to."""
    mark: int | None
    mark_mask: int | None
    tos: int
    ip_proto: int | None
    """The number of a protocol: 1 ICMP, 6 TCP, 17 UDP."""
    sport: int | range | None
    """A port, or a range: range(1000, 2001)."""
    dport: int | range | None
    uids: range | None
    """User ids of senders: range(1000, 2001)."""
    tunnel_id: int | None
    l3mdev: bool
    """Look up in the table of the VRF that the packet belongs to."""
    suppress_prefixlen: int | None
    """Do not take a route with a prefix this short or shorter."""
    suppress_group: int | None
    """Do not take a route that leads to a device of this group."""
    realm: int | None
    """Realms: source << 16 | destination."""
    protocol: RTPROT | int | str
    """Who installed it; "boot" by default, as of ip-rule(8)."""


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
        message = rule_message("add_rule", settings, RTPROT.BOOT)
        if exist_ok and settings.get("priority") is None:
            raise InvalidInput("priority", "has to be given with exist_ok: the kernel chooses a new one each time")
        tolerated = AlreadyExists if exist_ok else None
        return Request(RTM.NEWRULE, CREATE | EXCL, lambda _: message, result=True, tolerated=tolerated)

    @operation
    def del_rule(self, *, missing_ok: bool = False, **settings: Unpack[RuleSettings]) -> Request[bool]:
        """Delete the first rule that has these settings.

        Args:
            missing_ok: it is no error if there is none.
            settings: what it has to have; what is not given may be anything, but at least one has to be given.

        Returns:
            True; False if there was none.

        Raises:
            RuleNotFound: there is none, unless ``missing_ok``.
            InvalidInput: an argument is wrong; nothing was sent.
        """
        if not settings.keys() - {"family"}:
            raise InvalidInput("settings", "nothing is given, which would delete the first rule there is")
        told: RuleSettings = {"action": FR_ACT.UNSPEC if settings.get("goto") is None else FR_ACT.GOTO, **settings}
        message = rule_message("del_rule", told, RTPROT.UNSPEC)
        return _delete(message, missing_ok)


class RuleQueries(Session):
    """What lists rules, and replaces one."""

    def get_rules(
        self,
        *,
        family: int | None = None,
        table: TableLike | None = None,
        priority: int | None = None,
        protocol: RTPROT | int | str | None = None,
    ) -> Dump[RuleMessage]:
        """List rules in their order; await it for a list, or iterate over it.

        The kernel chooses by family only; nlink does by the rest.

        Args:
            family: ``AF_INET`` or ``AF_INET6``; both by default.
            table: rules that look up there.
            priority: rules of this priority.
            protocol: who installed them.
        """
        asked = arguments.family("family", family)
        wanted: dict[str, int] = {}
        if table is not None:
            wanted["table"] = arguments.table("table", table)
        if priority is not None:
            wanted["priority"] = arguments.parsed("priority", u32, priority)
        if protocol is not None:
            wanted["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, protocol)

        async def build() -> Message:
            return RuleMessage(family=asked)

        def keep(rule: RuleMessage) -> bool:
            # Without a family the kernel lists the rules of multicast routing too (families 128 and 129).
            return (asked != AF_UNSPEC or rule.family in (AF_INET, AF_INET6)) and all(
                getattr(rule, name) == value for name, value in wanted.items()
            )

        return self.dump_of(RuleMessage, RTM.GETRULE, build, call="get_rules()", keep=keep)

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
        message = rule_message("replace_rule", settings, RTPROT.BOOT)
        others = await self.get_rules(family=message.family, priority=message.priority)
        # Without EXCL, so that it comes behind its like. The kernel deletes the first rule that has all it is told;
        # told all of the first one with this priority, it is that one.
        added = Request(RTM.NEWRULE, CREATE, lambda _: message, result=True)
        added.operation, added.named = "replace_rule", settings
        await self.submit(added)
        for other in others:
            deleted = _delete(other, missing_ok=True)
            deleted.belongs_to(added)
            await self.submit(deleted)


def _delete(message: RuleMessage, missing_ok: bool) -> Request[bool]:
    return Request(
        RTM.DELRULE, 0, lambda _: message, result=True, tolerated=RuleNotFound if missing_ok else None,
        not_found=RuleNotFound,
    )  # fmt: skip


def rule_message(call: str, settings: RuleSettings, protocol: RTPROT) -> RuleMessage:
    """The message for what a user asks for.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting.
    """
    arguments.unknown_keywords(call, settings, RuleSettings)
    source, destination = settings.get("source"), settings.get("destination")
    src = None if source is None else arguments.network("source", source)
    dst = None if destination is None else arguments.network("destination", destination)
    known = [arguments.family_of(one) for one in (src, dst) if one is not None]
    asked = settings.get("family")
    family = arguments.family("family", asked) if asked is not None else known[0] if known else int(AF_INET)
    if any(one != family for one in known):
        raise InvalidInput("destination" if asked is None else "family", "is of another address family")
    goto, table, l3mdev = settings.get("goto"), settings.get("table"), bool(settings.get("l3mdev"))
    action: int = FR_ACT.TO_TBL if goto is None else FR_ACT.GOTO
    if "action" in settings:
        action = arguments.parsed("action", ACTION, settings["action"])
    chosen = 0 if table is None else arguments.table("table", table)
    if action == FR_ACT.TO_TBL and not chosen and not l3mdev:
        raise InvalidInput("table", "has to be given, or l3mdev, goto or another action")
    mark_mask = settings.get("mark_mask")
    if settings.get("mark") == 0 and mark_mask is None:
        mark_mask = 0xFFFFFFFF  # without a mask the kernel takes no mark for any mark
    fields: dict[str, Any] = {
        "family": family, "src": src, "dst": dst, "table": chosen, "action": action, "goto": goto,
        "flags": FIB_RULE.INVERT if settings.get("invert") else FIB_RULE(0), "tos": settings.get("tos", 0),
        "priority": settings.get("priority"), "fwmark": settings.get("mark"), "fwmask": mark_mask,
        "tun_id": settings.get("tunnel_id"), "ip_proto": settings.get("ip_proto"), "flow": settings.get("realm"),
        "l3mdev": l3mdev or None, "suppress_prefixlen": settings.get("suppress_prefixlen"),
        "suppress_ifgroup": settings.get("suppress_group"), "protocol": protocol or None,
    }  # fmt: skip
    for setting, field in (("iif", "iifname"), ("oif", "oifname")):
        name = settings.get(setting)
        fields[field] = None if name is None else new_name(setting, name)  # type: ignore[arg-type]
    if "protocol" in settings:
        fields["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, settings["protocol"])
    fields["sport_range"] = _ports("sport", settings.get("sport"))
    fields["dport_range"] = _ports("dport", settings.get("dport"))
    uids = settings.get("uids")
    if uids is not None:
        fields["uid_range"] = UidRange(start=_first("uids", uids, u32), end=uids[-1])
    try:
        return RuleMessage(**fields)
    except InvalidInput as error:
        raise InvalidInput(_SETTINGS.get(error.field, error.field), error.reason) from None


_SETTINGS: Final = {
    "fwmark": "mark", "fwmask": "mark_mask", "tun_id": "tunnel_id", "flow": "realm",
    "suppress_ifgroup": "suppress_group",
}  # fmt: skip


def _ports(field: str, ports: int | range | None) -> PortRange | None:
    if ports is None:
        return None
    told = range(ports, ports + 1) if isinstance(ports, int) else ports
    return PortRange(start=_first(field, told, u16), end=told[-1])


def _first(field: str, told: Any, kind: Any) -> int:
    if not isinstance(told, range) or told.step != 1 or not told:
        raise InvalidInput(field, f"must be a range with a step of 1 that holds something, not {told!r}")
    for end in (told[0], told[-1]):
        arguments.parsed(field, kind, end)
    return int(told[0])
