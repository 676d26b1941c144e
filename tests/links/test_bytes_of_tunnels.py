"""Tunnels by their bytes, put together by hand: flags that several options share, and kinds that no test kernel has."""

from __future__ import annotations

import struct
from ipaddress import IPv4Address
from typing import Any

import pytest

from nlink.link import Amt, Bareudp, Erspan, Geneve, Gre, Gretap, Gtp, Ip6gre, Ip6tnl, Ipip, LinkOptions, Pfcp, Sit
from nlink.uapi import AMT_MODE, ETH_P


def attribute(number: int, layout: str, *values: Any) -> bytes:
    """One attribute; the layout is one of `struct`."""
    payload = struct.pack(layout, *values)
    return struct.pack("=HH", 4 + len(payload), number) + payload + bytes(-len(payload) % 4)


HERE, THERE = IPv4Address("192.0.2.1"), IPv4Address("192.0.2.2")
WRITTEN: list[tuple[LinkOptions, list[bytes]]] = [
    # IFLA_GRE_IFLAGS 2, OFLAGS 3, IKEY 4, OKEY 5; checksum 0x8000, key 0x2000, sequence number 0x1000
    (Gre(ikey=5), [attribute(2, ">H", 0x2000), attribute(4, ">I", 5)]),
    (Gre(okey=0, oseq=True, ocsum=False), [attribute(3, ">H", 0x3000), attribute(5, ">I", 0)]),
    (Gre(icsum=True, iseq=True), [attribute(2, ">H", 0x9000)]),
    (Gre(iseq=False), [attribute(2, ">H", 0)]),
    (Gretap(local=HERE, remote="0.0.0.0"), [attribute(6, "4s", HERE.packed)]),
    (Gre(encap_type="gue", encap_csum=True, encap_remcsum=True), [attribute(14, "=H", 2), attribute(15, "=H", 5)]),
    (Gre(encap_sport=5555, encap_dport=6080), [attribute(16, ">H", 5555), attribute(17, ">H", 6080)]),
    (
        Erspan(erspan_version=2, erspan_direction="egress", erspan_hwid=63),
        [attribute(22, "=B", 2), attribute(23, "=B", 1), attribute(24, "=H", 63)],
    ),
    # IFLA_GRE_FLOWINFO 12, IFLA_GRE_FLAGS 13
    (Ip6gre(tclass=0xAB, flowlabel=0x12345), [attribute(12, ">I", 0x0AB12345)]),
    (Ip6gre(tclass_inherit=True, ignore_encap_limit=True), [attribute(13, "=I", 3)]),
    # IFLA_IPTUN_FLOWINFO 7, FLAGS 8, PROTO 9
    (Ip6tnl(flowlabel=9, dscp_inherit=True, proto="ipip"), [
        attribute(7, ">I", 9), attribute(8, "=I", 0x10), attribute(9, "=B", 4),
    ]),
    (Ipip(proto="any"), [attribute(9, "=B", 0)]),
    (Sit(isatap=True), [attribute(8, "=H", 1)]),
    (Sit(ttl=64, pmtudisc=True), [attribute(4, "=B", 64), attribute(10, "=B", 1)]),
    (Geneve(ttl=9, ttl_inherit=False), [attribute(3, "=B", 9)]),
    (Geneve(ttl_inherit=False), [attribute(12, "=B", 0)]),
    (Geneve(port_range=(1, 2), gro_hint=True), [attribute(15, ">HH", 1, 2), attribute(16, "")]),
    (Geneve(local="192.0.2.1"), [attribute(17, "4s", HERE.packed)]),
    (Geneve(local="::1"), [attribute(18, "16s", bytes(15) + b"\1")]),
    (Gtp(create_sockets=False, role="sgsn"), [attribute(4, "=I", 1)]),
    (Gtp(create_sockets=True, local="::1"), [attribute(5, "=B", 1), attribute(8, "16s", bytes(15) + b"\1")]),
    # No test kernel has the following.
    (
        Bareudp(port=6635, ethertype="mpls_uc", srcport_min=5000, multiproto_mode=True),
        [attribute(1, ">H", 6635), attribute(2, ">H", 0x8847), attribute(3, "=H", 5000), attribute(4, "")],
    ),
    (Bareudp(port=1, ethertype="ipv4"), [attribute(1, ">H", 1), attribute(2, ">H", 0x0800)]),
    (
        Amt(
            mode="gateway", relay_port=2269, gateway_port=2270, link=7, local=HERE, discovery=THERE, max_tunnels=9
        ),
        [
            attribute(1, "=I", 0), attribute(2, ">H", 2269), attribute(3, ">H", 2270), attribute(4, "=I", 7),
            attribute(5, "4s", HERE.packed), attribute(7, "4s", THERE.packed), attribute(8, "=I", 9),
        ],
    ),
    (Pfcp(), []),
]  # fmt: skip


def attributes(data: bytes) -> list[bytes]:
    """The attributes in the order of their numbers."""
    found: list[tuple[int, bytes]] = []
    while data:
        length, number = struct.unpack_from("=HH", data)
        length += -length % 4
        found.append((number, data[:length]))
        data = data[length:]
    return [whole for _, whole in sorted(found)]


@pytest.mark.parametrize(("given", "expected"), WRITTEN, ids=lambda value: getattr(value, "kind", ""))
def test_bytes_are_the_kernels(given: LinkOptions, expected: list[bytes]) -> None:
    assert attributes(given.to_bytes()) == expected
    assert given.matches(type(given).from_bytes(b"".join(expected)))


def test_the_ttl_that_a_sit_has_by_itself_is_not_sent_where_it_would_switch_path_mtu_discovery_on() -> None:
    assert Sit(ttl=64, pmtudisc=False).to_bytes() == attribute(10, "=B", 0)


def test_a_key_without_its_flag_is_none() -> None:
    told = [attribute(2, ">H", 0x1000), attribute(3, ">H", 0x2000), attribute(4, ">I", 0), attribute(5, ">I", 0)]
    read = Gre.from_bytes(b"".join(told))
    assert (read.ikey, read.okey, read.iseq, read.oseq) == (None, 0, True, False)
    assert attributes(read.to_bytes()) == [told[0], told[1], told[3]]


def test_a_gateway_tells_the_relay_that_it_has_found() -> None:
    read = Amt.from_bytes(attribute(1, "=I", 0) + attribute(6, "4s", THERE.packed))
    assert (read.mode, read.remote) == (AMT_MODE.GATEWAY, THERE)


def test_an_ethertype_is_a_name_or_a_number() -> None:
    assert Bareudp(port=1, ethertype=0x8847).ethertype is ETH_P.MPLS_UC


@pytest.mark.parametrize(
    "wrong",
    [
        {"encap_type": "udp"}, {"ikey": 1 << 32}, {"ttl": 256}, {"local": "::1"}, {"key": 5},
    ],
)  # fmt: skip
def test_a_wrong_option_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Gre(**wrong)


@pytest.mark.parametrize("wrong", [{"tclass": 256}, {"flowlabel": 1 << 20}, {"tclass": True}, {"tclass_inherit": 1}])
def test_a_part_of_an_attribute_has_its_own_range(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Ip6gre(**wrong)
