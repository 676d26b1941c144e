"""Names of tables, protocols, realms and DSCP, as ``ip`` reads them from its files, both ways."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from nlink import Connection, InvalidInput
from nlink.netlink.route import names
from nlink.netlink.route.names import Names
from nlink.netlink.route.tables import table_name
from nlink.netlink.route.words import realms
from tests.netns import Netns


def folder(path: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(content, encoding="utf-8")
    return path


def test_the_administrators_file_takes_the_place_of_the_vendors(tmp_path: Path) -> None:
    vendor = folder(tmp_path / "usr", {
        "rt_tables": "5 vendor\n", "rt_protos": "77 theirs\n", "rt_tables.d/a.conf": "6 six\n",
        "rt_tables.d/b.conf": "7 seven\n",
    })  # fmt: skip
    own = folder(tmp_path / "etc", {
        "rt_tables": "# comment\n\n 0x10 sixteen # that is 16\n8\teight\n", "rt_tables.d/b.conf": "9 nine\n",
        "rt_tables.d/ignored": "10 ten\n",
    })  # fmt: skip
    tables, protocols = Names("rt_tables"), Names("rt_protos")
    for read in (tables, protocols):
        read.read([tmp_path / "none", vendor], own)
    assert tables.numbers == {"sixteen": 16, "eight": 8, "six": 6, "nine": 9}
    assert (tables.name(16), tables.name(17)) == ("sixteen", "17")
    assert protocols.numbers == {"theirs": 77}


def test_a_line_that_is_none_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    own = folder(tmp_path, {"rt_tables": "five 5\n6 six\n"})
    tables = Names("rt_tables")
    with caplog.at_level(logging.WARNING, "nlink"):
        tables.read([], own)
    assert tables.numbers == {"six": 6}
    assert "line 1" in caplog.text


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that this machine does not have."""
    monkeypatch.setattr(names, "_loaded", [True])
    for table, given in (
        (names.TABLES, {"lab": 1234}), (names.PROTOCOLS, {"mine": 222}), (names.REALMS, {"here": 5, "there": 6}),
        (names.FIELDS, {"AF11": 0x28, "EF": 0xB8}), (names.GROUPS, {"uplinks": 9}), (names.SCOPES, {"room": 230}),
    ):  # fmt: skip
        for name, number in given.items():
            monkeypatch.setitem(table.numbers, name, number)
            monkeypatch.setitem(table.names, number, name)


@pytest.mark.usefixtures("known")
async def test_names_stand_for_numbers(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.add_route(
            "10.0.0.0/8", device="lo", table="lab", protocol="mine", realm="here/there", tos="ef", scope="room"
        )
        (route,) = await conn.get_routes(table="lab", protocol="mine", scope="room")
        assert (route.table, route.protocol, route.flow, route.tos, route.scope) == (1234, 222, 5 << 16 | 6, 0xB8, 230)
        assert "table lab proto mine scope 230 realms here/there" in str(route)
        await conn.add_rule(table="lab", priority=5, tos="0x10", realm="7", protocol="mine", suppress_group="uplinks")
        (rule,) = await conn.get_rules(table="lab", protocol="mine")
        assert (rule.tos, rule.flow, rule.suppress_ifgroup) == (0x10, 7, 9)
        assert "lookup lab" in str(rule)
        assert await conn.del_rule(table="lab", suppress_group="uplinks")
        assert (await conn.get_route("127.0.0.1", tos="AF11")).type == 2
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("table", {"table": "none"}), ("protocol", {"protocol": "none"}), ("realm", {"realm": "none/here"}),
            ("realm", {"realm": "1/70000"}), ("tos", {"tos": "none"}), ("tos", {"tos": "256"}),
        ]  # fmt: skip
        for field, settings in wrong:
            with pytest.raises(InvalidInput) as refused:
                await conn.add_route("10.0.0.0/8", device="lo", **settings)
            assert refused.value.field == field


@pytest.mark.usefixtures("known")
def test_a_name_for_dscp_is_that_of_the_whole_byte() -> None:
    assert names.dscp.parse("AF11") == 10
    assert names.field.parse("AF11") == 40
    assert table_name(1234) == "lab"
    assert realms(5 << 16) == "here/0" or names.REALMS.names.get(0)


async def test_this_machines_names_are_those_of_ip(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        for number, name in names.FIELDS.names.items():
            if number and not number & 3:
                await conn.add_route("10.0.0.0/8", device="lo", tos=name)
                shown = netns.run("ip", "route", "show", "10.0.0.0/8")
                assert f"tos {name}" in shown
                await conn.flush_routes(table="main")
        for number, name in names.TABLES.names.items():
            if number:
                assert table_name(number) == name
