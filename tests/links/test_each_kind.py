"""Each kind of link against the kernel and against `ip`, by a module of examples for each in tests/links/kinds/.

GIVEN      options with which a link can be made
NEEDING    pairs: what they need of the kernel beyond the kind ("linux:6.15", see tests.needs), and more such options;
WRITTEN    options of which only the bytes are looked at here (optional)
CHANGES    pairs: what a link is made with, and what is changed while it lives (optional)
           together, all of these have every option of the kind
AGAIN      what has to be said once more of a link that was read, since the kernel never tells it (optional)
TOLD       pairs: what `ip link add ... type KIND` is told, and the same for nlink (optional)
BELOW      the arguments of `ip` that make the device "below", for kinds that stand on one (optional)
SETUP      commands of `ip` that make what else the examples refer to (optional)
ELSEWHERE  options that are tested elsewhere: they need other links, or a newer kernel (optional)
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
        for number, declared in enumerate(getattr(module, name, [])):
            example, marks = bare(declared), getattr(declared, "marks", ())
            given = example[-1] if isinstance(example, tuple) else example
            needed = [requires(f"link:{given.kind}"), *marks]
            found.append(pytest.param(module, example, id=f"{kind}-{number}", marks=needed))
    return found


def bare(example: Any) -> Any:
    """What an example is without the marks that it may have: `pytest.param(example, marks=requires(...))`."""
    return example.values[0] if hasattr(example, "marks") else example


def made() -> list[Any]:
    """The options with which links can be made, as test parameters with all that they need."""
    found = examples("GIVEN")
    for kind, module in sorted(KINDS.items()):
        for need, given in getattr(module, "NEEDING", []):
            found.append(pytest.param(module, given, id=f"{kind}-{need}", marks=requires(f"link:{given.kind}", need)))
    return found


def written() -> list[Any]:
    """All options that there are examples of, as test parameters; bytes need nothing of the kernel."""
    found = [pytest.param(example.values[1], id=example.id) for example in [*made(), *examples("WRITTEN")]]
    return found + [pytest.param(example.values[1][1], id=f"{example.id}-changed") for example in examples("CHANGES")]


def below(netns: Netns, module: Any) -> dict[str, Any]:
    """Makes what links of this kind need, and the device that they stand on, if they do; gives what says so."""
    for command in getattr(module, "SETUP", []):
        netns.run("ip", *command.split())
    if not hasattr(module, "BELOW"):
        return {}
    netns.run("ip", *module.BELOW)
    return {"link": get_link(netns, "below").ifindex}


@pytest.mark.parametrize(("module", "given"), made())
def test_what_is_given_reads_back_and_can_be_written_again(netns: Netns, module: Any, given: LinkOptions) -> None:
    settings = below(netns, module)
    link = add_link(netns, "x", given, **settings)
    assert unknown_attributes(link) == []
    read = link.options
    assert type(read) is type(given)
    assert given.matches(read)
    netns.run("ip", "link", "del", "x")
    again = add_link(netns, "x", read.replace(**getattr(module, "AGAIN", {})), **settings).options
    assert again is not None
    assert read.matches(again)
    assert again.matches(read)


@pytest.mark.parametrize("given", written())
def test_options_pass_through_bytes_and_json(given: LinkOptions) -> None:
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
    module = KINDS[kind]
    pairs = [*getattr(module, "NEEDING", []), *map(bare, getattr(module, "CHANGES", []))]
    examples = [*map(bare, module.GIVEN), *getattr(module, "WRITTEN", []), *(given for _, given in pairs)]
    fields = type(examples[0]).__layout__.fields
    given = {name for example in examples for name in example.model_fields_set}
    settable = {name for name, field in fields.items() if not field.reported}
    assert settable - given == getattr(module, "ELSEWHERE", set())
