"""Routing tables: their numbers in messages, and the names of those that have one."""

from __future__ import annotations

from ..uapi.rtnetlink import RT_TABLE
from .names import TABLES

NAMES: dict[int, str] = {RT_TABLE.DEFAULT: "default", RT_TABLE.MAIN: "main", RT_TABLE.LOCAL: "local"}


def fit_table(table: int) -> int:
    """What the eight bits of a message's header say about a table."""
    return table if table < 256 else int(RT_TABLE.COMPAT)


def table_name(table: int) -> str:
    """ "main", "local", "default", another name that this machine has for it, or the number."""
    return TABLES.names.get(table) or NAMES.get(table, str(table))
