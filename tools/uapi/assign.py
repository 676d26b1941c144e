"""Which names of a header belong to which class, and their values."""

from __future__ import annotations

from collections.abc import Iterable

from .headers import Block, Headers, HeadersError, Names
from .newer import NEWER
from .table import Group, Header


def assign(header: Header, names: Names) -> dict[Group, list[str]]:
    """Return the C names of each group, in the header's order.

    HeadersError when an enum of the header has no group.
    """
    assigned: dict[Group, list[str]] = {group: list(group.only) for group in header.all_groups()}
    for block in names.blocks:
        kept = _kept(block)
        if not kept or {block.tag, *block.names} & set(header.skip):
            continue
        owner = _owner(header, block, kept)
        if owner is None:
            continue
        if assigned[owner]:
            raise HeadersError(f"{header.path}: two enums for {owner.name}: {assigned[owner]} and {kept}")
        assigned[owner] += kept
    taken = {name for group in assigned for name in group.only}.union(header.limits)
    candidates = [group for group, members in assigned.items() if not (members or group.block)]
    for name in names.macros:
        # X_MAX counts the X, so each kernel has another.
        if name in taken or name.startswith("__") or name.endswith("_MAX"):
            continue
        if holders := [group for group in candidates if group.holds(name)]:
            assigned[_longest(header, holders, name)].append(name)
    return assigned


def values(wanted: Iterable[Header], headers: Headers) -> dict[Header, dict[Group, dict[str, int]]]:
    """Return C name -> value for each group of each header: what the headers have, then what came after them.

    HeadersError when the two disagree, when a name of the table is in neither, or when a Python name does not lead
    back to its C name.
    """
    assigned = {header.path: assign(header, headers.names(header.path)) for header in wanted}
    if unknown := set(NEWER) - {group.name for groups in assigned.values() for group in groups}:
        raise HeadersError(f"newer.py has classes that the table does not: {sorted(unknown)}")
    expressions = {
        name: group.expression.format(name)
        for groups in assigned.values()
        for group, names in groups.items()
        for name in names
    }
    numbers = headers.values(assigned, expressions)
    return {
        header: {group: _members(group, names, numbers) for group, names in assigned[header.path].items()}
        for header in wanted
    }


def _members(group: Group, names: list[str], numbers: dict[str, int]) -> dict[str, int]:
    found = {name: group.number(numbers[name]) for name in names if name in numbers}
    for name, (value, since) in NEWER.get(group.name, {}).items():
        if found.setdefault(name, value) != value:
            raise HeadersError(f"{name} is {found[name]} in the headers, but {value} in newer.py (Linux {since})")
    if lacking := set(names) - set(found):
        raise HeadersError(f"no header has {sorted(lacking)}")
    if not found:
        raise HeadersError(f"{group.name} has no member")
    for name in found:
        if group.c_name(group.member(name)) != name:
            raise HeadersError(f"{group.name}.{group.member(name)} does not tell {name}")
    return found


def _kept(block: Block) -> list[str]:
    """Return an enum's names without its counters: __X_MAX, and X_MAX at the end."""
    names = [name for name in block.names if not name.startswith("__")]
    return names[:-1] if names and names[-1].endswith("_MAX") else names


def _owner(header: Header, block: Block, names: list[str]) -> Group | None:
    groups = list(header.all_groups())
    for group in groups:
        if group.block and group.block in (block.tag, *names):
            return group
    holders = [group for group in groups if not (group.block or group.only) and all(map(group.holds, names))]
    if not holders and header.partial:
        return None
    if not holders:
        raise HeadersError(f"{header.path}: no class for the enum {block.tag} {names}")
    return _longest(header, holders, names[0])


def _longest(header: Header, holders: list[Group], name: str) -> Group:
    length = max(len(group.c_prefix) for group in holders)
    longest = [group for group in holders if len(group.c_prefix) == length]
    if len(longest) > 1:
        raise HeadersError(f"{header.path}: {name} could belong to {[group.name for group in longest]}")
    return longest[0]
