"""Kinds made of others: nested sets, structs, arrays, attributes that repeat, sub-messages."""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

import pytest

from nlink.errors import DecodeError, InvalidInput
from nlink.netlink.schema.addresses import ip, ipv4
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.field import attr, header, member, outer, required
from nlink.netlink.schema.integers import be16, u8, u16, u32
from nlink.netlink.schema.layout import NESTED, UnknownAttribute
from nlink.netlink.schema.listed import listed
from nlink.netlink.schema.message import Attributes, CStruct, Message
from nlink.netlink.schema.nesting import (
    Raw,
    Typed,
    array,
    indexed,
    multi,
    nested,
    recursive,
    structure,
    submessage,
    type_value,
)
from nlink.netlink.schema.text import binary, characters, string


class Rate(CStruct):
    """A C struct: its members in order, with the padding behind them."""

    cell: int = member(u8, default=0, pad=1)
    overhead: int = member(be16)
    rate: int = member(u32, default=0)


class Options(CStruct):
    """A struct in a struct, and an array in it."""

    name: str = member(characters(4), default="")
    rate: Rate = member(structure(Rate), default=Rate(overhead=0))
    bands: tuple[int, ...] = member(array(u8, 4), default=(0, 0, 0, 0))


class Group(Attributes):
    name: str = required(1, string)
    id: int | None = attr(2, u32)


class Keys(Attributes):
    """A set that may hold itself."""

    priority: int | None = attr(1, u32)
    encap: Keys | None = attr(2, recursive(lambda: Keys))


class Everything(Message):
    group: Group | None = attr(1, nested(Group))
    options: Options | None = attr(2, structure(Options))
    prices: tuple[int, ...] | None = attr(3, array(be16))
    rates: tuple[Rate, ...] | None = attr(4, array(structure(Rate)))
    addresses: tuple[IPv4Address, ...] = attr(5, multi(ip), default=())
    groups: tuple[Group, ...] = attr(6, indexed(nested(Group)), default=())
    targets: tuple[IPv4Address, ...] | None = attr(7, indexed(ipv4, first=0))
    rows: tuple[Group, ...] | None = attr(8, listed(nested(Group), 9))
    policy: Typed[Group] | None = attr(9, type_value(nested(Group), depth=2))
    keys: Keys | None = attr(10, nested(Keys))
    policies: tuple[Typed[int], ...] = attr(11, multi(type_value(u32, depth=1)), default=())


RED, BLUE = Group(name="red", id=1), Group(name="blue")
red, blue = RED.to_bytes(), BLUE.to_bytes()


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        ({"group": RED}, attribute(1 | NESTED, red)),
        ({"options": Options(name="x", bands=(1, 2, 3, 4))}, attribute(2, b"x\0\0\0" + bytes(8) + b"\1\2\3\4")),
        ({"prices": (1, 2)}, attribute(3, b"\0\1\0\2")),
        ({"prices": ()}, attribute(3, b"")),
        (
            {"rates": (Rate(cell=1, overhead=2), Rate(overhead=3))},
            attribute(4, b"\1\0\0\2" + bytes(7) + b"\3" + bytes(4)),
        ),
        ({"addresses": (IPv4Address(1), IPv4Address(2))}, attribute(5, b"\0\0\0\1") + attribute(5, b"\0\0\0\2")),
        ({"groups": (RED, BLUE)}, attribute(6 | NESTED, attribute(1 | NESTED, red) + attribute(2 | NESTED, blue))),
        ({"targets": (IPv4Address(1),)}, attribute(7 | NESTED, attribute(0, b"\0\0\0\1"))),
        ({"rows": (RED, BLUE)}, attribute(8 | NESTED, attribute(9 | NESTED, red) + attribute(9 | NESTED, blue))),
        ({"policy": Typed((3, 4), RED)}, attribute(9 | NESTED, attribute(3 | NESTED, attribute(4 | NESTED, red)))),
        ({"keys": Keys(encap=Keys(priority=1))}, None),
        ({"policies": (Typed((1,), 5), Typed((2,), 6))}, None),
    ],
)
def test_each_is_laid_out_as_the_kernel_wants_it(given: dict[str, Any], wire: bytes | None) -> None:
    made = Everything(**given)
    if wire is not None:
        assert made.to_bytes() == wire
    read = Everything.from_bytes(made.to_bytes())
    assert read.to_bytes() == made.to_bytes()  # never looked at
    assert read.validate() == made
    assert read.to_bytes() == made.to_bytes()
    assert repr(read) == repr(made)
    assert Everything.from_plain(made.to_plain()) == made


def test_a_struct_of_an_older_kernel_is_shorter_and_one_of_a_newer_longer() -> None:
    whole = Rate(cell=1, overhead=2, rate=3).to_bytes()
    assert Rate.from_bytes(whole[:4]) == Rate(cell=1, overhead=2)
    assert Rate.from_bytes(b"") == Rate(overhead=0)
    longer = Rate.from_bytes(whole + b"new")
    assert (longer.rate, longer.tail) == (3, b"new")
    assert longer.to_bytes() == whole + b"new"


@pytest.mark.parametrize("data", [bytes, bytearray, memoryview])
def test_structs_and_sets_are_read_from_any_bytes(data: Any) -> None:
    assert Rate.from_bytes(data(Rate(overhead=2).to_bytes())) == Rate(overhead=2)
    assert Group.from_bytes(data(red)) == RED


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"group": red}, "group", "must be Group, not bytes"),
        ({"group": Group}, "group", "must be Group, not DeclaredMeta"),
        ({"group": {"name": "red"}}, "group", "must be Group, not dict"),
        ({"options": Rate(overhead=1)}, "options", "must be Options, not Rate"),
        ({"prices": [1]}, "prices", "must be a tuple, not list"),
        ({"prices": (1, 65536)}, "prices", "element 1: must be from 0 to 65535"),
        ({"prices": (1, "2")}, "prices", "element 1: must be an integer, not str"),
        ({"rates": (Rate(overhead=1, tail=b"x"),)}, "rates", "must not have a tail"),
        ({"addresses": IPv4Address(1)}, "addresses", "must be a tuple, not IPv4Address"),
        ({"addresses": ("10.0.0.1",)}, "addresses", "element 0: must be an IP address, not str"),
        ({"groups": (RED, None)}, "groups", "element 1: must be Group, not NoneType"),
        ({"groups": RED}, "groups", "must be a tuple, not Group"),
        ({"policy": ((1, 2), RED)}, "policy", "must be a Typed, not tuple"),
        ({"policy": Typed((1,), RED)}, "policy", "must have 2 types"),
        ({"policy": Typed((1, -1), RED)}, "policy", "must be from 0 to 65535, not -1"),
        ({"policy": Typed((1, 0x4000), RED)}, "policy", "must have 2 types from 0 to 16383"),
        ({"policy": Typed([1, 2], RED)}, "policy", "must be a Typed with a tuple of types"),
        ({"policy": Typed((1, 2), 5)}, "policy", "must be Group, not int"),
        ({"unknown": "x"}, "unknown", "must be a tuple, not str"),
        ({"unknown": (UnknownAttribute(0x4000, b""),)}, "unknown", "numbered from 0 to 16383"),
        ({"unknown": (UnknownAttribute(99, "x"),)}, "unknown", "must be bytes, not str"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Everything(**given)
    assert caught.value.field == field
    assert reason in caught.value.reason


def test_what_is_inside_is_refused_by_its_path() -> None:
    with pytest.raises(InvalidInput, match=r"^rate: must be from"):
        Options(rate=Rate(overhead=1, rate=2**32))
    with pytest.raises(InvalidInput, match=r"^rate: must be 8 bytes long on the wire"):
        Options(rate=Rate(overhead=1, tail=b"x"))
    with pytest.raises(InvalidInput, match=r"^group\.name: is 65532 bytes long"):
        Everything(group=Group(name="x" * 65531)).to_bytes()
    with pytest.raises(InvalidInput, match=r"^groups: is \d+ bytes long"):
        Everything(groups=(RED,) * 10000).to_bytes()


def test_what_is_required_must_be_there() -> None:
    with pytest.raises(TypeError, match=r"Group\(\) missing required keyword argument 'name'"):
        Group(id=1)
    with pytest.raises(InvalidInput, match="name: must be a string, not NoneType"):
        Group(name=None)
    with pytest.raises(DecodeError, match=r"is missing \[attribute groups\.name"):
        Everything.from_bytes(attribute(6, attribute(1, b""))).groups  # noqa: B018
    with pytest.raises(TypeError, match="unexpected keyword argument 'nmae'"):
        Group(nmae="x")


@pytest.mark.parametrize(
    ("wire", "path"),
    [
        (attribute(3, b"abc"), "prices"),
        (attribute(4, b"abc"), "rates"),
        (attribute(5, b"abc"), "addresses"),
        (attribute(6, b"abc"), "groups"),
        (attribute(6, attribute(1, b"abc")), "groups"),
        (attribute(7, attribute(1, b"abc")), "targets"),
        (attribute(9, b""), "policy"),
        (attribute(9, attribute(1, attribute(1, b"") * 2)), "policy"),
        (attribute(1, attribute(1, b"x") + attribute(2, b"abc")), "group.id"),
        (attribute(10, attribute(2, attribute(2, attribute(1, b"")))), "keys.encap.encap.priority"),
        (attribute(11, attribute(1, b"")), "policies"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_path(wire: bytes, path: str) -> None:
    with pytest.raises(DecodeError) as caught:
        Everything.from_bytes(wire).validate()
    assert caught.value.attribute == path


def test_a_set_too_deep_inside_itself_is_an_error() -> None:
    data = b""
    for _ in range(16000):
        data = (len(data) + 4).to_bytes(2, "little") + b"\2\0" + data
    with pytest.raises(DecodeError, match="nested too deeply"):
        Keys.from_bytes(data).validate()


class Dog(Attributes):
    barks: int | None = attr(1, u32)


class Cat(Attributes):
    """What follows a fixed header."""

    lives: int = header("lives", u16, default=9, pad=2)
    purrs: int | None = attr(1, u32)
    color: str | None = outer()
    """Not on the wire here: the set around it has it."""
    coat: Dog | Raw | None = attr(2, submessage("color", {"red": Dog}))


class Pet(Message):
    """The class of ``data`` is chosen by ``kind``, which may stand behind it."""

    data: Dog | Cat | Rate | Raw | None = attr(2, submessage("kind", {"dog": Dog, "cat": Cat, "rate": Rate}))
    kind: str | None = attr(1, string)
    color: str | None = attr(3, string)


CAT = Cat(lives=7, color="red", coat=Dog(barks=0))
PETS = [
    Pet(kind="dog", data=Dog(barks=3)),
    Pet(kind="cat", color="red", data=CAT),
    Pet(kind="cat", color="blue", data=Cat(color="blue", coat=Raw("blue", b"\1\2"))),
    Pet(kind="rate", data=Rate(overhead=1)),
    Pet(kind="fish", data=Raw("fish", b"\1\2\3")),
    Pet(data=Raw(None, b"")),
]


@pytest.mark.parametrize("pet", PETS)
@pytest.mark.parametrize("selector_first", [False, True])
def test_a_submessage_is_chosen_by_its_selector(pet: Pet, selector_first: bool) -> None:
    data = pet.to_bytes()
    if selector_first and pet.kind is not None:
        moved = attribute(1, pet.kind.encode() + b"\0")
        data = moved + data.replace(moved, b"")
    read = Pet.from_bytes(data)
    assert read.data == pet.data
    assert read == pet
    assert read.to_bytes() == pet.to_bytes()


@pytest.mark.parametrize("wrong", [5, True, b"\1", "x", Dog, Raw("x", "text"), object()])
def test_what_is_no_submessage_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        Pet(data=wrong)
    assert caught.value.field == "data"


def test_a_class_adds_to_its_base_and_may_declare_a_field_anew() -> None:
    class Base(Message, padding=(9,), types={"get": 3}):
        command: int = header("cmd", u8)
        version: int = header("version", u8, default=1, pad=2)
        data: bytes | None = attr(1, binary)

    class Get(Base, padding=(10,)):
        command: int = header("cmd", u8, default=7)
        data: str | None = attr(1, string)
        more: int | None = attr(2, u32)

    assert Get(data="x", more=5).to_bytes() == b"\7\1\0\0" + attribute(1, b"x\0") + attribute(2, b"\5\0\0\0")
    assert Get.from_bytes(Get(data="x", more=5).to_bytes() + attribute(9, b"") + attribute(10, b"")) == Get(
        data="x", more=5
    )
    assert Base(command=7, data=b"x\0").to_bytes() == Get(data="x").to_bytes()
    assert Get.__types__ == Base.__types__ == {"get": 3}
