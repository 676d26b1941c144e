"""Netkit: pairs of links whose traffic BPF programs handle before it enters the other namespace."""

from __future__ import annotations

from ....schema.enums import enum
from ....schema.integers import boolean, s32, u8, u16, u32
from ....schema.options import option, reported
from ....schema.settings import Choice, Int, Reported
from ....uapi.if_link import IFLA_NETKIT, NETKIT_ACTION, NETKIT_MODE, NETKIT_PAIRING, NETKIT_SCRUB
from ..peer import PairOptions

_WORDS = {"forward": NETKIT_ACTION.PASS, "blackhole": NETKIT_ACTION.DROP}
_PAIRING = {"pair": NETKIT_PAIRING.DEVICE_PAIR, "single": NETKIT_PAIRING.DEVICE_SINGLE}


class Netkit(PairOptions, kind="netkit"):
    """The primary end of a pair (since Linux 6.7); only at that one the policies can be changed later."""

    mode: Choice[NETKIT_MODE] = option(IFLA_NETKIT.MODE, enum(NETKIT_MODE, u32))
    """"l3" (the kernel's choice): no link-layer addresses, and none can be given to either end; or "l2"."""
    policy: Choice[NETKIT_ACTION] = option(IFLA_NETKIT.POLICY, enum(NETKIT_ACTION, s32, words=_WORDS))
    """What becomes of packets when no program is attached: "pass" (the kernel's choice; ``ip`` calls it "forward") or
    "drop" ("blackhole")."""
    peer_policy: Choice[NETKIT_ACTION] = option(IFLA_NETKIT.PEER_POLICY, enum(NETKIT_ACTION, s32, words=_WORDS))
    """The same for what the peer sends."""
    scrub: Choice[NETKIT_SCRUB] = option(IFLA_NETKIT.SCRUB, enum(NETKIT_SCRUB, u32))
    """Whether the mark and priority of a packet are cleared: "default" (they are) or "none" (since Linux 6.13)."""
    peer_scrub: Choice[NETKIT_SCRUB] = option(IFLA_NETKIT.PEER_SCRUB, enum(NETKIT_SCRUB, u32))
    """The same for what the peer sends."""
    headroom: Int = option(IFLA_NETKIT.HEADROOM, u16)
    """Bytes kept free before a packet, at both ends (since Linux 6.14)."""
    tailroom: Int = option(IFLA_NETKIT.TAILROOM, u16)
    """Bytes kept free behind a packet, at both ends (since Linux 6.14)."""
    pairing: Choice[NETKIT_PAIRING] = option(IFLA_NETKIT.PAIRING, enum(NETKIT_PAIRING, u32, words=_PAIRING))
    """"pair" (the kernel's choice), or "single": without a peer (since Linux 7.1)."""
    primary: Reported[bool] = reported(IFLA_NETKIT.PRIMARY, boolean(u8))
    """Whether this end is the primary one."""
