"""From what a user says about a rule to the message."""

from __future__ import annotations

from socket import AF_INET, AF_INET6
from typing import Any, Final

from ....errors import InvalidInput
from ...device import new_name
from ...schema.enums import Enumeration
from ...schema.integers import u8, u16, u32
from ...schema.kind import Kind
from ...uapi.fib_rules import FIB_RULE, FR_ACT
from ...uapi.rtnetlink import RTPROT
from .. import arguments, names
from .message import PROTOCOLS, PortRange, RuleMessage, UidRange
from .settings import RuleSettings

PROTOCOL_NUMBERS: Final = {name: number for number, name in PROTOCOLS.items()}
ACTION: Final = Enumeration(FR_ACT, u8)
SAME: Final = (
    "goto", "priority", "tos", "suppress_prefixlen", "dscp", "dscp_mask", "sport_mask", "dport_mask"
)  # fmt: skip
"""The settings that are fields of RuleMessage by the same name."""
RENAMED: Final = {
    "mark": "fwmark", "mark_mask": "fwmask", "tunnel_id": "tun_id", "realm": "flow",
    "suppress_group": "suppress_ifgroup", "flow_label": "flowlabel", "flow_label_mask": "flowlabel_mask",
}  # fmt: skip
"""The settings that are fields by another one."""
NAMED: Final = {"tos": names.field, "dscp": names.dscp, "suppress_group": names.group, "realm": names.realms}
"""The settings that may be told by a name."""
NOT_COMPARED: Final = {"family", "invert"}
"""What does not tell, to the kernel, which rule is to be deleted (``rule_find``)."""
ANY_IF_ZERO: Final = (
    "src_len", "dst_len", "table", "action", "fwmark", "fwmask", "tos", "ip_proto", "tun_id", "flow", "protocol",
)  # fmt: skip
"""The fields that may be anything, to a deletion, when they are 0."""
LEN: Final = {"src_len": "source", "dst_len": "destination"}


def rule_message(call: str, settings: RuleSettings, protocol: RTPROT = RTPROT.BOOT) -> RuleMessage:
    """The message for what a user asks for.

    Args:
        call: the operation, for errors.
        settings: see RuleSettings.
        protocol: who installs it, where the settings do not say.

    Raises:
        InvalidInput: a setting is wrong.
        TypeError: there is no such setting.
    """
    arguments.check_settings(call, settings, RuleSettings)
    fields: dict[str, Any] = _families(settings)
    goto, l3mdev = settings.get("goto"), arguments.switch("l3mdev", settings.get("l3mdev", False))
    fields["action"] = FR_ACT.TO_TBL if goto is None else FR_ACT.GOTO
    if "action" in settings:
        fields["action"] = arguments.parsed("action", ACTION, settings["action"])
    fields["table"] = arguments.table("table", settings["table"]) if "table" in settings else 0
    if fields["action"] == FR_ACT.TO_TBL and not fields["table"] and not l3mdev:
        raise InvalidInput("table", "has to be given, or l3mdev, goto or another action")
    fields["l3mdev"] = l3mdev or None
    fields["flags"] = FIB_RULE.INVERT if arguments.switch("invert", settings.get("invert", False)) else FIB_RULE(0)
    fields |= {field: settings.get(name) for name, field in RENAMED.items()}
    fields |= {name: settings.get(name) for name in SAME}
    for name, kind in NAMED.items():
        field = RENAMED.get(name, name)
        if fields[field] is not None:
            fields[field] = arguments.parsed(name, kind, fields[field])
    if fields["fwmark"] == 0 and fields["fwmask"] is None:
        fields["fwmask"] = 0xFFFFFFFF  # without a mask the kernel takes no mark for any mark
    fields["sport_range"] = _ports("sport", settings.get("sport"))
    fields["dport_range"] = _ports("dport", settings.get("dport"))
    protocol_name = settings.get("ip_proto")
    fields["ip_proto"] = None if protocol_name is None else ip_protocol("ip_proto", protocol_name)
    _check_selectors(fields)
    if fields["flowlabel"] is not None and fields["flowlabel_mask"] is None:
        fields["flowlabel_mask"] = 0xFFFFF  # the kernel wants one
    if fields["flow"] and fields["family"] == AF_INET6:
        raise InvalidInput("realm", "is for IPv4 rules only")
    for setting in ("iif", "oif"):
        device = settings.get(setting)
        fields[f"{setting}name"] = None if device is None else new_name(setting, device)  # type: ignore[arg-type]
    fields["protocol"] = protocol or None
    if "protocol" in settings:
        fields["protocol"] = arguments.parsed("protocol", arguments.PROTOCOL, settings["protocol"])
    uids = settings.get("uids")
    if uids is not None:
        fields["uid_range"] = UidRange(start=_first("uids", uids, 0, u32), end=uids[-1])
    try:
        return RuleMessage(**fields)
    except InvalidInput as error:
        told = next((name for name, field in RENAMED.items() if field == error.field), error.field)
        raise InvalidInput(told, error.reason) from None


def ip_protocol(field: str, value: int | str) -> int:
    """The number of a protocol above IP, by its name or itself."""
    if isinstance(value, str):
        if value.lower() not in PROTOCOL_NUMBERS:
            raise InvalidInput(field, f"{value!r} is none of {', '.join(PROTOCOL_NUMBERS)}")
        return int(PROTOCOL_NUMBERS[value.lower()])
    arguments.parsed(field, u8, value)
    return value


def _check_selectors(fields: dict[str, Any]) -> None:
    """Refuse selectors that cannot be, or that the kernel of another version would drop without a word."""
    for name, most in (("dscp", 63), ("dscp_mask", 63), ("flowlabel", 0xFFFFF), ("flowlabel_mask", 0xFFFFF)):
        value = fields[name]
        if value is not None:
            told = name.replace("flowlabel", "flow_label")
            arguments.parsed(told, u32, value)
            if value > most:
                raise InvalidInput(told, f"must be from 0 to {most}, not {value}")
    for name in ("dscp", "sport", "dport"):
        if fields[f"{name}_mask"] is not None and fields.get(name, fields.get(f"{name}_range")) is None:
            raise InvalidInput(f"{name}_mask", f"is of {name}, so give that too")
    if fields["flowlabel_mask"] is not None and fields["flowlabel"] is None:
        raise InvalidInput("flow_label_mask", "is of flow_label, so give that too")
    if fields["flowlabel"] is not None and fields["family"] != AF_INET6:
        raise InvalidInput("flow_label", "is for IPv6 rules only")
    if fields["dscp"] is not None and fields["tos"]:
        raise InvalidInput("dscp", "is a part of tos, so give one or the other")
    for name in ("sport", "dport"):
        ports = fields[f"{name}_range"]
        if fields[f"{name}_mask"] is not None and ports is not None and ports.start != ports.end:
            raise InvalidInput(f"{name}_mask", f"is of a single port, not of {ports}")


def deleted_rule(settings: RuleSettings) -> RuleMessage:
    """The message that says what a rule to be deleted has.

    Raises:
        InvalidInput: a setting is wrong, or the kernel would delete a rule that has something else.
        TypeError: there is no such setting.
    """
    goto = settings.get("goto")
    told: RuleSettings = {"action": FR_ACT.UNSPEC if goto is None else FR_ACT.GOTO, **settings}
    message = rule_message("del_rule", told, RTPROT.UNSPEC)
    given = {name for name, value in settings.items() if value is not None and value is not False}
    if not given - NOT_COMPARED:
        raise InvalidInput("settings", "nothing is given that the kernel looks at, which would delete the first rule")
    for field in ANY_IF_ZERO:
        name = LEN.get(field) or next((name for name, other in RENAMED.items() if other == field), field)
        if name in given and not getattr(message, field):
            raise InvalidInput(name, f"cannot be {settings[name]} here: the kernel would delete a rule with any {name}")  # type: ignore[literal-required]
    return message


def _families(settings: RuleSettings) -> dict[str, Any]:
    """The prefixes, and the family: that which is told, that of the prefixes, or IPv4."""
    source, destination = settings.get("source"), settings.get("destination")
    src = None if source is None else arguments.network("source", source)
    dst = None if destination is None else arguments.network("destination", destination)
    known = [arguments.family_of(one) for one in (src, dst) if one is not None]
    asked = settings.get("family")
    family = arguments.family("family", asked) if asked is not None else known[0] if known else int(AF_INET)
    if any(one != family for one in known):
        raise InvalidInput("destination" if asked is None else "family", "is of another address family")
    return {"family": family, "src": src, "dst": dst}


def _ports(field: str, ports: int | range | None) -> PortRange | None:
    if ports is None:
        return None
    told = ports if isinstance(ports, range) else range(arguments.parsed(field, u16, ports), ports + 1)
    return PortRange(start=_first(field, told, 1, u16), end=told[-1])


def _first(field: str, told: Any, least: int, kind: Kind[int, int]) -> int:
    if not isinstance(told, range) or told.step != 1 or not told:
        raise InvalidInput(field, f"must be a range with a step of 1 that holds something, not {told!r}")
    for end in (told[0], told[-1]):
        arguments.parsed(field, kind, end)
    if told[0] < least:
        raise InvalidInput(field, f"must be from {least} on, not {told[0]}")
    return told[0]
