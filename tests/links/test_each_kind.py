"""Each kind of link against the kernel and against `ip`, by a module of examples for each in tests/links/kinds/.

GIVEN      options with which a link can be made; together they have every option of the kind
CHANGES    pairs: what a link is made with, and what is changed while it lives (optional)
TOLD       pairs: what `ip link add ... type KIND` is told, and the same for nlink (optional)
BELOW      the arguments of `ip` that make the device "below", for kinds that stand on one (optional)
UNTOLD     keys of `ip -d -j`'s info_data that differ from link to link (optional)
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from nlink.link import LinkOptions
from tests.links.kernel import add_link, get_link, set_kind
from tests.needs import requires
from tests.netns import Netns
from tests.unknown import unknown_attributes

FOLDER = Path(__file__).parent / "kinds"
KINDS = {path.stem: import_module(f"tests.links.kinds.{path.stem}") for path in FOLDER.glob("*.py")}


def examples(name: str) -> list[Any]:
    """Of each kind the examples of one sort, as test parameters with the need for the kind."""
    found: list[Any] = []
    for kind, module in sorted(KINDS.items()):
        for number, example in enumerate(getattr(module, name, [])):
            given = example[-1] if isinstance(example, tuple) else example
            found.append(pytest.param(module, example, id=f"{kind}-{number}", marks=requires(f"link:{given.kind}")))
    return found


def below(netns: Netns, module: Any) -> dict[str, Any]:
    """Makes the device that links of this kind stand on, if they do; gives what says so."""
    if not hasattr(module, "BELOW"):
        return {}
    netns.run("ip", *module.BELOW)
    return {"link": get_link(netns, "below").ifindex}


@pytest.mark.parametrize(("module", "given"), examples("GIVEN"))
def test_what_is_given_reads_back_and_can_be_written_again(netns: Netns, module: Any, given: LinkOptions) -> None:
    settings = below(netns, module)
    link = add_link(netns, "x", given, **settings)
    assert unknown_attributes(link) == []
    read = link.options
    assert type(read) is type(given)
    assert given.matches(read)
    netns.run("ip", "link", "del", "x")
    again = add_link(netns, "x", read, **settings).options
    assert again is not None
    assert read.matches(again)
    assert again.matches(read)


@pytest.mark.parametrize(("module", "given"), examples("GIVEN"))
def test_options_pass_through_bytes_and_json(module: Any, given: LinkOptions) -> None:
    members = type(given)
    assert given.matches(members.from_bytes(given.to_bytes()))
    assert members.model_validate_json(given.model_dump_json()) == given
    json.dumps(members.model_json_schema())


@pytest.mark.parametrize(("module", "change"), examples("CHANGES"))
def test_a_living_link_is_changed(netns: Netns, module: Any, change: tuple[LinkOptions, LinkOptions]) -> None:
    first, changed = change
    before = add_link(netns, "x", first, **below(netns, module)).options
    assert before is not None
    if any(type(changed).__layout__.fields[name].told for name in changed.model_fields_set):
        assert not changed.matches(before)
    after = set_kind(netns, "x", changed).options
    assert after is not None
    assert changed.matches(after)


@requires("command:ip")
@pytest.mark.parametrize(("module", "told"), examples("TOLD"))
def test_ip_says_of_ours_what_it_says_of_its_own(netns: Netns, module: Any, told: tuple[str, LinkOptions]) -> None:
    words, given = told
    settings = below(netns, module)
    on_top = ["link", "below"] if settings else []
    netns.run("ip", "link", "add", "x", *on_top, "type", given.kind, *words.split())
    read = get_link(netns, "x").options
    assert type(read) is type(given)
    assert given.matches(read)
    theirs = _shown(netns, module)
    netns.run("ip", "link", "del", "x")
    add_link(netns, "x", given, **settings)
    assert _shown(netns, module) == theirs


def _shown(netns: Netns, module: Any) -> dict[str, Any]:
    shown = netns.json("ip", "-d", "-j", "link", "show", "x")[0]["linkinfo"]
    data = shown.get("info_data", {})
    return {"kind": shown["info_kind"], **{k: v for k, v in data.items() if k not in getattr(module, "UNTOLD", ())}}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_option_has_an_example(kind: str) -> None:
    examples = [*KINDS[kind].GIVEN, *(changed for _, changed in getattr(KINDS[kind], "CHANGES", []))]
    fields = type(examples[0]).__layout__.fields
    given = {name for example in examples for name in example.model_fields_set}
    assert {name for name, field in fields.items() if not field.reported} - given == set()
