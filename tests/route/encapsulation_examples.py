"""Encapsulations with each of their options, and how ``ip`` is asked for the same."""

from __future__ import annotations

from dataclasses import dataclass

from nlink.encap import (
    ILA,
    IOAM6,
    IP,
    IP6,
    MPLS,
    RPL,
    XFRM,
    EncapsulationOptions,
    ErspanOption,
    GeneveOption,
    Seg6,
    Seg6Flavors,
    Seg6Local,
    TunnelFlags,
    TunnelOptions,
    VxlanOption,
)


@dataclass(frozen=True)
class Example:
    """What is given, and the words for ``ip``; None where the ``ip`` of Debian 12 has none."""

    given: EncapsulationOptions
    words: str | None
    family: int = 6
    needs: tuple[str, ...] = ()


KEY = TunnelFlags.KEY | TunnelFlags.CSUM | TunnelFlags.SEQ

EXAMPLES: list[Example] = [
    Example(MPLS(labels=[100]), "mpls 100", 4),
    Example(MPLS(labels="100/200/1048575", ttl=3), "mpls 100/200/1048575 ttl 3"),
    Example(MPLS(labels=16, ttl=0), "mpls 16 ttl 0"),
    Example(IP(id=42, dst="192.0.2.9"), "ip id 42 dst 192.0.2.9", 4),
    Example(
        IP(id=1 << 40, dst="192.0.2.9", src="192.0.2.1", ttl=9, tos=4, flags=KEY),
        "ip id 1099511627776 src 192.0.2.1 dst 192.0.2.9 ttl 9 tos 4 key csum seq",
    ),
    Example(
        IP(
            id=7, dst="192.0.2.9",
            options=TunnelOptions(geneve=[
                GeneveOption(option_class=0x102, type=128, data="00112233"),
                GeneveOption(option_class=3, type=4, data=bytes(8)),
            ]),
        ),
        "ip id 7 dst 192.0.2.9 geneve_opts 258:128:00112233,3:4:0000000000000000",
    ),
    Example(
        IP(id=7, dst="192.0.2.9", options=TunnelOptions(vxlan=VxlanOption(gbp=456))),
        "ip id 7 dst 192.0.2.9 vxlan_opts 456",
    ),
    Example(
        IP(id=7, dst="192.0.2.9", options=TunnelOptions(erspan=ErspanOption(version=1, index=3))),
        "ip id 7 dst 192.0.2.9 erspan_opts 1:3:0:0",
    ),
    Example(
        IP(id=7, dst="192.0.2.9", options=TunnelOptions(erspan=ErspanOption(version=2, direction=1, hardware_id=5))),
        "ip id 7 dst 192.0.2.9 erspan_opts 2:0:1:5",
    ),
    Example(
        IP6(id=5, dst="2001:db8::9", src="2001:db8::1", hoplimit=9, traffic_class=4, flags="key"),
        "ip6 id 5 dst 2001:db8::9 src 2001:db8::1 hoplimit 9 tc 4 key",
    ),
    Example(
        IP6(id=5, dst="2001:db8::9", options=TunnelOptions(vxlan=VxlanOption(gbp=1))),
        "ip6 id 5 dst 2001:db8::9 vxlan_opts 1",
    ),
    Example(Seg6(mode="inline", segments=["fc00::1"]), "seg6 mode inline segs fc00::1"),
    Example(Seg6(mode="encap", segments=["fc00::1", "fc00::2"]), "seg6 mode encap segs fc00::1,fc00::2"),
    Example(Seg6(mode="encap", segments="fc00::1,fc00::2", hmac=7), "seg6 mode encap segs fc00::1,fc00::2 hmac 7", 4),
    Example(Seg6(mode="l2encap", segments=["fc00::1"]), "seg6 mode l2encap segs fc00::1"),
    Example(Seg6(mode="encap.red", segments=["fc00::1", "fc00::2"]), "seg6 mode encap.red segs fc00::1,fc00::2"),
    Example(Seg6(mode="l2encap_red", segments=["fc00::1", "fc00::2"]), "seg6 mode l2encap.red segs fc00::1,fc00::2"),
    # a tag, and padding (RFC 8754, 2.1.1)
    Example(Seg6(mode="encap", segments=["fc00::1"], tag=5, tlvs="0406000000000000", hmac=9), None),
    Example(Seg6Local(action="End"), "seg6local action End"),
    Example(Seg6Local(action="End.X", nh6="fe80::5"), "seg6local action End.X nh6 fe80::5"),
    Example(Seg6Local(action="End.T", table=1000), "seg6local action End.T table 1000"),
    Example(Seg6Local(action="End.DX2", oif=1), "seg6local action End.DX2 oif lo"),
    Example(Seg6Local(action="End.DX2", oif="lo"), "seg6local action End.DX2 oif lo"),
    Example(Seg6Local(action="End.DX6", nh6="fe80::5"), "seg6local action End.DX6 nh6 fe80::5"),
    Example(Seg6Local(action="End.DX4", nh4="192.0.2.5"), "seg6local action End.DX4 nh4 192.0.2.5"),
    Example(Seg6Local(action="End.DT6", table=1000), "seg6local action End.DT6 table 1000"),
    Example(Seg6Local(action="End.DT6", vrf_table=77), "seg6local action End.DT6 vrftable 77", needs=("link:vrf",)),
    Example(Seg6Local(action="End.DT4", vrf_table=77), "seg6local action End.DT4 vrftable 77", needs=("link:vrf",)),
    Example(
        Seg6Local(action="End.DT46", vrf_table=77), "seg6local action End.DT46 vrftable 77", needs=("link:vrf",)
    ),
    Example(
        Seg6Local(action="End.B6", segments=["fc00::1", "fc00::2"]),
        "seg6local action End.B6 srh segs fc00::1,fc00::2",
    ),
    Example(
        Seg6Local(action="End.B6.Encaps", segments=["fc00::1"], hmac=5),
        "seg6local action End.B6.Encaps srh segs fc00::1 hmac 5",
    ),
    Example(Seg6Local(action="End", counters=True), "seg6local action End count"),
    Example(Seg6Local(action="End", flavors="psp"), None),
    Example(
        Seg6Local(action="End", flavors=Seg6Flavors(operations="next_csid", block_bits=48, function_bits=16)), None
    ),
    Example(RPL(segments=["fc00::1", "fc00::2"]), "rpl segs fc00::2,fc00::1"),
    Example(ILA(locator="2001:db8:0:1"), "ila 2001:db8:0:1"),
    Example(
        ILA(locator="0:0:0:ffff", csum_mode="adj-transport", ident_type="luid", hook_type="input"),
        "ila 0:0:0:ffff csum-mode adj-transport ident-type luid hook-type input",
    ),
    Example(IOAM6(trace_type=0x800000, namespace=1, size=12), "ioam6 trace prealloc type 0x800000 ns 1 size 12"),
    Example(
        IOAM6(
            trace_type=0xC00000, namespace=65535, size=244, mode="encap", destination="fc00::9", frequency_k=2,
            frequency_n=3,
        ),
        "ioam6 freq 2/3 mode encap tundst fc00::9 trace prealloc type 0xc00000 ns 65535 size 244",
    ),
    Example(
        IOAM6(trace_type=0x800000, namespace=0, size=4, mode="auto", destination="fc00::9"),
        "ioam6 mode auto tundst fc00::9 trace prealloc type 0x800000 ns 0 size 4",
    ),
    # ip 6.1 takes the word behind for a part of it
    Example(XFRM(if_id=5), None),
    Example(XFRM(if_id=1 << 31, link="lo"), None),
]  # fmt: skip
