"""Links as ``add_link``, ``set_link`` and ``del_link`` make them, read back by nlink and by ``ip``."""

from __future__ import annotations

from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkNotFound, NotSupported
from nlink.link import Bridge, Dummy, Ifb, LinkMessage, LinkOptions, Macvlan, Macvtap, Veth, Vxlan
from nlink.netlink.route.links.message import LinkProperties
from nlink.netlink.uapi.netlink import NLM_F
from nlink.netlink.uapi.rtnetlink import RTM
from tests.connection.sending import Sent
from tests.needs import requires
from tests.netns import Netns


def ip_link(netns: Netns, name: str) -> dict[str, Any]:
    (found,) = netns.json("ip", "-d", "-j", "link", "show", "dev", name)
    return dict(found)


KINDS = [
    (Ifb(), "ifb", {}),
    (Veth(peer="other"), "veth", {}),
    (
        Bridge(stp=True, priority=4096, ageing_time=30, forward_delay=4),
        "bridge",
        {"stp_state": 1, "priority": 4096, "ageing_time": 3000, "forward_delay": 400},
    ),
    (
        Vxlan(vni=42, local="10.0.0.1", remote="10.0.0.2", port=4789, ttl=5, learning=False),
        "vxlan",
        {"id": 42, "local": "10.0.0.1", "remote": "10.0.0.2", "port": 4789, "ttl": 5, "learning": False},
    ),
    (
        Vxlan(vni=43, local="fd00::1", remote="fd00::2", port=4790),
        "vxlan",
        {"id": 43, "local6": "fd00::1", "remote6": "fd00::2", "port": 4790},
    ),
    (Vxlan(collect_metadata=True, port=4791), "vxlan", {"external": True, "port": 4791}),
]


@pytest.mark.parametrize(("options", "kind", "told"), KINDS, ids=lambda value: str(value)[:30])
async def test_each_kind_is_as_ip_tells_it(
    options: LinkOptions, kind: str, told: dict[str, Any], conn: Connection, netns: Netns
) -> None:
    link = await conn.add_link("one", options)
    by_ip = ip_link(netns, "one")
    assert (link.kind, link.name, link.ifindex) == (kind, "one", by_ip["ifindex"])
    assert by_ip["linkinfo"]["info_kind"] == kind
    data = by_ip["linkinfo"].get("info_data", {})
    assert {name: data.get(name) for name in told} == told
    assert options.matches(link.options)
    assert options.matches((await conn.get_link("one", type(options))).options)
    assert await conn.del_link("one") is True
    assert [left["ifname"] for left in netns.json("ip", "-j", "link")] == ["lo"]


@pytest.mark.parametrize(
    ("options", "told"),
    [(Macvlan(mode="bridge"), {"mode": "bridge"}), (Macvtap(mode="vepa"), {"mode": "vepa"})],
    ids=["macvlan", "macvtap"],
)
async def test_kinds_on_top_of_another_link(
    options: LinkOptions, told: dict[str, Any], conn: Connection, netns: Netns
) -> None:
    below = await conn.add_link("below", Ifb())
    link = await conn.add_link("above", options, link="below")
    by_ip = ip_link(netns, "above")
    assert (link.link, by_ip["link"]) == (below.ifindex, "below")
    assert {name: by_ip["linkinfo"]["info_data"][name] for name in told} == told
    assert options.matches(link.options)


async def test_everything_that_a_new_link_can_be_given(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge())
    link = await conn.add_link(
        "v0", Veth(peer="v1"), up=True, mtu=9000, address="02:00:00:00:00:01", master="br0", tx_queue_length=77,
        alias="to the lab", group=7, addresses=["10.0.0.1/24", "fd00::1/64"],
    )  # fmt: skip
    by_ip = ip_link(netns, "v0")
    assert "UP" in by_ip["flags"]
    assert link.is_up
    assert by_ip["mtu"] == link.mtu == 9000
    assert by_ip["address"] == link.address == "02:00:00:00:00:01"
    assert by_ip["master"] == "br0"
    assert by_ip["txqlen"] == link.tx_queue_length == 77
    assert by_ip["ifalias"] == link.alias == "to the lab"
    assert by_ip["group"] == "7"
    assert link.group == 7
    shown = netns.json("ip", "-j", "address", "show", "dev", "v0")[0]["addr_info"]
    assert {"10.0.0.1", "fd00::1"} <= {one["local"] for one in shown}
    assert [str(one.interface) for one in await conn.get_addresses("v0") if one.scope == 0] == [
        "10.0.0.1/24", "fd00::1/64"
    ]  # fmt: skip


async def test_everything_that_can_be_changed_in_one_request(conn: Connection, netns: Netns, sent: Sent) -> None:
    bridge = await conn.add_link("br0", Bridge())
    link = await conn.add_link("v0", Veth(peer="v1"))
    sent.requests.clear()
    await conn.set_link(
        link, name="v9", mtu=1400, address="02:00:00:00:00:09", master=bridge, tx_queue_length=5, alias="x", group=3,
        up=True,
    )  # fmt: skip
    assert len(sent.requests) == 1
    by_ip = ip_link(netns, "v9")
    assert (by_ip["mtu"], by_ip["address"], by_ip["master"], by_ip["txqlen"], by_ip["ifalias"], by_ip["group"]) == (
        1400, "02:00:00:00:00:09", "br0", 5, "x", "3"
    )  # fmt: skip
    assert "UP" in by_ip["flags"]
    await conn.set_link("v9", master=None, alias="", up=False)
    by_ip = ip_link(netns, "v9")
    assert "master" not in by_ip
    assert "ifalias" not in by_ip
    assert "UP" not in by_ip["flags"]
    assert (await conn.get_link("v9")).master is None


async def test_the_setters_of_one_thing(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge())
    await conn.add_link("v0", Veth(peer="v1"))
    await conn.set_link_mtu("v0", 1300)
    await conn.set_link_address("v0", "02:00:00:00:00:02")
    await conn.set_link_master("v0", "br0")
    await conn.set_link_up("v0")
    by_ip = ip_link(netns, "v0")
    assert (by_ip["mtu"], by_ip["address"], by_ip["master"]) == (1300, "02:00:00:00:00:02", "br0")
    assert "UP" in by_ip["flags"]
    await conn.set_link_down("v0")
    await conn.set_link_master("v0", None)
    await conn.set_link_name("v0", "renamed")
    by_ip = ip_link(netns, "renamed")
    assert "master" not in by_ip
    assert "UP" not in by_ip["flags"]
    with pytest.raises(LinkNotFound):
        await conn.get_link("v0")


async def test_options_are_changed_and_the_others_stay(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge(stp=True, ageing_time=20))
    await conn.set_link_kind("br0", Bridge(ageing_time=30))
    data = ip_link(netns, "br0")["linkinfo"]["info_data"]
    assert (data["ageing_time"], data["stp_state"]) == (3000, 1)
    assert (await conn.get_link("br0", Bridge)).options.stp is True
    with pytest.raises(NotSupported):
        await conn.set_link_kind("br0", Vxlan(vni=1))


async def test_a_link_moves_to_another_namespace(conn: Connection, netns: Netns, make_netns: Any) -> None:
    other = make_netns()
    await conn.add_link("v0", Veth(peer="v1"))
    await conn.set_link_namespace("v1", other.path)
    await conn.set_link("v0", namespace=other.path, name="moved")
    assert {one["ifname"] for one in other.json("ip", "-j", "link")} == {"lo", "moved", "v1"}
    assert [one.name for one in await conn.get_links()] == ["lo"]
    made = await conn.add_link("v5", Ifb(), namespace=other.path)
    assert made.name == "v5"
    assert "v5" in {one["ifname"] for one in other.json("ip", "-j", "link")}
    for field, value in (("addresses", ["10.0.0.1/24"]), ("alias", "x")):
        with pytest.raises(InvalidInput, match=field):
            await conn.add_link("v6", Ifb(), namespace=other.path, **{field: value})  # type: ignore[arg-type]


async def test_a_link_is_found_by_any_of_its_names(conn: Connection, netns: Netns, sent: Sent) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    long_name = "an-alternative-name-that-is-much-longer-than-15-bytes"
    netns.run("ip", "link", "property", "add", "dev", "v0", "altname", "short", "altname", long_name)
    link = await conn.get_link("v0")
    sent.requests.clear()
    for device in ("short", long_name, link.ifindex, link):
        assert await conn.get_link(device) == link
    assert await conn.get_link_by_name(long_name) == await conn.get_link_by_index(link.ifindex) == link
    assert len(sent.requests) == 6
    assert link.properties is not None
    assert set(link.properties.alternative_names) == {"short", long_name}
    await conn.set_link_mtu(long_name, 1400)
    await conn.set_link_mtu("short", 1401)
    assert ip_link(netns, "v0")["mtu"] == 1401
    await conn.add_address(long_name, "10.0.0.1/24")
    assert await conn.del_link(long_name) is True


async def test_absent_links(conn: Connection) -> None:
    for absent in ("absent", "absent-and-longer-than-15-bytes", 4711):
        for call in (conn.get_link, conn.del_link, conn.set_link_up):
            with pytest.raises(LinkNotFound) as caught:
                await call(absent)  # type: ignore[operator]
            assert caught.value.is_not_found
            assert repr(absent) in caught.value.operation


async def test_the_kind_that_was_asked_for_is_checked(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    with pytest.raises(InvalidInput, match="v0 is a veth, not a bridge"):
        await conn.get_link("v0", Bridge)
    with pytest.raises(InvalidInput, match="lo is a device without kind, not a bridge"):
        await conn.get_link("lo", Bridge)


async def test_a_link_of_another_namespace_is_refused(conn: Connection, make_netns: Any, sent: Sent) -> None:
    async with Connection(namespace=make_netns().path) as other:
        stranger = await other.get_link("lo")
    calls = [
        lambda: conn.get_link(stranger),
        lambda: conn.del_link(stranger),
        lambda: conn.set_link(stranger, up=True),
        lambda: conn.set_link("lo", master=stranger),
        lambda: conn.add_link("x", Macvlan(), link=stranger),
        lambda: conn.get_links(master=stranger),
        lambda: conn.add_address(stranger, "10.0.0.1/24"),
        lambda: conn.get_addresses(stranger),
        lambda: conn.add_route("10.0.0.0/8", device=stranger),
        lambda: conn.get_routes(device=stranger),
        lambda: conn.add_neighbor(stranger, "10.0.0.1", lladdr="02:00:00:00:00:01"),
        lambda: conn.get_neighbors(stranger),
        lambda: conn.get_route("10.0.0.1", oif=stranger),
    ]
    for call in calls:
        with pytest.raises(InvalidInput, match="another network namespace"):
            await call()  # type: ignore[no-untyped-call]
    assert sent.requests == []


@requires("link:dummy")
async def test_a_kind_without_options(conn: Connection, netns: Netns) -> None:
    assert (await conn.add_link("d0", Dummy())).kind == "dummy"


async def test_only_virtual_links_can_be_deleted(conn: Connection) -> None:
    with pytest.raises(NotSupported):
        await conn.del_link("lo")


async def test_an_alternative_name_may_be_what_no_name_is(conn: Connection) -> None:
    """The kernel takes anything for one (ip-link(8) does not); a name has no space and no slash."""
    link = await conn.add_link("x0", Ifb())
    for odd in ("a b", "a/b", "a:b", "."):
        with pytest.raises(LinkNotFound):
            await conn.get_link(odd)
        named = LinkMessage(ifindex=link.ifindex, properties=LinkProperties(alternative_names=(odd,)))
        await conn.request(named, type=RTM.NEWLINKPROP, flags=NLM_F.CREATE | NLM_F.EXCL | NLM_F.APPEND)
        assert (await conn.get_link(odd)).name == "x0"
    async with conn.batch() as batch:
        batch.add_address("a b", "192.0.2.1/24")
        missing = batch.add_address("b a", "192.0.2.2/24")
        batch.set_link_up("a/b")
    assert batch.failures == [missing]
    assert isinstance(missing.error, LinkNotFound)
    assert (await conn.get_link("a:b")).is_up
