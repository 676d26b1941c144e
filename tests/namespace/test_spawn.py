"""spawn: a program inside a namespace, that finds everything else as if it had been started directly."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from pathlib import Path
from types import MappingProxyType

import pytest

from nlink.errors import InvalidInput, NamespaceNotFound, PermissionDenied
from nlink.namespace import Namespace
from tests import lanes
from tests.namespace.threads import without_capabilities
from tests.netns import Netns


@pytest.fixture
def inside(netns: Netns) -> Namespace:
    return Namespace.of(netns.path)


async def output(process: asyncio.subprocess.Process) -> str:
    """What it prints; it must succeed."""
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


async def test_the_program_is_in_the_namespace(netns: Netns, inside: Namespace) -> None:
    process = await inside.spawn("readlink", "/proc/self/ns/net", stdout=PIPE)
    assert await output(process) == f"net:[{netns.inode}]\n"


async def test_it_is_inside_when_spawn_returns_and_has_the_process_id(netns: Netns, inside: Namespace) -> None:
    process = await inside.spawn("sleep", "60")
    assert Namespace.of(process.pid) == inside
    assert command_line(process.pid) == ["sleep", "60"]
    process.terminate()
    assert await process.wait() == -signal.SIGTERM


def command_line(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1]


async def test_this_process_stays_where_it_is(inside: Namespace) -> None:
    with Namespace.current() as before:
        await (await inside.spawn("true")).wait()
        with Namespace.current() as after:
            assert before == after != inside


async def test_input_output_and_status_are_those_of_the_program(inside: Namespace) -> None:
    process = await inside.spawn("sh", "-c", "cat; echo complaint >&2; exit 3", stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert await process.communicate(b"text") == (b"text", b"complaint\n")
    assert process.returncode == 3


async def test_a_file_devnull_and_stdout_are_taken_as_asyncio_takes_them(inside: Namespace, tmp_path: Path) -> None:
    with open(tmp_path / "out", "wb") as out:  # noqa: ASYNC230
        process = await inside.spawn("sh", "-c", "cat; echo both >&2", stdin=DEVNULL, stdout=out, stderr=STDOUT)
        assert await process.wait() == 0
    assert (tmp_path / "out").read_bytes() == b"both\n"


async def test_the_directory_is_the_one_that_is_asked_for(inside: Namespace, tmp_path: Path) -> None:
    assert await output(await inside.spawn("pwd", cwd=tmp_path, stdout=PIPE)) == f"{tmp_path}\n"
    assert await output(await inside.spawn("pwd", stdout=PIPE)) == f"{os.getcwd()}\n"


@pytest.mark.parametrize(
    "environment",
    [{}, {"A": "1", "B": ""}, {"LC_CTYPE": "C"}, {"LC_ALL": "C"}, {"LC_CTYPE": "C.UTF-8"}, {"PYTHONHOME": "/no"}],
)
async def test_the_environment_is_exactly_the_one_that_is_asked_for(
    inside: Namespace, environment: dict[str, str]
) -> None:
    env = "/usr/bin/env"  # without PATH a bare name is looked for in the system's default
    found = await output(await inside.spawn(env, env=environment, stdout=PIPE))
    assert sorted(found.splitlines()) == sorted(f"{name}={value}" for name, value in environment.items())


async def test_the_environment_is_inherited_else(inside: Namespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NLINK_TEST", "surely \udcff")  # a byte that is no UTF-8
    process = await inside.spawn("sh", "-c", 'printf %s "$NLINK_TEST"', stdout=PIPE)
    out, _ = await process.communicate()
    assert out == b"surely \xff"


async def test_an_environment_is_any_mapping(inside: Namespace) -> None:
    process = await inside.spawn("/usr/bin/env", env=MappingProxyType({"A": "1"}), stdout=PIPE)
    assert await output(process) == "A=1\n"


async def test_arguments_arrive_as_they_are(inside: Namespace) -> None:
    arguments = ["", "two words", "-c", "$HOME", "ü", "\udcff", Path("a/b")]
    process = await inside.spawn("printf", r"%s\n", *arguments, stdout=PIPE)
    out, _ = await process.communicate()
    assert out == b"".join(os.fsencode(argument) + b"\n" for argument in arguments)


async def test_a_program_that_looks_like_an_option_of_python_is_a_program(inside: Namespace) -> None:
    with pytest.raises(FileNotFoundError):
        await inside.spawn("-c", "print(1)")


@pytest.mark.parametrize("command", ["grep -E '^Sig[^Q]|^Shd' /proc/self/status", "umask", "ulimit -a"])
async def test_the_program_finds_signals_and_limits_as_if_started_directly(inside: Namespace, command: str) -> None:
    direct = await asyncio.create_subprocess_exec("sh", "-c", command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    process = await inside.spawn("sh", "-c", command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
    assert await output(process) == await output(direct)


async def test_the_program_finds_the_standard_descriptors_alone(inside: Namespace) -> None:
    # uvloop itself lets all through that is inheritable.
    with open(os.devnull, "rb") as inheritable:  # noqa: ASYNC230
        os.set_inheritable(inheritable.fileno(), True)
        process = await inside.spawn("sh", "-c", "echo /proc/self/fd/*", stdin=DEVNULL, stdout=PIPE)
        listing = 3
        assert await output(process) == " ".join(f"/proc/self/fd/{number}" for number in (0, 1, 2, listing)) + "\n"


async def test_a_program_that_is_not_there_is_file_not_found(inside: Namespace) -> None:
    for missing in ("nlink-no-such-program", "/no/such/program"):
        with pytest.raises(FileNotFoundError) as caught:
            await inside.spawn(missing, stdin=PIPE, stdout=PIPE, stderr=PIPE)
        assert caught.value.filename == missing


async def test_a_program_is_looked_for_in_the_path_of_the_environment_that_is_given(
    inside: Namespace, tmp_path: Path
) -> None:
    (tmp_path / "only-here").symlink_to("/bin/true")
    assert await (await inside.spawn("only-here", env={"PATH": str(tmp_path)})).wait() == 0
    with pytest.raises(FileNotFoundError):
        await inside.spawn("only-here")


async def test_a_file_that_cannot_be_executed_says_why(inside: Namespace, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("no program")
    with pytest.raises(PermissionError) as denied:
        await inside.spawn(plain)
    assert denied.value.filename == str(plain)
    plain.chmod(0o755)
    with pytest.raises(OSError, match="Exec format error") as caught:
        await inside.spawn(plain)
    assert caught.value.errno == errno.ENOEXEC


async def test_a_directory_that_is_not_there_is_file_not_found(inside: Namespace) -> None:
    with pytest.raises(FileNotFoundError):
        await inside.spawn("true", cwd="/no/such/directory")


async def test_wrong_arguments_are_refused(inside: Namespace) -> None:
    with pytest.raises(InvalidInput, match=r"arguments: .* null"):
        await inside.spawn("echo", "a\0b")
    with pytest.raises(InvalidInput, match=r"env: .* null"):
        await inside.spawn("echo", env={"A": "a\0b"})
    with pytest.raises(InvalidInput, match=r"cwd: .* null"):
        await inside.spawn("pwd", cwd="/tmp\0/elsewhere")
    with pytest.raises(TypeError):
        await inside.spawn("echo", 1)  # type: ignore[arg-type]


async def test_an_empty_program_is_refused(inside: Namespace) -> None:
    with pytest.raises(InvalidInput, match="program: is empty"):
        await inside.spawn("", "argument")


async def test_a_namespace_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NamespaceNotFound):
        await Namespace.of("nlink-test-never-there").spawn("true")


def test_without_the_right_it_is_permission_denied(netns: Netns) -> None:
    async def start() -> None:
        with Namespace.from_fd(netns.fd) as namespace:
            await namespace.spawn("true")

    def fails() -> None:
        with pytest.raises(PermissionDenied, match=r"cannot be entered: it needs CAP_SYS_ADMIN"):
            asyncio.run(start())

    without_capabilities(fails)


async def test_a_launcher_that_does_not_run_is_told(inside: Namespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(OSError, match=r"the launcher did not run \(status 1\)"):
        await inside.spawn("true")


async def test_many_programs_at_once(inside: Namespace) -> None:
    async def run(number: int) -> int:
        process = await inside.spawn("sh", "-c", f"exit {number}")
        return await process.wait()

    assert await asyncio.gather(*map(run, range(lanes.rounds(30)))) == list(range(lanes.rounds(30)))


async def test_cancelled_at_any_point_no_process_is_left(inside: Namespace) -> None:
    for seconds in (0, 0.001, 0.003, 0.006, 0.01, 0.015, 0.02, 0.03):
        task = asyncio.create_task(inside.spawn("sleep", "60", stdin=PIPE, stdout=PIPE))
        await asyncio.sleep(seconds)
        if task.done():  # the program runs already, and belongs to the caller
            task.result().kill()
            await task.result().communicate()
            continue
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    # Whoever waits for children may need a moment to see them end. That they never do is pytest's timeout to report.
    while children():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


def children() -> bool:
    """Whether this process has any, or has one that ended and that nobody has waited for."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
