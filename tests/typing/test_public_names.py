"""What the type checkers know of the public names is what there is."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import nlink
from nlink import link

FOLDER = Path(nlink.__file__).parent
LAZY = sorted(path.stem for path in FOLDER.glob("*.py") if "= lazy(" in path.read_text(encoding="utf-8"))


def told_to_checkers(path: Path) -> dict[str, str]:
    """Of each public name the module that it comes from."""
    names: dict[str, str] = {}
    for block in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING":
            for line in block.body:
                assert isinstance(line, ast.ImportFrom)
                for alias in line.names:
                    assert alias.asname == alias.name, f"{alias.name} is not exported: import it `as` itself"
                    names[alias.name] = ".".join(filter(None, ["nlink", line.module]))
    return names


@pytest.mark.parametrize("stem", LAZY)
def test_each_lazy_name_is_the_one_that_the_checkers_know(stem: str) -> None:
    module = nlink if stem == "__init__" else import_module(f"nlink.{stem}")
    told = told_to_checkers(FOLDER / f"{stem}.py")
    assert told
    assert sorted(told) == sorted(module.__all__) == sorted(dir(module))
    for name, home in told.items():
        expected = import_module(f"nlink.{name}") if home == "nlink" else getattr(import_module(home), name)
        assert getattr(module, name) is expected, name


@pytest.mark.parametrize("stem", LAZY)
def test_a_name_that_is_not_there(stem: str) -> None:
    module = nlink if stem == "__init__" else import_module(f"nlink.{stem}")
    with pytest.raises(AttributeError, match=f"module '{module.__name__}' has no attribute 'Nothing'"):
        _ = module.Nothing


def test_every_kind_of_link_has_a_public_name_and_is_in_the_docs() -> None:
    kinds = FOLDER / "netlink/route/links/kinds"
    for module in kinds.glob("[!_]*.py"):
        import_module(f"nlink.netlink.route.links.kinds.{module.stem}")
    docs = (FOLDER.parents[1] / "docs/link-kinds.md").read_text(encoding="utf-8")
    for kind, options in link.LinkOptions.kinds.items():
        if options.__module__.startswith("nlink."):
            assert getattr(link, options.__name__) is options
            assert f"| {kind} | `{options.__name__}`" in docs
    for ports in link.PortOptions.kinds.values():
        assert getattr(link, ports.__name__) is ports
        assert f"`{ports.__name__}`" in docs
