"""IPv6 prefixes that routers tell of: ``struct prefixmsg`` and ``PREFIX_*``. The kernel only ever notifies of them."""

from __future__ import annotations

from ...schema.addresses import IPAddress, ip
from ...schema.field import attr, header, member
from ...schema.integers import s32, u8, u32
from ...schema.message import CStruct, Message
from ...schema.nesting import structure
from ...uapi.rtnetlink import PREFIX, RTM

# The kernel's own bits (IF_PREFIX_*), or those of the option (RFC 4861), which newer kernels pass on (seen in 6.18).
ONLINK = 0x01 | 0x80
AUTOCONF = 0x02 | 0x40


class PrefixLifetimes(CStruct):
    """``struct prefix_cacheinfo``: lifetimes in seconds; 2**32 - 1 is for ever."""

    preferred: int = member(u32)
    valid: int = member(u32)


class PrefixMessage(Message, types={"new": RTM.NEWPREFIX}):
    """A prefix that a router told of in an advertisement."""

    family: int = header("prefix_family", u8, default=0, pad=3)
    ifindex: int = header("prefix_ifindex", s32, default=0)
    """The device that heard it."""
    type: int = header("prefix_type", u8, default=0)
    """The number of the option (3)."""
    prefixlen: int = header("prefix_len", u8, default=0)
    flags: int = header("prefix_flags", u8, default=0, pad=1)
    """See ``is_onlink`` and ``is_autonomous``."""
    address: IPAddress | None = attr(PREFIX.ADDRESS, ip)
    lifetimes: PrefixLifetimes | None = attr(PREFIX.CACHEINFO, structure(PrefixLifetimes))

    @property
    def is_onlink(self) -> bool:
        """Its addresses are on the link."""
        return bool(self.flags & ONLINK)

    @property
    def is_autonomous(self) -> bool:
        """Hosts may make addresses of it themselves."""
        return bool(self.flags & AUTOCONF)

    def __str__(self) -> str:
        """One line in the manner of ``ip monitor prefix``: "prefix 2001:db8::/64 dev 2 onlink autoconf valid 3600"."""
        parts = [f"prefix {self.address}/{self.prefixlen} dev {self.ifindex}"]
        parts += [word for word, told in (("onlink", self.is_onlink), ("autoconf", self.is_autonomous)) if told]
        if self.lifetimes is not None:
            parts.append(f"valid {self.lifetimes.valid} preferred {self.lifetimes.preferred}")
        return " ".join(parts)
