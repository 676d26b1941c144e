"""scripts/vm/run.py: what it makes of a machine that hangs, stops or says nothing, played here by a shell.

scripts/vm/check-endings tries the same with the real one.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).parents[2] / "scripts/vm/run.py"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def machine(script: str) -> list[str]:
    return ["sh", "-c", script]


def test_what_it_prints_is_passed_on(
    run: ModuleType, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    run._run(machine(f"printf 'one\\ntwo'; echo 3 >{tmp_path}/status"), tmp_path)
    assert capfdbinary.readouterr().out == b"one\ntwo"
    assert run._status(tmp_path) == 3


@pytest.mark.parametrize(
    ("script", "setting", "told"),
    [
        ("exec sleep 1000", "BOOT_LIMIT", "nothing printed for 0 seconds: it did not start"),
        ("echo; exec sleep 1000", "SILENCE", "nothing printed for 0 seconds: a test or the kernel hangs"),
        ("while echo; do sleep 0.01; done", "LIMIT", "not at its end after 0 seconds"),
    ],
)
def test_what_does_not_end_is_ended(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, setting: str, told: str
) -> None:
    monkeypatch.setattr(run, setting, 0.3)
    with pytest.raises(run.Failed, match=told):
        run._run(machine(f"echo $$ >{tmp_path}/pid; {script}"), tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize(
    ("console", "told"),
    [
        ("[ 1.0] fine\n[ 2.0] Kernel panic - not syncing: sysrq\n[ 2.1] CPU: 0\n", "Kernel panic - not syncing: sysrq"),
        ("init: cannot see the host's files\n[ 3.0] reboot: Power down\n", "init: cannot see the host's files"),
        ("", "not a word from its kernel"),
    ],
)
def test_a_machine_that_stopped_is_explained(run: ModuleType, tmp_path: Path, console: str, told: str) -> None:
    (tmp_path / "console").write_text(console)
    with pytest.raises(run.Failed, match=f"the emulated machine stopped: {told}$"):
        run._status(tmp_path)


def test_the_results_are_counted(run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = (
        "",
        '<failure message="unexpected skip: x"/>',
        '<error message="failed on setup with &quot;unexpected skip: y&quot;"/>',
        '<error message="no"/>',
        "<skipped/>",
    )
    report = "".join(f"<testcase>{case}</testcase>" for case in cases)
    (tmp_path / "junit.xml").write_text(f"<testsuites><testsuite>{report}</testsuite></testsuites>")
    monkeypatch.chdir(tmp_path)
    assert run._results(tmp_path) == "5 tests, 3 failed, 2 unexpected skips, 1 expected ones"
