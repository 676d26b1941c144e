"""The addresses and networks that are put together here are those that the ipaddress module makes."""

from __future__ import annotations

import pickle
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlink.netlink.schema import ip_objects
from nlink.netlink.schema.ip_objects import ipv4_address, ipv4_network, ipv6_address, ipv6_network


def masked(raw: bytes, length: int) -> bytes:
    bits = len(raw) * 8
    return (int.from_bytes(raw, "big") >> (bits - length) << (bits - length)).to_bytes(len(raw), "big")


def same(made: object, theirs: object) -> bool:
    assert (type(made), str(made), hash(made), repr(made)) == (type(theirs), str(theirs), hash(theirs), repr(theirs))
    assert getattr(made, "__dict__", {}).keys() == getattr(theirs, "__dict__", {}).keys()
    assert pickle.loads(pickle.dumps(made)) == theirs
    return made == theirs


def test_this_python_is_one_whose_objects_are_known() -> None:
    assert ip_objects.KNOWN


@given(st.binary(min_size=4, max_size=4), st.binary(min_size=16, max_size=16))
def test_addresses(raw4: bytes, raw6: bytes) -> None:
    assert same(ipv4_address(raw4), IPv4Address(raw4))
    assert same(ipv6_address(raw6), IPv6Address(raw6))


@given(st.binary(min_size=4, max_size=4), st.integers(0, 29))
def test_ipv4_networks(raw: bytes, length: int) -> None:
    raw = masked(raw, length)
    made, theirs = ipv4_network(raw, length), IPv4Network((raw, length))
    assert same(made, theirs)
    assert (made.broadcast_address, made.num_addresses) == (theirs.broadcast_address, theirs.num_addresses)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 126))
def test_ipv6_networks(raw: bytes, length: int) -> None:
    raw = masked(raw, length)
    assert same(ipv6_network(raw, length), IPv6Network((raw, length)))


@pytest.mark.parametrize("length", [30, 31, 32])
def test_the_smallest_networks_list_their_hosts(length: int) -> None:
    assert list(ipv4_network(bytes(4), length).hosts()) == list(IPv4Network((0, length)).hosts())
    assert list(ipv6_network(bytes(16), 96 + length).hosts()) == list(IPv6Network((0, 96 + length)).hosts())


def test_what_is_no_network() -> None:
    for raw, length in [(bytes([10, 1, 2, 1]), 24), (bytes(4), 33), (bytes([128, 0, 0, 0]), 0)]:
        with pytest.raises(ValueError, match=r"host bits set|is not a valid netmask"):
            ipv4_network(raw, length)
    for raw, length in [(bytes(15) + b"\1", 64), (bytes(16), 129)]:
        with pytest.raises(ValueError, match=r"host bits set|is not a valid netmask"):
            ipv6_network(raw, length)
