"""Bonds and their ports: several links used as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import IntEnum

from ....schema.addresses import AddressLike, IPAddress, ipv4, ipv6
from ....schema.durations import milliseconds, seconds
from ....schema.enums import enum
from ....schema.enums import flags as flag_set
from ....schema.field import attr
from ....schema.integers import boolean, s32, u8, u16, u32
from ....schema.message import Attributes
from ....schema.nesting import indexed, nested
from ....schema.options import Setting, option, reported
from ....schema.settings import Bool, Choice, Duration, Int, Reported, String, UnitTime
from ....schema.text import hardware_address, mac
from ....uapi.if_bonding import BOND_LINK, BOND_MODE, BOND_STATE, BOND_XMIT_POLICY, LACP_STATE
from ....uapi.if_link import IFLA_BOND, IFLA_BOND_AD_INFO, IFLA_BOND_SLAVE
from ..options import LinkOptions, PortOptions

# The numbers of these are in no header for user space; they are the places of the words in the kernel's own tables of
# options (drivers/net/bonding/bond_options.c), and never change.


class ArpValidate(IntEnum):
    """At which ports ARP probes and answers are looked at, and whether other traffic counts."""

    NONE = 0
    ACTIVE = 1
    BACKUP = 2
    ALL = 3
    FILTER = 4
    FILTER_ACTIVE = 5
    FILTER_BACKUP = 6


class ArpAllTargets(IntEnum):
    """How many of the targets have to answer."""

    ANY = 0
    ALL = 1


class PrimaryReselect(IntEnum):
    """When the primary port becomes active again."""

    ALWAYS = 0
    BETTER = 1
    FAILURE = 2


class FailOverMac(IntEnum):
    """Whose address the bond has."""

    NONE = 0
    ACTIVE = 1
    FOLLOW = 2


class LacpRate(IntEnum):
    """How often the other side is to send LACPDUs."""

    SLOW = 0
    FAST = 1


class AggregatorSelection(IntEnum):
    """When and how the active aggregator is chosen."""

    STABLE = 0
    BANDWIDTH = 1
    COUNT = 2
    PRIO = 3


_MODES = {
    "balance-rr": BOND_MODE.ROUNDROBIN,
    "active-backup": BOND_MODE.ACTIVEBACKUP,
    "balance-xor": BOND_MODE.XOR,
    "broadcast": BOND_MODE.BROADCAST,
    "802.3ad": BOND_MODE.MODE_8023AD,
    "balance-tlb": BOND_MODE.TLB,
    "balance-alb": BOND_MODE.ALB,
}
_POLICIES = {
    "layer2": BOND_XMIT_POLICY.LAYER2,
    "layer3+4": BOND_XMIT_POLICY.LAYER34,
    "layer2+3": BOND_XMIT_POLICY.LAYER23,
    "encap2+3": BOND_XMIT_POLICY.ENCAP23,
    "encap3+4": BOND_XMIT_POLICY.ENCAP34,
    "vlan+srcmac": BOND_XMIT_POLICY.VLAN_SRCMAC,
}


NEVER = timedelta(0)
_PROBING = frozenset(BOND_MODE) - {BOND_MODE.MODE_8023AD, BOND_MODE.TLB, BOND_MODE.ALB}
_LACP = frozenset({BOND_MODE.MODE_8023AD})
_ONLY_IN: dict[str, tuple[frozenset[BOND_MODE], int | timedelta]] = {
    "arp_interval": (_PROBING, NEVER),
    "arp_validate": (_PROBING, ArpValidate.NONE),
    "missed_max": (_PROBING, 2),
    "packets_per_slave": (frozenset({BOND_MODE.ROUNDROBIN}), 1),
    "tlb_dynamic_lb": (frozenset({BOND_MODE.TLB, BOND_MODE.ALB}), True),
    "ad_lacp_active": (_LACP, True),
    "ad_lacp_rate": (_LACP, LacpRate.SLOW),
    "coupled_control": (_LACP, True),
    "broadcast_neigh": (_LACP, False),
    "lacp_strict": (_LACP, False),
}
"""The modes that an option can be set in, and the value that the kernel tells of it in all the others."""
_NEED_MIIMON = ("updelay", "downdelay", "peer_notif_delay")


class ActiveAggregator(Attributes):
    """The aggregator in use (802.3ad)."""

    aggregator: int | None = attr(IFLA_BOND_AD_INFO.AGGREGATOR, u16)
    num_ports: int | None = attr(IFLA_BOND_AD_INFO.NUM_PORTS, u16)
    actor_key: int | None = attr(IFLA_BOND_AD_INFO.ACTOR_KEY, u16)
    partner_key: int | None = attr(IFLA_BOND_AD_INFO.PARTNER_KEY, u16)
    partner_mac: str | None = attr(IFLA_BOND_AD_INFO.PARTNER_MAC, mac)


class Bond(LinkOptions, kind="bond"):
    """A bond. Its durations are kept in milliseconds, and have to be given with a unit: ``miimon="100ms"``."""

    mode: Choice[BOND_MODE] = option(IFLA_BOND.MODE, enum(BOND_MODE, u8, words=_MODES))
    """"balance-rr" (the kernel's choice), "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb" or
    "balance-alb"."""
    active_slave: Int = option(IFLA_BOND.ACTIVE_SLAVE, u32)
    """The ifindex of the active port."""
    primary: Int = option(IFLA_BOND.PRIMARY, u32)
    """The ifindex of the port that is used whenever it works."""
    primary_reselect: Choice[PrimaryReselect] = option(IFLA_BOND.PRIMARY_RESELECT, enum(PrimaryReselect, u8))
    """"always", "better" or "failure"."""
    xmit_hash_policy: Choice[BOND_XMIT_POLICY] = option(
        IFLA_BOND.XMIT_HASH_POLICY, enum(BOND_XMIT_POLICY, u8, words=_POLICIES)
    )
    """What is hashed to choose a port: "layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4" or "vlan+srcmac"."""
    miimon: UnitTime = option(IFLA_BOND.MIIMON, milliseconds)
    """How often the carrier is looked at; 0 is never."""
    updelay: UnitTime = option(IFLA_BOND.UPDELAY, milliseconds)
    """How long a carrier has to be there before the port is used; a multiple of ``miimon``."""
    downdelay: UnitTime = option(IFLA_BOND.DOWNDELAY, milliseconds)
    """How long it has to be gone before the port is given up; a multiple of ``miimon``."""
    use_carrier: Bool = option(IFLA_BOND.USE_CARRIER, boolean(u8))
    """Ask the driver's carrier instead of its MII registers (the kernel's choice; since Linux 6.18 always)."""
    peer_notif_delay: UnitTime = option(IFLA_BOND.PEER_NOTIF_DELAY, milliseconds)
    """Time between the announcements after a failover; a multiple of ``miimon``."""
    num_peer_notif: Int = option(IFLA_BOND.NUM_PEER_NOTIF, u8)
    """How many announcements."""
    arp_interval: UnitTime = option(IFLA_BOND.ARP_INTERVAL, milliseconds)
    """How often the targets are probed instead of looking at the carrier; 0 is never."""
    arp_ip_target: Setting[tuple[IPAddress, ...], Sequence[AddressLike]] = option(
        IFLA_BOND.ARP_IP_TARGET, indexed(ipv4, first=0)
    )
    """The addresses that are probed with ARP, at most 16; a change replaces all of them."""
    ns_ip6_target: Setting[tuple[IPAddress, ...], Sequence[AddressLike]] = option(
        IFLA_BOND.NS_IP6_TARGET, indexed(ipv6, first=0)
    )
    """The same with neighbour solicitations."""
    arp_validate: Choice[ArpValidate] = option(IFLA_BOND.ARP_VALIDATE, enum(ArpValidate, u32))
    """At which ports probes and answers are looked at: "none", "active", "backup", "all"; "filter", "filter-active" and
    "filter-backup" count nothing but them as traffic."""
    arp_all_targets: Choice[ArpAllTargets] = option(IFLA_BOND.ARP_ALL_TARGETS, enum(ArpAllTargets, u32))
    """Whether "any" or "all" of them have to answer for a port to count as working."""
    missed_max: Int = option(IFLA_BOND.MISSED_MAX, u8)
    """How many probes without answer make a port fail: 1 to 255, 2 is the kernel's choice."""
    fail_over_mac: Choice[FailOverMac] = option(IFLA_BOND.FAIL_OVER_MAC, enum(FailOverMac, u8))
    """Whether the bond's address goes with it at a failover: "none" (all ports have it), "active" (the bond takes the
    active port's) or "follow" (the port takes it when it becomes active). Not with ports."""
    resend_igmp: Int = option(IFLA_BOND.RESEND_IGMP, u32)
    """How many IGMP reports are sent after a failover."""
    all_slaves_active: Bool = option(IFLA_BOND.ALL_SLAVES_ACTIVE, boolean(u8))
    """Take what comes in by ports that are not active."""
    min_links: Int = option(IFLA_BOND.MIN_LINKS, u32)
    """How many ports must work for the bond to have a carrier."""
    lp_interval: Duration = option(IFLA_BOND.LP_INTERVAL, seconds)
    """Time between learning packets to the switches, in whole seconds."""
    packets_per_slave: Int = option(IFLA_BOND.PACKETS_PER_SLAVE, u32)
    """How many packets leave by a port before the next one's turn (balance-rr), 0 to 65535; 0 is a random port each."""
    tlb_dynamic_lb: Bool = option(IFLA_BOND.TLB_DYNAMIC_LB, boolean(u8))
    """Move flows by load (balance-tlb and -alb), instead of by hash alone; of a bond that is down."""
    ad_lacp_active: Bool = option(IFLA_BOND.AD_LACP_ACTIVE, boolean(u8))
    """Send LACPDUs unasked."""
    ad_lacp_rate: Choice[LacpRate] = option(IFLA_BOND.AD_LACP_RATE, enum(LacpRate, u8))
    """"slow" or "fast"."""
    ad_select: Choice[AggregatorSelection] = option(IFLA_BOND.AD_SELECT, enum(AggregatorSelection, u8))
    """"stable", "bandwidth", "count" or "prio"."""
    ad_actor_sys_prio: Int = option(IFLA_BOND.AD_ACTOR_SYS_PRIO, u16, ge=1)
    """The system priority in LACPDUs, 1 to 65535 (the kernel's choice). This and the next two are told to root only."""
    ad_user_port_key: Int = option(IFLA_BOND.AD_USER_PORT_KEY, u16, le=1023)
    """The upper ten bits of the port key in LACPDUs."""
    ad_actor_system: String = option(IFLA_BOND.AD_ACTOR_SYSTEM, mac)
    """The system's address in LACPDUs; all zero (the kernel's choice) is the bond's own."""
    coupled_control: Bool = option(IFLA_BOND.COUPLED_CONTROL, boolean(u8))
    """Collect and distribute start together (the kernel's choice), as the standard's coupled state machine has it."""
    broadcast_neigh: Bool = option(IFLA_BOND.BROADCAST_NEIGH, boolean(u8))
    """Send ARP and neighbour discovery by all ports (802.3ad, since Linux 6.17)."""
    lacp_strict: Bool = option(IFLA_BOND.LACP_STRICT, boolean(u8))
    """No carrier without a partner that speaks LACP (802.3ad, since Linux 7.2)."""
    ad_info: Reported[ActiveAggregator] = reported(IFLA_BOND.AD_INFO, nested(ActiveAggregator))

    def to_bytes(self) -> bytes:
        """The attributes of all options that are given, so that what was read can be written again.

        The kernel tells every option of every bond, but refuses those that its mode or ``miimon`` has no use for, even
        with the value that it tells (tried: 6.12). With that value they are left out; any other is sent, and refused.
        """
        idle: list[str] = []
        if self.mode is not None:
            unused = ((name, told) for name, (modes, told) in _ONLY_IN.items() if self.mode not in modes)
            idle += (name for name, told in unused if getattr(self, name) == told)
        if self.miimon == NEVER:
            idle += (name for name in _NEED_MIIMON if getattr(self, name) == NEVER)
        elif self.miimon is not None and self.arp_validate == ArpValidate.NONE:
            idle.append("arp_validate")
        return super(Bond, self.model_copy(update=dict.fromkeys(idle))).to_bytes()


class BondPort(PortOptions, kind="bond"):
    """What a bond keeps of a port."""

    queue_id: Int = option(IFLA_BOND_SLAVE.QUEUE_ID, u16)
    """The transmit queue of the bond whose traffic leaves by this port; 0 is none. A queue has one port."""
    prio: Int = option(IFLA_BOND_SLAVE.PRIO, s32)
    """The greatest becomes the active port, in the modes active-backup, balance-tlb and balance-alb only."""
    actor_port_prio: Int = option(IFLA_BOND_SLAVE.ACTOR_PORT_PRIO, u16)
    """LACP's priority of the port, in the mode 802.3ad only (since Linux 6.18); 255 is the kernel's choice."""
    state: Reported[BOND_STATE | int] = reported(IFLA_BOND_SLAVE.STATE, enum(BOND_STATE, u8))
    mii_status: Reported[BOND_LINK | int] = reported(IFLA_BOND_SLAVE.MII_STATUS, enum(BOND_LINK, u8))
    link_failure_count: Reported[int] = reported(IFLA_BOND_SLAVE.LINK_FAILURE_COUNT, u32)
    permanent_address: Reported[str] = reported(IFLA_BOND_SLAVE.PERM_HWADDR, hardware_address)
    ad_aggregator_id: Reported[int] = reported(IFLA_BOND_SLAVE.AD_AGGREGATOR_ID, u16)
    ad_actor_oper_port_state: Reported[LACP_STATE] = reported(
        IFLA_BOND_SLAVE.AD_ACTOR_OPER_PORT_STATE, flag_set(LACP_STATE, u8)
    )
    ad_partner_oper_port_state: Reported[LACP_STATE] = reported(
        IFLA_BOND_SLAVE.AD_PARTNER_OPER_PORT_STATE, flag_set(LACP_STATE, u16)
    )
    ad_churn_actor_state: Reported[int] = reported(IFLA_BOND_SLAVE.AD_CHURN_ACTOR_STATE, u8)
    ad_churn_partner_state: Reported[int] = reported(IFLA_BOND_SLAVE.AD_CHURN_PARTNER_STATE, u8)

    def to_bytes(self) -> bytes:
        # The kernel tells a priority in every mode, and in most refuses even the 0 that it tells there (tried: 6.12).
        idle = self.state is not None and self.prio == 0
        return super(BondPort, self.model_copy(update={"prio": None} if idle else {})).to_bytes()
