"""Public names about generic netlink: families, what they accept, and the base of their messages."""

from __future__ import annotations

from .netlink.generic.controller import AttributePolicy as AttributePolicy
from .netlink.generic.controller import Family as Family
from .netlink.generic.controller import GenericOperation as GenericOperation
from .netlink.generic.controller import MulticastGroup as MulticastGroup
from .netlink.generic.controller import OperationPolicy as OperationPolicy
from .netlink.generic.families import FamilyPolicy as FamilyPolicy
from .netlink.generic.families import GenericFamilies as GenericFamilies
from .netlink.generic.message import GenericMessage as GenericMessage
