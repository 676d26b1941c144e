"""Addresses as this kernel reports them, against what `ip -j address` makes of the same ones."""

from __future__ import annotations

from ipaddress import ip_address, ip_interface
from typing import Any

import pytest

from nlink.errors import DecodeError
from nlink.netlink.route.addresses.message import FOREVER, AddressCacheInfo, AddressMessage
from nlink.netlink.uapi.if_addr import IFA_F, IFAPROT
from nlink.netlink.uapi.rtnetlink import RT_SCOPE
from tests.needs import requires
from tests.netns import Netns
from tests.route.dumping import change, dump

ADDRESSES = (
    "192.0.2.1/24 dev v0 brd + label v0:web",
    "192.0.2.2/24 dev v0",
    "198.51.100.1 peer 198.51.100.2/32 dev v0",
    "203.0.113.1/24 dev v1 valid_lft 3600 preferred_lft 1800 noprefixroute",
    "203.0.113.9/25 dev v1 metric 77 scope link",
    "2001:db8::1/64 dev v0 nodad",
    "2001:db8:1::1 peer 2001:db8:1::2/128 dev v0 nodad",
    "2001:db8:2::1/64 dev v1 valid_lft 3600 preferred_lft 0 nodad metric 78",
    "2001:db8:3::1/64 dev v1 home nodad mngtmpaddr noprefixroute",
)

SCOPES: dict[int, str] = {RT_SCOPE.UNIVERSE: "global"}


@requires("link:veth")
@pytest.mark.requires("command:ip")
def test_every_sort_of_address_is_what_ip_shows(netns: Netns) -> None:
    devices(netns)
    for address in ADDRESSES:
        netns.run("ip", "address", "add", *address.split())
    names = {link["ifindex"]: link for link in netns.json("ip", "-j", "address")}
    shown = [(index, info) for index, link in names.items() for info in link["addr_info"]]
    found = dump(netns, AddressMessage())
    assert len(found) == len(shown) >= len(ADDRESSES)
    for index, info in shown:
        [message] = [
            one
            for one in found
            if one.ifindex == index and str(one.ip) == info["local"] and one.prefixlen == info["prefixlen"]
        ]
        assert as_ip_shows(message) == without_times(info)
        for name, lifetime in (
            ("valid_life_time", message.valid_lifetime),
            ("preferred_life_time", message.preferred_lifetime),
        ):
            # A second may pass between the dump and the command.
            assert abs(info[name] - (FOREVER if lifetime is None else lifetime)) < 30


def as_ip_shows(message: AddressMessage) -> dict[str, Any]:
    families = {2: "inet", 10: "inet6"}
    made: dict[str, Any] = {
        "family": families[message.family],
        "local": str(message.ip),
        "prefixlen": message.prefixlen,
    }
    made["scope"] = SCOPES.get(message.scope) or RT_SCOPE(message.scope).name.lower()
    for name, value in (("address", message.peer), ("broadcast", message.broadcast), ("label", message.label)):
        if value is not None:
            made[name] = str(value)
    if message.priority is not None:
        made["metric"] = message.priority
    if not message.is_permanent:
        made["dynamic"] = True
    named = {IFA_F.SECONDARY: "secondary", IFA_F.HOMEADDRESS: "home", IFA_F.MANAGETEMPADDR: "mngtmpaddr"}
    for flag in IFA_F:
        if flag != IFA_F.PERMANENT and flag in message.flags:
            made[named.get(flag, (flag.name or "").lower())] = True
    return made


def without_times(info: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in info.items() if not name.endswith("life_time")}


def devices(netns: Netns) -> None:
    netns.run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1")
    netns.run("ip", "link", "set", "v0", "up")
    netns.run("ip", "link", "set", "v1", "up")


def test_an_address_as_given_is_what_is_read(netns: Netns) -> None:
    given = AddressMessage(
        family=2, prefixlen=24, scope=RT_SCOPE.HOST, ifindex=1, local=ip_address("192.0.2.1"),
        address=ip_address("192.0.2.1"), label="lo:x", cacheinfo=AddressCacheInfo(valid=3600, preferred=1800),
        flags=IFA_F.NOPREFIXROUTE, priority=9, protocol=IFAPROT.KERNEL_RA,
    )  # fmt: skip
    change(netns, given)
    [read] = [one for one in dump(netns, AddressMessage()) if one.ip == given.ip]
    for name in (
        "family",
        "prefixlen",
        "scope",
        "ifindex",
        "local",
        "address",
        "label",
        "flags",
        "priority",
        "protocol",
    ):
        assert getattr(read, name) == getattr(given, name), name
    assert 3590 < (read.valid_lifetime or 0) <= 3600
    assert read.interface == ip_interface("192.0.2.1/24")
    assert not read.is_permanent
    assert read.cacheinfo is not None
    assert read.cacheinfo.created == read.cacheinfo.updated > 0
    change(netns, read, "delete")
    assert [one for one in dump(netns, AddressMessage()) if one.ip == given.ip] == []


def test_as_text_it_is_one_line() -> None:
    address = AddressMessage(
        family=2, prefixlen=24, ifindex=2, local=ip_address("192.0.2.1"), address=ip_address("192.0.2.1"),
        broadcast=ip_address("192.0.2.255"), label="eth0", flags=IFA_F.PERMANENT | IFA_F.NOPREFIXROUTE,
    )  # fmt: skip
    assert str(address) == "192.0.2.1/24 dev 2 brd 192.0.2.255 scope global noprefixroute label eth0"
    peer = AddressMessage(family=2, prefixlen=32, local=ip_address("192.0.2.1"), address=ip_address("192.0.2.2"))
    assert str(peer) == "192.0.2.1 peer 192.0.2.2/32 dev 0 scope global"


def test_without_lifetimes_it_lives_for_ever() -> None:
    assert AddressMessage().valid_lifetime is None
    forever = AddressMessage(cacheinfo=AddressCacheInfo())
    assert (forever.valid_lifetime, forever.preferred_lifetime) == (None, None)


def test_flags_of_an_old_kernel_are_read_from_the_header() -> None:
    """Before Linux 3.14 there was no IFA_FLAGS."""
    message = AddressMessage.from_bytes(bytes([2, 24, 0x80, 0, 1, 0, 0, 0]))
    assert message.flags is IFA_F.PERMANENT
    assert message.interface is None


def test_an_impossible_prefix_length_is_a_decode_error() -> None:
    message = AddressMessage(prefixlen=33, address=ip_address("192.0.2.1"))
    with pytest.raises(DecodeError, match="prefixlen"):
        _ = message.interface
