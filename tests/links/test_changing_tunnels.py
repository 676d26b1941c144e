"""Tunnels changed in place: the kernel takes a change for all there is to say, nlink for what is to be changed."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nlink import Connection, NotSupported
from nlink.link import Erspan, Gre, Gtp, Ip6gre, Ip6tnl, Ipip, LinkOptions, Sit, Vti, Vti6, Xfrm
from tests import lanes
from tests.needs import requires
from tests.netns import Netns, inside
from tests.unknown import unknown_attributes

V4: dict[str, Any] = {"local": "192.0.2.1", "remote": "192.0.2.2", "fwmark": 7}
V6: dict[str, Any] = {"local": "2001:db8::1", "remote": "2001:db8::2", "fwmark": 7}
CHANGES: list[tuple[LinkOptions, LinkOptions]] = [
    (Gre(**V4, ikey=5, okey=0, oseq=True, ttl=9), Gre(tos=4)),
    (Gre(**V4, pmtudisc=False, ignore_df=True), Gre(okey=4)),
    (Gre(collect_metadata=True), Gre(fwmark=4)),
    (Erspan(**V4, okey=5, oseq=True, erspan_index=9), Erspan(ttl=8)),
    (Ip6gre(**V6, ikey=5, tclass=9, encap_limit=4), Ip6gre(flowlabel=8)),
    (Ipip(**V4, proto="any", tos=4), Ipip(ttl=8)),
    (Sit(**V4, pmtudisc=False, sixrd_prefix="2001:db8::", sixrd_prefixlen=32), Sit(tos=9)),
    (Ip6tnl(**V6, proto="ipip", tclass_inherit=True), Ip6tnl(ttl=9)),
    (Vti(**V4, ikey=5), Vti(okey=4)),
    (Vti6(**V6, ikey=5), Vti6(okey=4)),
    (Xfrm(if_id=5, link=1), Xfrm(if_id=6)),
]
TESTED = [pytest.param(*change, marks=requires(f"link:{change[0].kind}"), id=change[0].kind) for change in CHANGES]


@pytest.mark.parametrize(("first", "change"), TESTED)
async def test_a_change_leaves_the_rest_as_it_is(netns: Netns, first: LinkOptions, change: LinkOptions) -> None:
    async with Connection(namespace=netns.path) as conn:
        before = (await conn.add_link("x", first)).options
        assert before is not None
        await conn.set_link_kind("x", change)
        after = (await conn.get_link("x")).options
        assert after is not None
        assert after == before.replace(**{name: getattr(change, name) for name in change.model_fields_set})


@requires("link:gre", "link:vti6")
async def test_the_device_below_is_told_as_of_any_link(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        for kind in (Gre(remote="192.0.2.2"), Vti6(remote="2001:db8::2")):
            made = await conn.add_link(kind.kind, kind, link="lo")
            assert made.options is not None
            assert kind.replace(link=1).matches(made.options)


@pytest.fixture
def not_empty(make_netns: Callable[[], Netns]) -> Iterator[Netns]:
    """A namespace with the tunnels that the kernel makes in each, unless told not to, as in the full lane."""
    if not lanes.FULL:
        yield make_netns()
        return
    setting = Path("/proc/sys/net/core/fb_tunnels_only_for_init_net")
    before = setting.read_text(encoding="ascii")
    setting.write_text("0", encoding="ascii")
    yield make_netns()
    setting.write_text(before, encoding="ascii")


@requires("link:gre", "link:erspan", "link:ip6gre", "link:ipip", "link:sit", "link:ip6tnl", "link:vti", "link:vti6")
async def test_what_the_kernel_makes_by_itself_is_read(not_empty: Netns) -> None:
    async with Connection(namespace=not_empty.path) as conn:
        for first in {first.kind: first for first, _ in CHANGES}.values():
            await conn.add_link(f"x-{first.kind}", first)
        links = await conn.get_links()
    made = {"gre0", "gretap0", "erspan0", "ip6gre0", "tunl0", "sit0", "ip6tnl0", "ip_vti0", "ip6_vti0"}
    assert made < {link.name for link in links}
    for link in links:
        link.validate()
        assert unknown_attributes(link) == []
        assert link.kind is None or link.options is not None


@requires("link:gre")
async def test_an_option_given_as_none_is_taken_away(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        await conn.add_link("x", Gre(remote="192.0.2.2", ikey=5, okey=6))
        await conn.set_link_kind("x", Gre(ikey=None))
        link = await conn.get_link("x", Gre)
        assert link.options is not None
        assert (link.options.ikey, link.options.okey) == (None, 6)


@requires("link:gre", "link:ipip")
async def test_changes_of_a_batch_come_one_upon_the_other(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        async with conn.batch() as batch:
            batch.add_link("x", Gre(remote="192.0.2.2"))
            batch.set_link_kind("x", Gre(ttl=9))
            batch.set_link_kind("x", Gre(tos=4))
            wrong = batch.set_link_kind("x", Ipip(ttl=9))
            gone = batch.set_link_kind("y", Gre(ttl=9))
        assert batch.failures == [wrong, gone]
        assert isinstance(wrong.error, NotSupported)
        options = (await conn.get_link("x", Gre)).options
        assert options is not None
        assert Gre(remote="192.0.2.2", ttl=9, tos=4).matches(options)


@requires("link:gtp")
async def test_gtp_takes_sockets_of_this_process(netns: Netns) -> None:
    def bound(port: int) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind(("127.0.0.1", port))
        return made

    with inside(netns.fd, lambda: bound(3386)) as first, inside(netns.fd, lambda: bound(2152)) as second:
        async with Connection(namespace=netns.path) as conn:
            link = await conn.add_link("x", Gtp(role="sgsn", fd0=first.fileno(), fd1=second.fileno()))
            assert link.options is not None
            assert Gtp(role="sgsn", pdp_hashsize=1024).matches(link.options)
            await conn.del_link("x")
