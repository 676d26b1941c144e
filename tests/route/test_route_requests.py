"""Requests for routes: a destination, and the rest, which is written once for all routes that have the same."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from traceback import format_exception
from typing import Any

import pytest

from nlink import InvalidInput
from nlink.netlink.operation import Operations
from nlink.netlink.route.routes.message import RouteMessage
from nlink.netlink.route.routes.operations import RouteOperations
from nlink.netlink.uapi.rtnetlink import RT_SCOPE, RT_TABLE, RTN, RTPROT
from nlink.route import NextHop


class Owner(RouteOperations):
    """What builds requests and never sends them."""

    @property
    def namespace_id(self) -> int:
        return 1


OWNER: Operations = Owner()


def payload(destination: Any, indexes: dict[str, int] | None = None, **settings: Any) -> bytes:
    return RouteOperations.add_route.build(OWNER, destination, **settings).payload(indexes or {})


def plain(**fields: Any) -> bytes:
    """The same by the schema alone."""
    defaults = {"table": RT_TABLE.MAIN, "protocol": RTPROT.BOOT, "type": RTN.UNICAST}
    return RouteMessage(**(defaults | fields)).to_bytes()


@pytest.mark.parametrize(
    "destination",
    [
        "10.0.0.0/8",
        "10.1.2.3",
        "0.0.0.0/0",
        "192.0.2.0/255.255.255.0",
        ip_network("10.0.0.0/9"),
        ip_address("10.0.0.1"),
    ],
)
@pytest.mark.parametrize(
    "settings", [{"via": "192.0.2.1"}, {"via": ip_address("192.0.2.1"), "metric": 5, "table": 1000}]
)
def test_an_ipv4_destination(destination: Any, settings: dict[str, Any]) -> None:
    expected = plain(
        family=2, destination=ip_network(destination), gateway=ip_address("192.0.2.1"),
        priority=settings.get("metric"), table=settings.get("table", RT_TABLE.MAIN),
    )  # fmt: skip
    assert payload(destination, **settings) == expected
    assert payload(destination, **settings) == expected, "and again, from what was kept"


@pytest.mark.parametrize("destination", ["2001:db8::/32", "2001:db8::1", "::/0", ip_network("2001:db8::/127")])
def test_an_ipv6_destination(destination: Any) -> None:
    expected = plain(family=10, destination=ip_network(destination), gateway=ip_address("fe80::1"), oif=3)
    assert payload(destination, via="fe80::1", device=3) == expected


def test_default_is_of_the_family_of_its_router() -> None:
    assert payload("default", via="192.0.2.1") == plain(family=2, gateway=ip_address("192.0.2.1"))
    assert payload("default", via="fe80::1") == plain(family=10, gateway=ip_address("fe80::1"))
    hops = [NextHop(via="fe80::1"), NextHop(via="fe80::2")]
    assert RouteMessage.from_bytes(payload("default", nexthops=hops)).family == 10
    assert payload("default", device=3) == plain(family=2, oif=3, scope=RT_SCOPE.LINK)


def test_routes_of_both_families_may_have_the_same_rest() -> None:
    for family, destination in ((2, "10.0.0.0/8"), (10, "2001:db8::/32"), (2, "10.0.0.0/8")):
        scope = RT_SCOPE.LINK if family == 2 else RT_SCOPE.UNIVERSE
        assert payload(destination, device=3) == plain(
            family=family, destination=ip_network(destination), oif=3, scope=scope
        )


def test_a_device_that_has_another_index_by_now() -> None:
    for index in (3, 4, 3):
        written = RouteMessage.from_bytes(payload("10.0.0.0/8", {"v0": index}, device="v0"))
        assert written.oif == index
    hops = [NextHop(device="v0"), NextHop(device="v1")]
    for indexes in ({"v0": 3, "v1": 4}, {"v0": 3, "v1": 5}):
        read = RouteMessage.from_bytes(payload("10.0.0.0/8", indexes, nexthops=hops))
        assert [hop.ifindex for hop in read.multipath or ()] == list(indexes.values())


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("metric", 1.0, 1),
        ("metric", -1, 1),
        ("via", ["192.0.2.1"], "192.0.2.1"),
        ("via", "192.0.2.256", "192.0.2.1"),
        ("via", ip_address("fe80::1%3"), ip_address("fe80::1")),
        ("table", None, 5),
        ("nexthop_id", 1 << 32, 1),
        ("device", 1.0, 1),
    ],
)
def test_a_wrong_setting_is_refused_also_when_an_equal_one_was_right(field: str, wrong: Any, right: Any) -> None:
    way = {"device": 1} if field in ("metric", "table") else {}
    for _ in range(2):
        payload("10.0.0.0/8", **way, **{field: right})
        with pytest.raises(InvalidInput) as raised:
            payload("10.0.0.0/8", **way, **{field: wrong})
        assert raised.value.field == field


@pytest.mark.parametrize(
    "destination",
    ["10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "", "2001:db8::/129", "2001:db8::1/64", "x",
     "fe80::1%3", ip_address("fe80::1%3"), 1, None],
)  # fmt: skip
def test_a_wrong_destination_is_refused(destination: Any) -> None:
    with pytest.raises(InvalidInput) as raised:
        payload(destination, device=3)
    assert raised.value.field == "destination"


@pytest.mark.parametrize("more", [{}, {"device": "v0"}, {"metric": []}])
def test_an_unknown_keyword_is_pythons_own_error_and_nothing_else(more: dict[str, Any]) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match=r"add_route\(\) got an unexpected keyword argument 'metrik'") as caught:
            payload("10.0.0.0/8", metrik=5, **more)
        assert caught.value.__context__ is None or caught.value.__suppress_context__
        assert "During handling" not in "".join(format_exception(caught.value))


def test_wrong_input_tells_nothing_of_how_it_was_found() -> None:
    for wrong in ({"via": []}, {"metric": "x"}, {"features": "x"}, {"mtu": 0}, {"nexthops": [5]}, {"source": 5}):
        with pytest.raises(InvalidInput) as caught:
            payload("2001:db8::/32", **wrong)
        assert "During handling" not in "".join(format_exception(caught.value))
