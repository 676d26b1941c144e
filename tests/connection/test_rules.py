"""Rules as ``add_rule`` and its kin make them, read back by nlink and by ``ip``."""

from __future__ import annotations

from collections import Counter
from socket import AF_INET, AF_INET6
from typing import Any

import pytest

from nlink import AlreadyExists, Connection, InvalidInput, RuleNotFound
from nlink.route import RuleMessage
from tests.needs import requires
from tests.netns import Netns

PRIORITY = 1000

SETTINGS: list[Any] = [
    # given; as ip tells it; as the message's text has it
    ({"source": "10.1.0.0/16", "table": 100}, {"src": "10.1.0.0", "srclen": 16, "table": "100"}, {"table": "100"}),
    ({"source": "10.1.0.1", "table": 100}, {"src": "10.1.0.1"}, {"src": "10.1.0.1/32"}),
    ({"destination": "10.2.0.0/16", "table": "main"}, {"dst": "10.2.0.0", "table": "main"}, {"dst": "10.2.0.0/16"}),
    ({"source": "2001:db8::/32", "table": 70000}, {"src": "2001:db8::", "table": "70000"}, {"table": "70000"}),
    ({"family": AF_INET6, "table": 5}, {"table": "5"}, {"family": "10"}),
    ({"iif": "v0", "table": 5}, {"iif": "v0", "iif_detached": None}, {"iifname": "v0"}),
    ({"oif": "v0", "table": 5}, {"oif": "v0", "oif_detached": None}, {"oifname": "v0"}),
    ({"mark": 7, "table": 5}, {"fwmark": "0x7"}, {"fwmark": "7", "fwmask": str(2**32 - 1)}),
    ({"mark": 7, "mark_mask": 15, "table": 5}, {"fwmark": "0x7", "fwmask": "0xf"}, {"fwmark": "7", "fwmask": "15"}),
    ({"tos": 0x10, "table": 5}, {"tos": "0x10"}, {"tos": "16"}),
    ({"ip_proto": 6, "sport": 80, "table": 5}, {"ipproto": "tcp", "sport": 80}, {"sport_range": "80"}),
    (
        {"ip_proto": 17, "dport": range(1000, 2001), "table": 5},
        {"ipproto": "udp", "dport_start": 1000, "dport_end": 2000},
        {"dport_range": "1000-2000"},
    ),
    ({"uids": range(1), "table": 5}, {"uid_start": 0, "uid_end": 0}, {"uid_range": "0-0"}),
    pytest.param(
        {"uids": range(1000, 2001), "table": 5},
        {"uid_start": 1000, "uid_end": 2000},
        {"uid_range": "1000-2000"},
        marks=requires("root"),  # a user namespace has no other user than root
    ),
    ({"tunnel_id": 77, "table": 5}, {"tun_id": 77}, {"tun_id": "77"}),
    ({"l3mdev": True}, {"l3mdev": None}, {"l3mdev": "True"}),
    (
        {"suppress_prefixlen": 0, "table": 5},
        {"suppress_prefixlen": 0},
        {"suppress_prefixlen": "0", "suppress_ifgroup": "None"},
    ),
    ({"suppress_group": 3, "table": 5}, {"suppress_ifgroup": "3"}, {"suppress_ifgroup": "3"}),
    ({"realm": 3 << 16 | 4, "table": 5}, {"flow_from": "3", "flow_to": "4"}, {"flow": str(3 << 16 | 4)}),
    ({"protocol": "static", "table": 5}, {"protocol": "static"}, {"protocol": "4"}),
    ({"table": 5}, {"protocol": "boot", "src": "all"}, {"protocol": "3"}),
    ({"invert": True, "source": "10.1.0.0/16", "table": 5}, {"not": None}, {"is_inverted": "True"}),
    ({"goto": 30000}, {"goto": 30000, "unresolved": None}, {"goto": "30000"}),
    ({"action": "blackhole"}, {"action": "blackhole"}, {"action": "6"}),
    ({"action": "unreachable"}, {"action": "unreachable"}, {"action": "7"}),
    ({"action": "prohibit"}, {"action": "prohibit"}, {"action": "8"}),
    ({"action": "nop"}, {}, {"action": "3"}),
]


async def rules(conn: Connection, family: int = AF_INET, priority: int = PRIORITY) -> list[RuleMessage]:
    return await conn.get_rules(family=family, priority=priority)


@pytest.mark.parametrize(("settings", "told", "fields"), SETTINGS, ids=str)
async def test_each_setting_is_as_ip_tells_it(
    settings: dict[str, Any], told: dict[str, Any], fields: dict[str, str], conn: Connection, netns: Netns
) -> None:
    assert await conn.add_rule(priority=PRIORITY, **settings) is True
    six = settings.get("family") == AF_INET6 or ":" in str(settings.get("source"))
    shown = netns.json("ip", "-6" if six else "-4", "-d", "-j", "rule")
    (by_ip,) = [one for one in shown if one["priority"] == PRIORITY]
    assert {name: by_ip.get(name, "absent") for name in told} == told
    (read,) = await rules(conn, AF_INET6 if six else AF_INET)
    for name, value in fields.items():
        found = getattr(read, name)
        assert str(int(found) if isinstance(found, int) and not isinstance(found, bool) else found) == value, name
    assert await conn.add_rule(priority=PRIORITY, exist_ok=True, **settings) is False
    with pytest.raises(AlreadyExists, match=r"add_rule\(priority=1000"):
        await conn.add_rule(priority=PRIORITY, **settings)
    assert await conn.del_rule(**settings) is True
    assert await rules(conn, AF_INET6 if six else AF_INET) == []
    assert await conn.del_rule(priority=PRIORITY, missing_ok=True, **settings) is False
    with pytest.raises(RuleNotFound, match=r"del_rule\(priority=1000"):
        await conn.del_rule(priority=PRIORITY, **settings)


async def test_without_a_priority_a_rule_comes_first(conn: Connection) -> None:
    await conn.add_rule(table=5)
    await conn.add_rule(table=6)
    assert [rule.priority for rule in await conn.get_rules(family=AF_INET)] == [0, 32764, 32765, 32766, 32767]


async def test_the_priority_zero(conn: Connection, netns: Netns) -> None:
    await conn.add_rule(table=5, priority=0)
    assert [one["priority"] for one in netns.json("ip", "-4", "-j", "rule")][:2] == [0, 0]
    assert await conn.del_rule(table=5, priority=0) is True


async def test_deleting_by_what_is_told(conn: Connection) -> None:
    await conn.add_rule(table=5, mark=1, priority=10)
    await conn.add_rule(table=5, mark=2, priority=11)
    with pytest.raises(RuleNotFound):
        await conn.del_rule(mark=3)
    await conn.del_rule(mark=2)
    assert [rule.priority for rule in await conn.get_rules(table=5)] == [10]
    await conn.del_rule(priority=10)
    assert await conn.get_rules(table=5) == []
    with pytest.raises(InvalidInput, match="nothing is given"):
        await conn.del_rule()


@pytest.mark.parametrize(
    "other", [{"mark": 2}, {"source": "10.0.0.0/8"}, {"table": 6}, {"iif": "v0"}, {"protocol": "static"}], ids=str
)
async def test_replacing_what_has_the_same_priority(other: dict[str, Any], conn: Connection, netns: Netns) -> None:
    given = {"table": 5, "mark": 1, "priority": PRIORITY}
    await conn.add_rule(**given)
    await conn.add_rule(table=7, priority=PRIORITY)
    await conn.add_rule(table=7, priority=PRIORITY + 1)
    await conn.replace_rule(**{**given, **other})  # type: ignore[arg-type]
    (left,) = await rules(conn)
    assert left.table == {**given, **other}["table"]
    await conn.replace_rule(**{**given, **other})  # type: ignore[arg-type]
    assert await rules(conn) == [left]
    assert len(await rules(conn, priority=PRIORITY + 1)) == 1
    with pytest.raises(InvalidInput, match="priority"):
        await conn.replace_rule(table=5)


async def test_a_rule_and_a_more_general_one_replace_each_other(conn: Connection) -> None:
    general, special = {"table": 5, "priority": PRIORITY}, {"table": 5, "priority": PRIORITY, "mark": 1, "tos": 16}
    for given in (general, special, general, special):
        await conn.replace_rule(**given)
        (left,) = await rules(conn)
        assert left.fwmark == given.get("mark")


async def test_the_rules_of_both_families_and_no_others(conn: Connection, netns: Netns) -> None:
    """Where multicast routing has rules the kernel lists those too, as families 128 and 129."""
    listed = Counter(rule.family for rule in await conn.get_rules())
    assert listed == {AF_INET: 3, AF_INET6: 2}
    for family, count in listed.items():
        assert len(await conn.get_rules(family=family)) == count
        assert {rule.family for rule in await conn.get_rules(family=family)} == {family}
