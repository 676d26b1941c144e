"""The schema can express all that the kernel's own specs of its netlink families say.

They are not part of this repository: NLINK_SPECS names the folder, or they lie beside it in shared/specs.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlink.netlink.schema.message import Declared
from tests.schema.spec_classes import Spec
from tests.schema.strategies import objects

FOLDER = Path(os.environ.get("NLINK_SPECS") or Path(__file__).resolve().parents[3] / "shared" / "specs")
FILES = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.startswith("schema-"))
pytestmark = pytest.mark.skipif(not FILES, reason=f"no specs in {FOLDER}: name their folder in NLINK_SPECS")
families = pytest.mark.parametrize("path", FILES or [FOLDER], ids=lambda path: path.stem)


@cache
def classes(path: Path) -> list[type[Any]]:
    """The classes of all structs, sets, operations and sub-messages of a family."""
    return list(Spec(path).classes())


@families
def test_every_struct_set_and_message_has_its_class(path: Path) -> None:
    made = classes(path)
    assert made
    assert all(issubclass(one, Declared) for one in made)


@families
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_encoded_decodes_to_the_same(path: Path, data: st.DataObject) -> None:
    members = data.draw(st.sampled_from(classes(path)))
    made = data.draw(objects(members, 1))
    wire = made.to_bytes()
    assert members.from_bytes(wire).to_bytes() == wire
    read = members.from_bytes(wire).validate()
    assert read == made
    assert read.to_bytes() == wire


def test_the_specs_use_every_sort_of_nesting() -> None:
    """What makes this worth while: if it fails, the specs have changed, or are not read."""
    everything = "".join(path.read_text() for path in FILES)
    for word in ("indexed-array", "nest-type-value", "sub-message", "fixed-header", "multi-attr", "big-endian", "uint"):
        assert word in everything
