"""Every setting of a link: given to a new one and to a living one, told by nlink and by `ip` as it was given."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest

from nlink import Connection, InvalidInput, LinkMessage, LinkNotFound, NetlinkError
from nlink.link import Bridge, Dummy, Ifb, LinkChanges, LinkOptions, Macvlan, NewLinkSettings, Veth, Xdp
from nlink.netlink.route.links.message import LinkFamilies
from nlink.netlink.uapi.if_ import IF_LINK_MODE, IF_OPER, IFF
from nlink.netlink.uapi.if_link import IN6_ADDR_GEN_MODE, XDP_ATTACHED
from tests.connection.sending import Sent
from tests.links.programs import xdp_program
from tests.needs import requires
from tests.netns import Netns

MAC = "02:00:00:00:00:01"

Read = Callable[[LinkMessage], object]
Shown = Callable[[Mapping[str, Any]], object]


@pytest.fixture
async def conn(netns: Netns) -> AsyncIterator[Connection]:
    async with Connection(namespace=netns.path) as opened:
        yield opened


def flag(name: str) -> Shown:
    return lambda shown: name in shown["flags"]


def inet6(field: str) -> Read:
    return lambda link: getattr(link.inet6, field)


def reasons(link: LinkMessage) -> object:
    return None if link.proto_down_reason is None else link.proto_down_reason.value


# the setting, its value, how nlink and `ip` tell it, what they tell
KEPT: list[tuple[str, Any, Read, Any, Shown | None, Any]] = [
    ("up", True, lambda link: link.is_up, True, flag("UP"), True),
    ("mtu", 1300, lambda link: link.mtu, 1300, lambda told: told["mtu"], 1300),
    ("address", MAC, lambda link: link.address, MAC, lambda told: told["address"], MAC),
    ("broadcast", MAC, lambda link: link.broadcast, MAC, lambda told: told["broadcast"], MAC),
    ("master", "br0", lambda link: link.master is not None, True, lambda told: told["master"], "br0"),
    ("tx_queue_length", 7, lambda link: link.tx_queue_length, 7, lambda told: told["txqlen"], 7),
    ("alias", "lab", lambda link: link.alias, "lab", lambda told: told["ifalias"], "lab"),
    ("group", 7, lambda link: link.group, 7, lambda told: told["group"], "7"),
    ("arp", False, lambda link: IFF.NOARP in link.flags, True, flag("NOARP"), True),
    ("multicast", False, lambda link: IFF.MULTICAST in link.flags, False, flag("MULTICAST"), False),
    ("dynamic", True, lambda link: IFF.DYNAMIC in link.flags, True, flag("DYNAMIC"), True),
    ("promiscuous", True, lambda link: link.promiscuity, 1, lambda told: told["promiscuity"], 1),
    ("all_multicast", True, lambda link: link.all_multicast, 1, flag("ALLMULTI"), True),
    ("link_mode", "dormant", lambda link: link.link_mode, IF_LINK_MODE.DORMANT,
     lambda told: told["linkmode"], "DORMANT"),
    ("gso_max_size", 60000, lambda link: link.gso_max_size, 60000, lambda told: told["gso_max_size"], 60000),
    ("gso_max_segs", 100, lambda link: link.gso_max_segs, 100, lambda told: told["gso_max_segs"], 100),
    ("gso_ipv4_max_size", 50000, lambda link: link.gso_ipv4_max_size, 50000, None, None),
    ("gro_max_size", 60000, lambda link: link.gro_max_size, 60000, lambda told: told["gro_max_size"], 60000),
    ("gro_ipv4_max_size", 50000, lambda link: link.gro_ipv4_max_size, 50000, None, None),
    ("addr_gen_mode", "none", inet6("addr_gen_mode"), IN6_ADDR_GEN_MODE.NONE,
     lambda told: told["inet6_addr_gen_mode"], "none"),
    ("inet", {"rp_filter": 2, "proxy_arp": True, "arp_evict_nocarrier": 0},
     lambda link: link.inet and link.inet.conf and
     (link.inet.conf.rp_filter, link.inet.conf.proxy_arp, link.inet.conf.arp_evict_nocarrier), (2, 1, 0), None, None),
]  # fmt: skip

ELSEWHERE = {"carrier", "operstate", "proto_down", "proto_down_reasons", "token", "mctp_network", "xdp", "namespace"}
"""Settings with a test of their own below, or that no link here has."""


def test_every_setting_is_tried() -> None:
    tried = {name for name, *_ in KEPT} | ELSEWHERE
    assert tried | {"name", "new_ifindex"} == set(LinkChanges.__annotations__)
    at_birth = {
        "link",
        "link_netnsid",
        "ifindex",
        "num_tx_queues",
        "num_rx_queues",
        "alternative_names",
        "parent_device",
    }
    assert tried | at_birth == set(NewLinkSettings.__annotations__)


@pytest.mark.parametrize("way", ["new", "living", "batch"])
@pytest.mark.parametrize(("name", "value", "read", "expected", "shown", "told"), KEPT, ids=lambda it: str(it)[:20])
async def test_each_setting(
    way: str, name: Any, value: Any, read: Read, expected: Any, shown: Any, told: Any, conn: Connection, netns: Netns
) -> None:
    await conn.add_link("br0", Bridge())
    settings: Any = {name: value}
    if way == "new":
        link = await conn.add_link("v0", Veth(peer="v1"), **settings)
    else:
        before = await conn.add_link("v0", Veth(peer="v1"))
        assert read(before) != expected
        if way == "living":
            await conn.set_link("v0", **settings)
        else:
            async with conn.batch() as batch:
                batch.set_link("v0", **settings)
            batch.check()
        link = await conn.get_link("v0")
    assert read(link) == expected
    if shown is not None:
        assert shown(netns.json("ip", "-d", "-j", "link", "show", "v0")[0]) == told


async def test_what_is_switched_on_is_switched_off(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"), promiscuous=True, all_multicast=True, arp=False, up=True)
    await conn.set_link("v0", promiscuous=False, all_multicast=False, arp=True, up=False, multicast=True)
    link = await conn.get_link("v0")
    assert not link.flags & (IFF.PROMISC | IFF.ALLMULTI | IFF.NOARP | IFF.UP)
    assert IFF.MULTICAST in link.flags
    assert (link.promiscuity, link.all_multicast) == (0, 0)


async def test_promiscuity_counts_the_bridge_too(conn: Connection, netns: Netns) -> None:
    await conn.add_link("br0", Bridge())
    await conn.add_link("v0", Veth(peer="v1"), master="br0", promiscuous=True)
    assert (await conn.get_link("v0")).promiscuity == 2
    assert netns.json("ip", "-d", "-j", "link", "show", "v0")[0]["promiscuity"] == 2


async def test_what_only_a_new_link_can_be_given(conn: Connection, netns: Netns) -> None:
    await conn.add_link("below", Ifb())
    link = await conn.add_link(
        "v0", Veth(peer="v1"), ifindex=77, num_tx_queues=3, num_rx_queues=2, alternative_names=["a", "one with a space"]
    )
    assert (link.ifindex, link.num_tx_queues, link.num_rx_queues) == (77, 3, 2)
    assert link.alternative_names == ("a", "one with a space")
    (shown,) = netns.json("ip", "-d", "-j", "link", "show", "v0")
    assert (shown["ifindex"], shown["num_tx_queues"], shown["num_rx_queues"]) == (77, 3, 2)
    assert shown["altnames"] == ["a", "one with a space"]


async def test_a_new_link_over_one_in_another_namespace(conn: Connection, make_netns: Callable[[], Netns]) -> None:
    other = make_netns()
    async with Connection(namespace=other.path) as there:
        below = await there.add_link("below", Veth(peer="peer"))
        await conn.set_namespace_id(other.path, 5)
        link = await conn.add_link("above", Macvlan(), link=below.ifindex, link_netnsid=5)
        assert (link.link, link.link_netnsid) == (below.ifindex, 5)


async def test_a_link_keeps_or_gets_an_index_where_it_moves_to(
    conn: Connection, make_netns: Callable[[], Netns]
) -> None:
    other = make_netns()
    await conn.add_link("v0", Veth(peer="v1"))
    await conn.set_link("v0", namespace=other.path, new_ifindex=99, name="moved")
    async with Connection(namespace=other.path) as there:
        assert (await there.get_link("moved")).ifindex == 99
    with pytest.raises(InvalidInput, match="new_ifindex"):
        await conn.set_link("v1", new_ifindex=98)


async def test_held_down_by_a_protocol(conn: Connection, netns: Netns) -> None:
    await conn.add_link("below", Ifb())
    await conn.add_link("above", Macvlan(), link="below", proto_down=True)
    assert (await conn.get_link("above")).proto_down is True
    await conn.set_link("above", proto_down_reasons={0: True, 5: True})
    await conn.set_link("above", proto_down_reasons={0: False, 7: True})
    link = await conn.get_link("above")
    assert reasons(link) == 1 << 5 | 1 << 7
    (shown,) = netns.json("ip", "-d", "-j", "link", "show", "above")
    assert shown["proto_down"] is True
    assert len(shown["proto_down_reason"]) == 2
    with pytest.raises(NetlinkError, match="reason"):
        await conn.set_link("above", proto_down=False)
    await conn.set_link("above", proto_down_reasons={5: False, 7: False})
    await conn.set_link("above", proto_down=False)
    assert (await conn.get_link("above")).proto_down is False


async def test_the_operational_state_as_a_program_found_out(conn: Connection, netns: Netns) -> None:
    """Of a link that is down the kernel says so, whatever it was told; and what is not up does not become dormant."""
    link = await conn.add_link("i0", Ifb(), up=True, operstate="testing")
    assert link.operstate == IF_OPER.TESTING
    for state in ("up", "dormant", "up"):
        await conn.set_link("i0", operstate=state)
        assert (await conn.get_link("i0")).operstate == IF_OPER[state.upper()]
        assert netns.json("ip", "-j", "link", "show", "i0")[0]["operstate"] == state.upper()


@requires("link:dummy")
async def test_carrier(conn: Connection, netns: Netns) -> None:
    link = await conn.add_link("d0", Dummy(), carrier=False, up=True)
    assert link.carrier is False
    await conn.set_link("d0", carrier=True)
    assert (await conn.get_link("d0")).carrier is True
    assert "LOWER_UP" in netns.json("ip", "-j", "link", "show", "d0")[0]["flags"]


async def test_token(conn: Connection, netns: Netns) -> None:
    await conn.add_link("v0", Veth(peer="v1"), up=True, token="::5")
    link = await conn.get_link("v0")
    assert link.inet6 is not None
    assert str(link.inet6.token) == "::5"
    assert netns.json("ip", "-j", "token", "get", "dev", "v0")[0]["token"] == "::5"
    await conn.set_link("v0", token="::")
    assert str((await conn.get_link("v0")).inet6.token) == "::"  # type: ignore[union-attr]


async def test_mctp(conn: Connection) -> None:
    """Of the links here only the loopback speaks it, where the kernel does."""
    families = (await conn.get_link("lo")).af_spec
    if getattr(families, "mctp", None) is None:
        with pytest.raises(NetlinkError):
            await conn.set_link("lo", mctp_network=7)
        return
    await conn.set_link("lo", mctp_network=7)
    changed = (await conn.get_link("lo")).af_spec
    assert isinstance(changed, LinkFamilies)
    assert changed.mctp is not None
    assert changed.mctp.net == 7


@requires("root")
async def test_xdp_is_attached_replaced_and_taken_off(conn: Connection, netns: Netns) -> None:
    await conn.add_link("v0", Veth(peer="v1"))
    with xdp_program() as first, xdp_program() as second:
        await conn.set_link("v0", xdp=Xdp(fd=first, mode="generic"))
        link = await conn.get_link("v0")
        assert link.xdp is not None
        assert link.xdp.attached == XDP_ATTACHED.SKB
        (shown,) = netns.json("ip", "-d", "-j", "link", "show", "v0")
        assert shown["xdp"]["attached"][0]["prog"]["id"] == link.xdp.program
        with pytest.raises(NetlinkError):
            await conn.set_link("v0", xdp=Xdp(fd=second, mode="generic"))
        with pytest.raises(NetlinkError):
            await conn.set_link("v0", xdp=Xdp(fd=second, mode="generic", expected_fd=second))
        batch = conn.batch()
        copied = os.dup(second)
        batch.set_link("v0", xdp=Xdp(fd=copied, mode="generic", expected_fd=first))
        os.close(copied)  # which the batch does not mind
        await batch.send()
        batch.check()
        changed = await conn.get_link("v0")
        assert changed.xdp is not None
        assert changed.xdp.program != link.xdp.program
        await conn.set_link("v0", xdp=Xdp(fd=first, mode="generic", replace=True))
        await conn.set_link("v0", xdp=Xdp(mode="generic"))
        made = await conn.add_link("v2", Veth(peer="v3"), xdp=Xdp(fd=first, mode="generic"))
        assert made.xdp is not None
        assert made.xdp.attached == XDP_ATTACHED.SKB
    link = await conn.get_link("v0")
    assert link.xdp is not None
    assert link.xdp.attached == XDP_ATTACHED.NONE


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("broadcast", {"broadcast": ""}),
    ("arp", {"arp": 1}),
    ("promiscuous", {"promiscuous": "on"}),
    ("carrier", {"carrier": 0}),
    ("operstate", {"operstate": "down"}),
    ("operstate", {"operstate": "somehow"}),
    ("link_mode", {"link_mode": 256}),
    ("proto_down", {"proto_down": 1}),
    ("proto_down_reasons", {"proto_down_reasons": {}}),
    ("proto_down_reasons", {"proto_down_reasons": {32: True}}),
    ("proto_down_reasons", {"proto_down_reasons": {1: 1}}),
    ("gso_max_size", {"gso_max_size": -1}),
    ("addr_gen_mode", {"addr_gen_mode": "nowhere"}),
    ("token", {"token": "fd00::5"}),
    ("token", {"token": "10.0.0.1"}),
    ("inet", {"inet": {}}),
    ("inet", {"inet": {"rp_filtre": 1}}),
    ("inet.rp_filter", {"inet": {"rp_filter": "1"}}),
    ("mctp_network", {"mctp_network": -1}),
    ("xdp", {"xdp": 7}),
    ("xdp", {"xdp": Xdp(fd=1 << 20)}),
    ("new_ifindex", {"new_ifindex": 5}),
]


@pytest.mark.parametrize(("field", "settings"), WRONG, ids=str)
async def test_what_is_wrong_is_named_and_not_sent(field: str, settings: Any, conn: Connection) -> None:
    sent = Sent(conn)
    for to in (conn, conn.batch()):
        with pytest.raises(InvalidInput) as caught:
            await to.set_link("lo", **settings)
        assert caught.value.field == field
    for extra in ("num_tx_queues", "num_rx_queues", "ifindex"):
        with pytest.raises(InvalidInput, match=extra):
            await conn.add_link("x", Ifb(), **{extra: 0})  # type: ignore[arg-type]
    assert sent.requests == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("mode", {"fd": 1, "mode": "native"}), ("fd", {"fd": -1}), ("fd", {"fd": True}), ("replace", {"replace": True}),
        ("replace", {"fd": 1, "replace": 1}), ("expected_fd", {"fd": 1, "expected_fd": "x"}),
    ],
)  # fmt: skip
def test_wrong_xdp(field: str, values: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        Xdp(**values)
    assert caught.value.field == field


async def test_a_change_by_name_is_one_request(conn: Connection) -> None:
    await conn.add_link("v0", Veth(peer="v1"), alternative_names=["a name/with all sorts of things in it"])
    sent = Sent(conn)
    await conn.set_link("v0", up=True, mtu=1400)
    await conn.set_link("a name/with all sorts of things in it", mtu=1300)
    assert len(sent.requests) == 2
    with pytest.raises(LinkNotFound):
        await conn.set_link("nothing", mtu=1300)
    with pytest.raises(LinkNotFound):
        await conn.set_link("nothing", group=3)
    assert {link.group for link in await conn.get_links()} == {0}
    assert (await conn.get_link("v0")).mtu == 1300


async def test_what_the_kernel_ignores_of_a_new_link_takes_a_second_request(conn: Connection) -> None:
    sent = Sent(conn)
    await conn.add_link("v0", Veth(peer="v1"), mtu=1400, alias="x", addr_gen_mode="none", promiscuous=True)
    assert len(sent.requests) == 3  # with the one that reads it
    options: LinkOptions = Ifb()
    with pytest.raises(InvalidInput, match="alias: cannot be given for a link in another namespace"):
        await conn.add_link("i0", options, alias="x", namespace=os.getpid())
