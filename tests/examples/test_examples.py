"""Every program in examples/ runs as it stands, with uvloop and without, and prints what it is about."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests import lanes
from tests.examples.programs import ROOT, environment, inside, python, run
from tests.needs import requires
from tests.netns import Netns

EXAMPLES = ROOT / "examples"
TOLD = {
    "another_namespace": ["in blue:\n  1: lo", "a process in it sees:", "10.0.0.1/32 dev 1"],
    "change_things": [
        "203.0.113.0/24 was there: False",
        "default nexthop via 192.0.2.2",
        "add_route('100.64.0.0/24', via='192.0.2.254'): File exists [EEXIST]",
    ],
    "declare_a_family": ["IPv4 on device 1: forwarding False", "nlctrl is 16 and knows [3, 10]"],
    "demo": [
        "br0: ageing_time 0:00:30",
        "10,000 read in",
        "File exists [EEXIST]",
        "InvalidInput: mtu",
        "new rule 1000:",
    ],
    "hear_a_group": ["True Netconf(family=2, ifindex=2", "True Netconf(family=2, ifindex=3"],
    "look_around": ["eth0 has", "192.0.2.1/24", "8.8.8.8 via 192.0.2.254", "198.51.100.7/32 via 192.0.2.253 metric 20"],
    "when_it_goes_wrong": [
        "less than or equal to 4094",
        "mtu: must be from",
        "Local and remote address must be",
        "AlreadyExists add_link('lo'",
        "get_link('nonsense0'): No such device [ENODEV] | True",
    ],
}
"""Some of what each one prints."""
NEEDS = {"change_things": [requires("link:vlan")]}

pytestmark = pytest.mark.parametrize("loop", lanes.LOOPS)


def test_each_one_is_run(loop: str) -> None:
    assert {*TOLD, "watch"} == {path.stem for path in EXAMPLES.glob("*.py")}


@pytest.mark.parametrize("name", [pytest.param(name, marks=NEEDS.get(name, [])) for name in TOLD])
def test_it_runs(netns: Netns, tmp_path: Path, loop: str, name: str) -> None:
    printed = run(inside(netns, *python(f"examples/{name}.py")), environment(loop, tmp_path))
    for expected in TOLD[name]:
        assert expected in printed


def test_change_things_on_a_kernel_without_vlans(netns: Netns, tmp_path: Path, loop: str) -> None:
    program = (EXAMPLES / "change_things.py").read_text()
    for line, instead in (
        ("Bridge(stp=True, vlan_filtering=True)", "Bridge(stp=True)"),
        ('add_link("v0.100", Vlan(id=100), link="v0", ', 'add_link("br0.0", Macvlan(), link="br0", '),
        ("Bridge, Veth, Vlan", "Bridge, Macvlan, Veth"),
    ):
        assert line in program
        program = program.replace(line, instead)
    printed = run(inside(netns, *python("-")), environment(loop, tmp_path), input=program)
    for expected in TOLD["change_things"]:
        assert expected in printed


def test_watch_until_it_is_interrupted(netns: Netns, tmp_path: Path, loop: str) -> None:
    argv = inside(netns, *python("examples/watch.py"))
    with subprocess.Popen(
        argv, env=environment(loop, tmp_path), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        try:
            printed = watching.stdout.readline()
            assert printed == "watching\n", watching.stderr.read()
            for change in (
                "link add v0 type veth peer name v1",
                "link set v0 up",
                "link set v1 up",
                "route add 203.0.113.0/24 dev v0",
                "route replace 203.0.113.0/24 dev v1",
                "link del v0",
            ):
                ip = ["nsenter", "--target", str(watching.pid), "--mount", "--", "ip", "-netns", "blue"]
                subprocess.run([*ip, *change.split()], check=True)
            while "gone v0\n" not in printed:
                printed += watching.stdout.readline()
        finally:
            watching.send_signal(signal.SIGINT)
        assert watching.wait() == 0
        assert watching.stderr.read() == ""
    for expected in ("link v0 ", "route 203.0.113.0/24 dev", "replaced 203.0.113.0/24 dev"):
        assert expected in printed
