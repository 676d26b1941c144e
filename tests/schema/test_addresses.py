"""IP addresses and prefixes."""

from __future__ import annotations

import pickle
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.errors import DecodeError, InvalidInput
from nlink.netlink.schema.addresses import IPAddress, IPNetwork, ip, ipv4, ipv6, prefix
from nlink.netlink.schema.encode import attribute
from nlink.netlink.schema.field import attr, header
from nlink.netlink.schema.integers import u8
from nlink.netlink.schema.kind import Kind
from nlink.netlink.schema.message import Message
from tests.schema.strategies import networks, values


class Way(Message):
    """A prefix is an attribute, and its length stands in the header."""

    dst_len: int = header("rtm_dst_len", u8, default=0, pad=3)
    dst: IPNetwork | None = attr(1, prefix("dst_len"))
    gateway: IPAddress | None = attr(5, ip)
    local: IPv4Address | None = attr(6, ipv4)
    local6: IPv6Address | None = attr(7, ipv6)
    remote: IPAddress | None = attr(8, ip, v6=9)
    """The kernel has two attributes for it."""


@pytest.mark.parametrize("kind", [ip, ipv4, ipv6])
@given(data=st.data())
def test_what_is_dumped_loads_to_the_same(kind: Kind[Any, Any], data: st.DataObject) -> None:
    address = data.draw(values(kind))
    kind.check(address)
    assert kind.decode(kind.dump(address), None) == address
    assert kind.parse(str(address)) == address


@given(networks)
def test_a_prefix_fills_its_length_in(network: IPNetwork) -> None:
    way = Way(dst=network)
    assert way.dst_len == network.prefixlen
    assert Way.from_bytes(way.to_bytes()).dst == network
    assert prefix("dst_len").parse(str(network)) == network


def test_the_length_of_the_payload_tells_the_family() -> None:
    assert Way.from_bytes(bytes(4) + attribute(5, b"\x0a\0\0\1")).gateway == IPv4Address("10.0.0.1")
    assert Way.from_bytes(bytes(4) + attribute(5, bytes(15) + b"\1")).gateway == IPv6Address("::1")
    with pytest.raises(DecodeError, match=r"an IP address has 4 or 16 bytes, not 5 \[attribute gateway"):
        Way.from_bytes(bytes(4) + attribute(5, bytes(5))).gateway  # noqa: B018


def test_an_attribute_of_its_own_for_ipv6() -> None:
    for text, number in (("10.0.0.1", 8), ("fd00::1", 9)):
        address = ip_address(text)
        data = Way(remote=address).to_bytes()
        assert data[4:] == attribute(number, address.packed)
        assert Way.from_bytes(data).remote == address


def test_host_bits_that_the_kernel_kept_are_written_back() -> None:
    data = b"\x08\0\0\0" + attribute(1, b"\x0a\0\0\1")
    way = Way.from_bytes(data)
    assert way.dst == ip_network("10.0.0.0/8")
    assert way.to_bytes() == data
    assert pickle.loads(pickle.dumps(way)).to_bytes() == data


def test_a_length_that_is_none_is_an_error() -> None:
    with pytest.raises(DecodeError, match="attribute dst"):
        Way.from_bytes(b"\x21\0\0\0" + attribute(1, bytes(4))).validate()


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"gateway": "10.0.0.1"}, "gateway", "must be an IP address, not str"),
        ({"gateway": b"\x0a\0\0\1"}, "gateway", "must be an IP address, not bytes"),
        ({"gateway": 1}, "gateway", "must be an IP address, not int"),
        ({"local": IPv6Address("::1")}, "local", "must be an IPv4 address, not ::1"),
        ({"local6": IPv4Address("10.0.0.1")}, "local6", "must be an IPv6 address, not 10.0.0.1"),
        ({"gateway": IPv6Address("fe80::1%eth0")}, "gateway", "has a zone"),
        ({"dst": IPv6Network("fe80::%3/64")}, "dst", "has a zone"),
        ({"dst": IPv4Address("10.0.0.0")}, "dst", "must be an IP network, not IPv4Address"),
        ({"dst": IPv4Network("10.0.0.0/8"), "dst_len": 24}, "dst_len", "must be 8 beside this dst, not 24"),
    ],
)
def test_what_cannot_be_is_refused_by_name(given: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Way(**given)
    assert caught.value.field == field
    assert reason in caught.value.reason


@pytest.mark.parametrize("wrong", ["10.0.0", "10.0.0.0.1", "fe80::1%eth0", "", "::g", "010.0.0.1"])
def test_words_that_are_no_address_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not an IP address"):
        ip.parse(wrong)
