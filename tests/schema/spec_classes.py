"""Schema classes made from the kernel's own specs of its netlink families (Documentation/netlink/specs/*.yaml).

Every word of a spec that says something about the wire must find its declaration here: what is not known raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum, IntFlag
from functools import cached_property
from pathlib import Path
from types import new_class
from typing import Any

import yaml

from nlink.netlink.generic.message import GenericMessage
from nlink.netlink.schema import integers
from nlink.netlink.schema.addresses import ip, ipv4, ipv6
from nlink.netlink.schema.enums import bitfield, enum, flags
from nlink.netlink.schema.field import attr, header, member, outer
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.message import Attributes, CStruct, Message
from nlink.netlink.schema.nesting import array, indexed, multi, recursive, structure, submessage, type_value
from nlink.netlink.schema.text import binary, characters, hardware_address, octets, string, text

ORDERS = {None: "", "big-endian": "be", "little-endian": "le"}
SAID = {"name", "doc", "value", "type", "checks", "display-hint", "name-prefix"}
"""Of an attribute: what says nothing about its layout, or is looked at for every type."""
STRUCT = {"name", "type", "doc", "members", "header", "enum-name", "name-prefix"}


class Inexpressible(Exception):
    """The schema has no declaration for this part of a spec."""


class Spec:
    """A family's spec, with a class for each of its structs, sets and operations."""

    def __init__(self, path: Path) -> None:
        self.content: dict[str, Any] = yaml.safe_load(path.read_text())
        self.sets = {one["name"]: one for one in self.content.get("attribute-sets", ())}
        self.definitions = {one["name"]: one for one in self.content.get("definitions", ())}
        self.submessages = {one["name"]: one for one in self.content.get("sub-messages", ())}
        self._made: dict[tuple[str, ...], type[Any]] = {}

    def classes(self) -> Iterator[type[Any]]:
        """All of them."""
        yield from (self.struct(name) for name, one in self.definitions.items() if one["type"] == "struct")
        yield from map(self.attributes, self.sets)
        yield from (self.operation(one) for one in self.content["operations"]["list"] if "attribute-set" in one)
        for name in self.submessages:
            yield from filter(None, self._formats(name).values())

    @cached_property
    def values(self) -> dict[str, dict[str, int]]:
        """The numbers of the attributes of each set."""
        found = {}
        for name, one in self.sets.items():
            numbers, value = {}, 1
            for attribute in one["attributes"]:
                value = attribute.get("value", value)
                numbers[attribute["name"]] = value
                value += 1
            found[name] = numbers
        return found

    def struct(self, name: str) -> type[CStruct]:
        """The class of a C struct."""
        if (found := self._made.get(("struct", name))) is not None:
            return found
        definition = self.definitions[name]
        _only(definition, STRUCT, name)
        fields: dict[str, Any] = {}
        for one in definition["members"]:
            if one["type"] == "pad":
                last = next(reversed(fields.values()), None)
                if last is None:
                    raise Inexpressible(f"{name} begins with padding")
                last.pad += one["len"]
            else:
                fields[_name(one["name"])] = member(self._member(one, name))
        return self._make(("struct", name), CStruct, fields)

    def _member(self, one: dict[str, Any], where: str) -> Kind[Any, Any]:
        match one["type"]:
            case "binary" if "struct" in one:
                _only(one, {"name", "type", "doc", "struct"}, where)
                return structure(self.struct(one["struct"]))
            case "binary":
                _only(one, {"name", "type", "doc", "len", "display-hint", "byte-order"}, where)
                return _of_size(one["len"], one.get("display-hint"))
            case "string":
                _only(one, {"name", "type", "doc", "len"}, where)
                return characters(one["len"])
            case _:
                _only(one, {"name", "type", "doc", "byte-order", "enum", "enum-as-flags", "display-hint"}, where)
                return self._scalar(one)

    def attributes(self, name: str, surrounding: tuple[str, ...] = ()) -> type[Any]:
        """The class of a set of attributes; ``surrounding`` are selectors that it takes from outside."""
        if (found := self._made.get((name, *surrounding))) is not None:
            return found
        return self._make((name, *surrounding), Attributes, *self._fields(name, surrounding))

    def _fields(self, name: str, surrounding: tuple[str, ...] = ()) -> tuple[dict[str, Any], tuple[int, ...]]:
        own = self.sets[name]
        _only(own, {"name", "doc", "attributes", "subset-of", "name-prefix", "enum-name", "attr-cnt-name",
                    "attr-max-name", "header"}, name)  # fmt: skip
        whole = own.get("subset-of", name)
        full = {one["name"]: one for one in self.sets[whole]["attributes"]}
        fields: dict[str, Any] = {_name(selector): outer() for selector in surrounding}
        padding = []
        for one in own["attributes"]:
            said = full.get(one["name"], {}) | one
            number = self.values[whole][one["name"]]
            if said["type"] == "pad":
                padding.append(number)
            elif said["type"] != "unused":
                fields[_name(one["name"])] = attr(number, self._attribute(said, own))
        return fields, tuple(padding)

    def _attribute(self, one: dict[str, Any], own: dict[str, Any]) -> Kind[Any, Any]:
        kind = self._single(one, own)
        return multi(kind) if one.get("multi-attr") else kind

    def _single(self, one: dict[str, Any], own: dict[str, Any]) -> Kind[Any, Any]:
        where = f"{own['name']}.{one['name']}"
        said = {key for key in one if key not in SAID} - {"multi-attr"}
        match one["type"]:
            case "flag" if not said:
                return integers.flag
            case "string" if not said:
                longest = one.get("checks", {}).get("max-len")
                return text(longest=longest) if isinstance(longest, int) else string
            case "bitfield32" if said <= {"enum", "enum-as-flags"}:
                return bitfield
            case "nest" if said == {"nested-attributes"}:
                return self._nest(one["nested-attributes"])
            case "nest-type-value" if said == {"nested-attributes", "type-value"}:
                return type_value(self._nest(one["nested-attributes"]), depth=len(one["type-value"]))
            case "sub-message" if said == {"sub-message", "selector"}:
                return submessage(_name(one["selector"]), self._choose(one["sub-message"]))
            case "indexed-array" if said <= {"sub-type", "nested-attributes", "byte-order", "enum"}:
                return indexed(self._single(_element(one), own))
            case "binary" if said == {"struct"}:
                return structure(self.struct(one["struct"]))
            case "binary" if said == {"sub-type"}:
                return array(self._scalar({"type": one["sub-type"]}))
            case "binary" if said <= {"byte-order"}:
                length = one.get("checks", {}).get("exact-len")
                return _of_size(length, one.get("display-hint"))
            case _ if said == {"type-value"}:
                return type_value(self._scalar(one), depth=len(one["type-value"]))
            case _ if said <= {"byte-order", "enum", "enum-as-flags"}:
                return self._scalar(one)
        raise Inexpressible(f"{where}: {one}")

    def _scalar(self, one: dict[str, Any]) -> Kind[Any, Any]:
        order, name = ORDERS[one.get("byte-order")], one["type"]
        if one.get("display-hint") == "ipv4" and name == "u32":
            return ipv4
        width = name.lstrip("us")
        if order and width != "8":
            name = f"{order}{'_' if name[0] == 's' else ''}{name if name[0] == 's' else width}"
        base: Any = getattr(integers, name, None)
        if base is None:
            raise Inexpressible(f"no integer {name}")
        if "enum" not in one:
            return base  # type: ignore[no-any-return]
        definition = self.definitions[one["enum"]]
        if definition["type"] == "flags" or one.get("enum-as-flags"):
            return flags(IntFlag("Flags", _entries(definition, is_flags=True)), base)
        return enum(IntEnum("Enum", _entries(definition, is_flags=False)), base)

    def _nest(self, name: str) -> Kind[Any, Any]:
        # A set may hold itself, or one that holds it.
        return recursive(lambda: self.attributes(name, self._selectors(name)))

    def _selectors(self, name: str) -> tuple[str, ...]:
        """The selectors that a set looks for outside."""
        found = []
        for one in self.sets[name]["attributes"]:
            own = {attribute["name"] for attribute in self.sets[name]["attributes"]}
            if one.get("type") == "sub-message" and one["selector"] not in own:
                found.append(one["selector"])
        return tuple(found)

    def _choose(self, name: str) -> Callable[[Any], type[Any] | None]:
        return lambda selected: self._formats(name).get(selected)

    def _formats(self, name: str) -> dict[str, type[Any] | None]:
        found: dict[str, type[Any] | None] = {}
        for one in self.submessages[name]["formats"]:
            _only(one, {"value", "fixed-header", "attribute-set"}, name)
            match one:
                case {"fixed-header": fixed, "attribute-set": attributes}:
                    found[one["value"]] = self._headed(fixed, attributes)
                case {"fixed-header": fixed}:
                    found[one["value"]] = self.struct(fixed)
                case {"attribute-set": attributes}:
                    found[one["value"]] = self.attributes(attributes)
                case _:
                    found[one["value"]] = None
        return found

    def _headed(self, fixed: str, attributes: str) -> type[Any]:
        if (found := self._made.get(("headed", fixed, attributes))) is not None:
            return found
        fields, padding = self._fields(attributes)
        return self._make(("headed", fixed, attributes), Attributes, self._header(fixed) | fields, padding)

    def _header(self, name: str) -> dict[str, Any]:
        members = self.struct(name).__layout__.header_fields
        return {f"header_{one.name}": header(one.name, one.kind, pad=one.pad) for one in members if one.kind}

    def operation(self, one: dict[str, Any]) -> type[Any]:
        """The class of an operation's messages: family header, fixed header, attributes."""
        fixed = one.get("fixed-header", self.content["operations"].get("fixed-header"))
        generic = self.content.get("protocol", "genetlink") != "netlink-raw"
        key = ("operation", one["attribute-set"], str(fixed))
        if (found := self._made.get(key)) is not None:
            return found
        fields, padding = self._fields(one["attribute-set"])
        base = GenericMessage if generic else Message
        return self._make(key, base, (self._header(fixed) if fixed else {}) | fields, padding)

    def _make(
        self, key: tuple[str, ...], base: type[Any], fields: dict[str, Any], padding: tuple[int, ...] = ()
    ) -> type[Any]:
        namespace = {"__module__": __name__, "__annotations__": dict.fromkeys(fields, object), **fields}
        options: dict[str, Any] = {} if base is CStruct else {"padding": padding}
        made = new_class(
            f"{self.content['name']} {'/'.join(key)}", (base,), options, lambda body: body.update(namespace)
        )
        self._made[key] = made
        return made


def _element(one: dict[str, Any]) -> dict[str, Any]:
    """Of an array, one of its elements."""
    return {key: value for key, value in one.items() if key != "sub-type"} | {"type": one["sub-type"]}


def _of_size(length: Any, hint: str | None) -> Kind[Any, Any]:
    """What bytes with a display hint are. A length may be a constant's name, which tells nothing about the layout."""
    if hint == "mac":
        return hardware_address if length is None else hardware_address_of(length)
    if hint in ("ipv4", "ipv6", "ipv4-or-v6"):
        return {4: ipv4, 16: ipv6}.get(length, ip)
    return octets(length) if isinstance(length, int) else binary


def hardware_address_of(length: int) -> Kind[Any, Any]:
    """A hardware address of a given length."""
    return type(hardware_address)(size=length)


def _entries(definition: dict[str, Any], *, is_flags: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    value = definition.get("value-start", 0)
    for one in definition["entries"]:
        said = one if isinstance(one, dict) else {"name": one}
        value = said.get("value", value)
        bit = definition["type"] == "flags" or is_flags
        found["E_" + _name(str(said["name"]))] = 1 << value if bit else value
        value += 1
    return found


def _name(name: str) -> str:
    """An attribute's name in Python; some are Python's own words, or those of every class."""
    made = name.replace("-", "_").replace(".", "_").replace(" ", "_")
    if made[0].isdigit():
        return f"n{made}"
    return f"{made}_" if made in _TAKEN else made


_TAKEN = frozenset(
    {"unknown", "tail", "from", "in", "is", "not", "class", "if", "command", "version", *dir(Attributes)}
)


def _only(found: dict[str, Any], known: set[str], where: str) -> None:
    if more := set(found) - known:
        raise Inexpressible(f"{where}: {sorted(more)}")
