"""Enumerations and flags, which are open, and the kernel's bitfield32."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import InvalidInput
from nlink.netlink.schema.enums import Bitfield, bitfield, enum
from nlink.netlink.schema.enums import flags as flag_set
from nlink.netlink.schema.field import attr, header
from nlink.netlink.schema.integers import be16, be32, s32, u8, u16, u32, u64, uint
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.message import Attributes
from tests.schema.strategies import values


class Mode(IntEnum):
    ROUND_ROBIN = 0
    MODE_8023AD = 4


class Seen(IntFlag):
    UP = 1
    LOWER_UP = 0x80


class Bond(Attributes):
    state: Seen = header("state", flag_set(Seen, u16), default=Seen(0), pad=2)
    mode: Mode | int | None = attr(1, enum(Mode, u8, words={"802.3ad": Mode.MODE_8023AD}))
    protocol: Mode | int | None = attr(2, enum(Mode, be16))
    any_width: Mode | int | None = attr(3, enum(Mode, uint))
    flags: Seen | None = attr(4, flag_set(Seen, u32))
    big_flags: Seen | None = attr(5, flag_set(Seen, be32))
    options: Bitfield | None = attr(6, bitfield)


KINDS = [enum(Mode, base) for base in (u8, be16, s32, u64, uint)]
KINDS += [flag_set(Seen, base) for base in (u8, be32, u64)]  # type: ignore[list-item]


@pytest.mark.parametrize("kind", [*KINDS, bitfield])
@given(data=st.data())
def test_what_is_dumped_loads_to_the_same(kind: Kind[Any, Any], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    kind.check(value)
    assert kind.decode(kind.dump(value), None) == value
    assert kind.parse(kind.plain(value)) == value


def test_a_known_value_is_a_member_and_an_unknown_one_an_int() -> None:
    assert Bond.from_bytes(Bond(mode=4).to_bytes()).mode is Mode.MODE_8023AD
    assert Bond.from_bytes(Bond(mode=77).to_bytes()).mode == 77


@pytest.mark.parametrize("field", ["mode", "protocol", "any_width"])
def test_a_number_given_reads_as_the_member(field: str) -> None:
    assert getattr(Bond(**{field: 4}), field) is Mode.MODE_8023AD


@pytest.mark.parametrize("field", ["flags", "big_flags", "state"])
def test_flags_without_a_name_are_kept(field: str) -> None:
    bond = Bond.from_bytes(Bond(**{field: Seen(0x8003)}).to_bytes())
    assert Seen.UP in getattr(bond, field)
    assert getattr(bond, field) == 0x8003
    assert repr(bond) == repr(Bond(**{field: 0x8003}))


def test_a_word_may_be_given_where_values_are_parsed() -> None:
    kind = enum(Mode, u8, words={"802.3ad": Mode.MODE_8023AD})
    assert kind.parse("802.3ad") is kind.parse("802.3AD") is kind.parse(4) is Mode.MODE_8023AD
    assert kind.parse("round-robin") is Mode.ROUND_ROBIN
    with pytest.raises(ValueError, match="'fast' is none of round_robin"):
        kind.parse("fast")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"mode": 256}, "must be from 0 to 255, not 256"),
        ({"mode": "802.3ad"}, "must be an integer, not str"),
        ({"mode": True}, "must be an integer, not bool"),
        ({"protocol": b"\0\4"}, "must be an integer, not bytes"),
        ({"flags": 1 << 32}, "must be from 0 to 4294967295"),
        ({"flags": -1}, "must be from 0 to 4294967295"),
        ({"state": 0x10000}, "must be from 0 to 65535"),
        ({"state": "up"}, "must be an integer, not str"),
        ({"options": (1, 1)}, "must be a Bitfield, not tuple"),
        ({"options": Bitfield(-1, 0)}, "must be from 0 to 4294967295"),
        ({"options": Bitfield("1", 0)}, "must be an integer, not str"),
        ({"options": 1}, "must be a Bitfield, not int"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given: dict[str, Any], reason: str) -> None:
    (field,) = given
    with pytest.raises(InvalidInput) as caught:
        Bond(**given)
    assert caught.value.field == field
    assert reason in caught.value.reason
