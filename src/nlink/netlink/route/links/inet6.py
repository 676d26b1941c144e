"""What a link tells of IPv6 on it."""

from __future__ import annotations

from ...schema.addresses import IPAddress, ipv6
from ...schema.enums import enum
from ...schema.field import attr, member
from ...schema.integers import s32, u8, u32, u64
from ...schema.message import Attributes, CStruct
from ...schema.nesting import structure
from ...schema.text import binary
from ...uapi.if_link import IFLA_INET6, IN6_ADDR_GEN_MODE


class Inet6Settings(CStruct):
    """The sysctls under ``net.ipv6.conf.<link>``, in the order of the kernel's ``DEVCONF_*``."""

    forwarding: int = member(s32, default=0)
    hoplimit: int = member(s32, default=0)
    mtu6: int = member(s32, default=0)
    accept_ra: int = member(s32, default=0)
    accept_redirects: int = member(s32, default=0)
    autoconf: int = member(s32, default=0)
    dad_transmits: int = member(s32, default=0)
    rtr_solicits: int = member(s32, default=0)
    rtr_solicit_interval: int = member(s32, default=0)
    rtr_solicit_delay: int = member(s32, default=0)
    use_tempaddr: int = member(s32, default=0)
    temp_valid_lft: int = member(s32, default=0)
    temp_prefered_lft: int = member(s32, default=0)
    regen_max_retry: int = member(s32, default=0)
    max_desync_factor: int = member(s32, default=0)
    max_addresses: int = member(s32, default=0)
    force_mld_version: int = member(s32, default=0)
    accept_ra_defrtr: int = member(s32, default=0)
    accept_ra_pinfo: int = member(s32, default=0)
    accept_ra_rtr_pref: int = member(s32, default=0)
    rtr_probe_interval: int = member(s32, default=0)
    accept_ra_rt_info_max_plen: int = member(s32, default=0)
    proxy_ndp: int = member(s32, default=0)
    optimistic_dad: int = member(s32, default=0)
    accept_source_route: int = member(s32, default=0)
    mc_forwarding: int = member(s32, default=0)
    disable_ipv6: int = member(s32, default=0)
    accept_dad: int = member(s32, default=0)
    force_tllao: int = member(s32, default=0)
    ndisc_notify: int = member(s32, default=0)
    mldv1_unsolicited_report_interval: int = member(s32, default=0)
    mldv2_unsolicited_report_interval: int = member(s32, default=0)
    suppress_frag_ndisc: int = member(s32, default=0)
    accept_ra_from_local: int = member(s32, default=0)
    use_optimistic: int = member(s32, default=0)
    accept_ra_mtu: int = member(s32, default=0)
    stable_secret: int = member(s32, default=0)
    use_oif_addrs_only: int = member(s32, default=0)
    accept_ra_min_hop_limit: int = member(s32, default=0)
    ignore_routes_with_linkdown: int = member(s32, default=0)
    drop_unicast_in_l2_multicast: int = member(s32, default=0)
    drop_unsolicited_na: int = member(s32, default=0)
    keep_addr_on_down: int = member(s32, default=0)
    rtr_solicit_max_interval: int = member(s32, default=0)
    seg6_enabled: int = member(s32, default=0)
    seg6_require_hmac: int = member(s32, default=0)
    enhanced_dad: int = member(s32, default=0)
    addr_gen_mode: int = member(s32, default=0)
    disable_policy: int = member(s32, default=0)
    accept_ra_rt_info_min_plen: int = member(s32, default=0)
    ndisc_tclass: int = member(s32, default=0)
    rpl_seg_enabled: int = member(s32, default=0)
    ra_defrtr_metric: int = member(s32, default=0)
    ioam6_enabled: int = member(s32, default=0)
    ioam6_id: int = member(s32, default=0)
    ioam6_id_wide: int = member(s32, default=0)
    ndisc_evict_nocarrier: int = member(s32, default=0)
    accept_untracked_na: int = member(s32, default=0)
    accept_ra_min_lft: int = member(s32, default=0)
    force_forwarding: int = member(s32, default=0)


class Inet6Statistics(CStruct):
    """Counters of IPv6 on the link (RFC 4293); the first is how many there are."""

    num: int = member(u64, default=0)
    inpkts: int = member(u64, default=0)
    inoctets: int = member(u64, default=0)
    indelivers: int = member(u64, default=0)
    outforwdatagrams: int = member(u64, default=0)
    outrequests: int = member(u64, default=0)
    outoctets: int = member(u64, default=0)
    inhdrerrors: int = member(u64, default=0)
    intoobigerrors: int = member(u64, default=0)
    innoroutes: int = member(u64, default=0)
    inaddrerrors: int = member(u64, default=0)
    inunknownprotos: int = member(u64, default=0)
    intruncatedpkts: int = member(u64, default=0)
    indiscards: int = member(u64, default=0)
    outdiscards: int = member(u64, default=0)
    outnoroutes: int = member(u64, default=0)
    reasmtimeout: int = member(u64, default=0)
    reasmreqds: int = member(u64, default=0)
    reasmoks: int = member(u64, default=0)
    reasmfails: int = member(u64, default=0)
    fragoks: int = member(u64, default=0)
    fragfails: int = member(u64, default=0)
    fragcreates: int = member(u64, default=0)
    inmcastpkts: int = member(u64, default=0)
    outmcastpkts: int = member(u64, default=0)
    inbcastpkts: int = member(u64, default=0)
    outbcastpkts: int = member(u64, default=0)
    inmcastoctets: int = member(u64, default=0)
    outmcastoctets: int = member(u64, default=0)
    inbcastoctets: int = member(u64, default=0)
    outbcastoctets: int = member(u64, default=0)
    csumerrors: int = member(u64, default=0)
    noectpkts: int = member(u64, default=0)
    ect1pkts: int = member(u64, default=0)
    ect0pkts: int = member(u64, default=0)
    cepkts: int = member(u64, default=0)
    reasm_overlaps: int = member(u64, default=0)
    outpkts: int = member(u64, default=0)


class Icmp6Statistics(CStruct):
    """Counters of ICMPv6 on the link; the first is how many there are."""

    num: int = member(u64, default=0)
    inmsgs: int = member(u64, default=0)
    inerrors: int = member(u64, default=0)
    outmsgs: int = member(u64, default=0)
    outerrors: int = member(u64, default=0)
    csumerrors: int = member(u64, default=0)
    ratelimithost: int = member(u64, default=0)


class Inet6CacheInfo(CStruct):
    """``struct ifla_cacheinfo``: neighbour discovery on the link."""

    max_reasm_len: int = member(u32, default=0)
    tstamp: int = member(u32, default=0)
    """When the IPv6 side of the link was last changed, in hundredths of a second since the system started."""
    reachable_time: int = member(u32, default=0)
    """In milliseconds."""
    retrans_time: int = member(u32, default=0)
    """In milliseconds."""


class Inet6Link(Attributes):
    """IPv6 on a link (``IFLA_INET6_*``)."""

    flags: int | None = attr(IFLA_INET6.FLAGS, u32)
    conf: Inet6Settings | None = attr(IFLA_INET6.CONF, structure(Inet6Settings))
    statistics: Inet6Statistics | None = attr(IFLA_INET6.STATS, structure(Inet6Statistics))
    mcast: bytes | None = attr(IFLA_INET6.MCAST, binary)
    cache_info: Inet6CacheInfo | None = attr(IFLA_INET6.CACHEINFO, structure(Inet6CacheInfo))
    icmp6_statistics: Icmp6Statistics | None = attr(IFLA_INET6.ICMP6STATS, structure(Icmp6Statistics))
    token: IPAddress | None = attr(IFLA_INET6.TOKEN, ipv6)
    addr_gen_mode: IN6_ADDR_GEN_MODE | int | None = attr(IFLA_INET6.ADDR_GEN_MODE, enum(IN6_ADDR_GEN_MODE, u8))
    ra_mtu: int | None = attr(IFLA_INET6.RA_MTU, u32)
