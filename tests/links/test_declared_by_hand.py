"""A kind of link that nlink does not know can be declared with public names alone."""

from __future__ import annotations

from enum import IntEnum

import pytest
from pydantic import ValidationError

from nlink import Connection, LinkMessage, NotSupported
from nlink.link import LinkOptions
from nlink.netlink.route.links.message import LinkInfo
from nlink.options import Bool, Choice, Int, Needed, needed, option
from nlink.schema import boolean, enum, u8, u16, u32
from tests.netns import Netns


class Colour(IntEnum):
    RED = 0
    BLUE = 1


class Painted(LinkOptions, kind="painted"):
    """No kernel has it."""

    id: Needed[int, int] = needed(1, u16, le=4094)
    colour: Choice[Colour] = option(2, enum(Colour, u8))
    glossy: Bool = option(3, boolean(u8))
    layers: Int = option(4, u32)


def test_what_is_written_reads_back() -> None:
    given = Painted(id=7, colour="blue", glossy=False)
    link = LinkMessage.from_bytes(LinkMessage(linkinfo=LinkInfo(kind="painted", data=given)).to_bytes())
    assert link.kind == "painted"
    options = link.options
    assert isinstance(options, Painted)
    assert (options.id, options.colour, options.glossy, options.layers) == (7, Colour.BLUE, False, None)
    assert options.matches(given)


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValidationError, match="id\n  Input should be less than or equal to 4094"):
        Painted(id=4095)


async def test_the_kernel_says_that_it_does_not_know_it(netns: Netns) -> None:
    async with Connection(namespace=netns.path) as conn:
        with pytest.raises(NotSupported, match="Unknown device type"):
            await conn.add_link("p0", Painted(id=7))


def test_what_is_no_kind_of_value_is_refused_where_it_is_declared() -> None:
    with pytest.raises(TypeError, match=r"Wrong\.glossy: a kind of value is needed, not a function"):

        class Wrong(LinkOptions, kind="wrong"):
            glossy: Bool = option(3, boolean)  # type: ignore[arg-type]
