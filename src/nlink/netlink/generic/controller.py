"""The messages of nlctrl, the family that tells of the others (genetlink.h)."""

from __future__ import annotations

from ..schema.enums import enum, flags
from ..schema.field import attr
from ..schema.integers import s64, u16, u32, u64
from ..schema.message import Attributes
from ..schema.nesting import Typed, indexed, nested, type_value
from ..schema.text import string
from ..uapi.genetlink import CTRL_ATTR, CTRL_ATTR_MCAST_GRP, CTRL_ATTR_OP, CTRL_ATTR_POLICY, GENL
from ..uapi.netlink import NL_ATTR_TYPE, NL_POLICY_TYPE_ATTR
from .message import GenericMessage


class GenericOperation(Attributes):
    """A command of a family, and who may use it how."""

    id: int | None = attr(CTRL_ATTR_OP.ID, u32)
    flags: GENL | None = attr(CTRL_ATTR_OP.FLAGS, flags(GENL))


class MulticastGroup(Attributes):
    """A multicast group of a family."""

    name: str = attr(CTRL_ATTR_MCAST_GRP.NAME, string, default="")
    id: int = attr(CTRL_ATTR_MCAST_GRP.ID, u32, default=0)


class AttributePolicy(Attributes, padding=(NL_POLICY_TYPE_ATTR.PAD,)):
    """What an attribute of a family has to be."""

    kind: NL_ATTR_TYPE | int | None = attr(NL_POLICY_TYPE_ATTR.TYPE, enum(NL_ATTR_TYPE, u32))
    min_signed: int | None = attr(NL_POLICY_TYPE_ATTR.MIN_VALUE_S, s64)
    max_signed: int | None = attr(NL_POLICY_TYPE_ATTR.MAX_VALUE_S, s64)
    min_unsigned: int | None = attr(NL_POLICY_TYPE_ATTR.MIN_VALUE_U, u64)
    max_unsigned: int | None = attr(NL_POLICY_TYPE_ATTR.MAX_VALUE_U, u64)
    min_length: int | None = attr(NL_POLICY_TYPE_ATTR.MIN_LENGTH, u32)
    max_length: int | None = attr(NL_POLICY_TYPE_ATTR.MAX_LENGTH, u32)
    nested_policy: int | None = attr(NL_POLICY_TYPE_ATTR.POLICY_IDX, u32)
    nested_max_type: int | None = attr(NL_POLICY_TYPE_ATTR.POLICY_MAXTYPE, u32)
    bitfield_mask: int | None = attr(NL_POLICY_TYPE_ATTR.BITFIELD32_MASK, u32)
    mask: int | None = attr(NL_POLICY_TYPE_ATTR.MASK, u64)


class OperationPolicy(Attributes):
    """Which policies a command's requests have to follow."""

    do: int | None = attr(CTRL_ATTR_POLICY.DO, u32)
    dump: int | None = attr(CTRL_ATTR_POLICY.DUMP, u32)


class Family(GenericMessage):
    """A generic-netlink family: its id in this kernel, its commands and multicast groups."""

    id: int = attr(CTRL_ATTR.FAMILY_ID, u16, default=0)
    name: str = attr(CTRL_ATTR.FAMILY_NAME, string, default="")
    family_version: int | None = attr(CTRL_ATTR.VERSION, u32)
    header_size: int | None = attr(CTRL_ATTR.HDRSIZE, u32)
    max_attribute: int | None = attr(CTRL_ATTR.MAXATTR, u32)
    operations: tuple[GenericOperation, ...] = attr(CTRL_ATTR.OPS, indexed(nested(GenericOperation)), default=())
    groups: tuple[MulticastGroup, ...] = attr(CTRL_ATTR.MCAST_GROUPS, indexed(nested(MulticastGroup)), default=())
    policy: Typed[AttributePolicy] | None = attr(CTRL_ATTR.POLICY, type_value(nested(AttributePolicy), depth=2))
    operation_policy: Typed[OperationPolicy] | None = attr(
        CTRL_ATTR.OP_POLICY, type_value(nested(OperationPolicy), depth=1)
    )
    operation: int | None = attr(CTRL_ATTR.OP, u32)

    def group(self, name: str) -> int | None:
        """The number of a multicast group, by its name."""
        return next((group.id for group in self.groups if group.name == name), None)

    def __str__(self) -> str:
        return (
            f"{self.name} id {self.id:#x} version {self.family_version} groups {[group.name for group in self.groups]}"
        )
