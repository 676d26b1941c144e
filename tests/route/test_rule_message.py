"""Rules as this kernel reports them, against what `ip -j rule` makes of the same ones."""

from __future__ import annotations

import json
from ipaddress import IPv4Network, IPv6Network
from typing import Any

import pytest

from nlink.netlink.route.rules.message import PortRange, RuleMessage, UidRange
from nlink.netlink.route.tables import table_name
from nlink.netlink.route.words import prefix_word
from nlink.netlink.uapi.fib_rules import FIB_RULE, FR_ACT
from nlink.netlink.uapi.rtnetlink import RTPROT
from tests.needs import requires
from tests.netns import Netns
from tests.route.dumping import change, dump

RULES = (
    (
        "pref 10 from 10.0.0.0/8 to 10.2.0.0/16 iif lo oif gone tos 0x10 fwmark 1/0xff table 1000 uidrange 0-0"
        " ipproto tcp sport 1-2 dport 80 realms 1/2 suppress_prefixlength 3 suppress_ifgroup 7 protocol static"
    ),
    "pref 20 tun_id 77 table 5",
    "pref 30 not from 10.0.0.0/8 blackhole",
    "pref 40 goto 32766",
    "pref 41 goto 9999",
    "pref 50 from 10.9.0.1 nop",
    "pref 60 prohibit",
    "pref 70 to 10.0.0.5/8 table main",  # the kernel keeps the host bits
    "pref 80 l3mdev",
    "pref 90 fwmark 5 unreachable",
)
ACTIONS = {FR_ACT.BLACKHOLE: "blackhole", FR_ACT.UNREACHABLE: "unreachable", FR_ACT.PROHIBIT: "prohibit"}


@requires("command:ip")
@pytest.mark.parametrize("family", [2, 10])
def test_every_sort_of_rule_is_what_ip_shows(netns: Netns, family: int) -> None:
    ip = ["ip", "-4" if family == 2 else "-6"]
    added = [rule if family == 2 else _as_ipv6(rule) for rule in RULES if family == 2 or "realms" not in rule]
    for rule in added:
        netns.run(*ip, "rule", "add", *rule.split())
    shown = json.loads(netns.run(*ip, "-j", "-d", "rule"))
    found = dump(netns, RuleMessage(family=family))
    assert len(found) == len(shown) > len(added)
    for info, message in zip(shown, found, strict=True):
        assert as_ip_shows(message) == info
        by_ip = _line(netns, ip, message.priority)
        if family == 10 and message.src is None and message.dst is None:
            by_ip += " inet6"  # ip is asked for one family; a line of nlink's may stand among those of both
        assert _words(str(message)) == _words(by_ip)


def _as_ipv6(rule: str) -> str:
    return (
        rule.replace("10.0.0.0/8", "2001:db8::/32")
        .replace("10.9.0.1", "2001:db8::1")
        .replace("10.0.0.5/8", "2001:db8::5/32")
    )


def _line(netns: Netns, ip: list[str], priority: int) -> str:
    return netns.run(*ip, "rule", "show", "pref", str(priority)).strip()


def _words(line: str) -> list[str]:
    return sorted(line.replace("[detached]", "").replace("32767:\tfrom", "32767: from").split())


def as_ip_shows(message: RuleMessage) -> dict[str, Any]:
    made: dict[str, Any] = {"priority": message.priority, "src": "all"}
    if message.is_inverted:
        made["not"] = None
    for name, network in (("src", message.src), ("dst", message.dst)):
        if network is not None:
            made[name] = prefix_word(network).partition("/")[0]
            if network.prefixlen < network.max_prefixlen:
                made[name + "len"] = network.prefixlen
    if message.tos:
        made["tos"] = hex(message.tos)
    if message.fwmark is not None:
        made["fwmark"] = hex(message.fwmark)
        if message.fwmask != 0xFFFFFFFF:
            made["fwmask"] = hex(message.fwmask or 0)
    given = {"iif": message.iifname, "oif": message.oifname, "tun_id": message.tun_id, "goto": message.goto}
    made |= {name: value for name, value in given.items() if value is not None}
    if message.oifname and FIB_RULE.OIF_DETACHED in message.flags:
        made["oif_detached"] = None
    if message.l3mdev:
        made["l3mdev"] = None
    if message.uid_range:
        made |= {"uid_start": message.uid_range.start, "uid_end": message.uid_range.end}
    if message.ip_proto is not None:
        made["ipproto"] = {6: "tcp"}[message.ip_proto]
    for name, ports in (("sport", message.sport_range), ("dport", message.dport_range)):
        if ports and ports.start == ports.end:
            made[name] = ports.start
        elif ports:
            made |= {f"{name}_start": ports.start, f"{name}_end": ports.end}
    if message.flow:
        made |= {"flow_from": str(message.flow >> 16), "flow_to": str(message.flow & 0xFFFF)}
    if message.action == FR_ACT.TO_TBL and message.table:
        made["table"] = table_name(message.table)
    if message.suppress_prefixlen is not None:
        made["suppress_prefixlen"] = message.suppress_prefixlen
    if message.suppress_ifgroup is not None:
        made["suppress_ifgroup"] = str(message.suppress_ifgroup)
    if FIB_RULE.UNRESOLVED in message.flags:
        made["unresolved"] = None
    if message.action == FR_ACT.NOP:
        made["nop"] = None
    if message.action in ACTIONS:
        made["action"] = ACTIONS[FR_ACT(message.action)]
    made["protocol"] = RTPROT(message.protocol or 0).name.lower()
    return made


# Linux 6.14 and 6.15 brought the attributes of all but the last.
RECENT: dict[str, dict[str, Any]] = {
    "dscp": {"dscp": 10, "dscp_mask": 0x3F},
    "flow labels": {"flowlabel": 0x12345, "flowlabel_mask": 0xFFFFF, "family": 10},
    "port masks": {
        "sport_range": PortRange(start=0x10, end=0x10), "sport_mask": 0xFFF0,
        "dport_range": PortRange(start=0x20, end=0x20), "dport_mask": 0xFFE0,
    },
    "everything": {
        "src": IPv4Network("10.0.0.0/8"), "dst": IPv4Network("10.1.0.0/16"), "iifname": "a", "oifname": "b",
        "fwmark": 1, "fwmask": 3, "flow": 0x10002, "tun_id": 1 << 40, "suppress_prefixlen": 0,
        "uid_range": UidRange(start=0, end=0), "protocol": RTPROT.BGP, "ip_proto": 17,
        "table": 1 << 31, "suppress_ifgroup": 3,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name == "everything" else requires("linux:6.15")) for name in RECENT]
)
def test_a_rule_as_given_is_what_is_read(netns: Netns, name: str) -> None:
    given = RuleMessage(**{"family": 2, "action": FR_ACT.TO_TBL, "table": 100, "priority": 5, **RECENT[name]})
    change(netns, given)
    [read] = [one for one in dump(netns, RuleMessage(family=given.family)) if one.priority == 5]
    for field in ("family", "action", "table", *RECENT[name]):
        assert getattr(read, field) == getattr(given, field), field
    change(netns, read, "delete")


@pytest.mark.parametrize("look", [False, True])
def test_a_rule_with_host_bits_can_be_deleted_by_what_was_read(netns: Netns, look: bool) -> None:
    """The kernel ignores the host bits of "from 10.0.0.5/8" but finds the rule only by them."""
    netns.run("ip", "rule", "add", "pref", "5", "from", "10.0.0.5/8", "table", "100")
    netns.run("ip", "-6", "rule", "add", "pref", "5", "from", "2001:db8::5/32", "table", "100")
    for family, network in ((2, IPv4Network("10.0.0.0/8")), (10, IPv6Network("2001:db8::/32"))):
        [rule] = [one for one in dump(netns, RuleMessage(family=family)) if one.header_table == 100]
        if look:
            assert rule.src == network
        change(netns, rule, "delete")


def test_as_text_it_is_one_line() -> None:
    rule = RuleMessage(family=2, src=IPv4Network("10.1.0.0/16"), table=100, priority=1000, action=FR_ACT.TO_TBL)
    assert str(rule) == "1000: from 10.1.0.0/16 lookup 100"
