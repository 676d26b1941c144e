"""Starting a program in a network namespace, through a launcher that enters it."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import sys
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Final

from ..errors import InvalidInput
from . import launcher
from .entering import not_entered

if TYPE_CHECKING:
    from .namespace import Namespace

LAUNCHER: Final = os.path.abspath(launcher.__file__)


async def spawn(
    namespace: Namespace,
    argv: Sequence[str],
    *,
    stdin: int | IO[bytes] | IO[str] | None,
    stdout: int | IO[bytes] | IO[str] | None,
    stderr: int | IO[bytes] | IO[str] | None,
    cwd: str | os.PathLike[str] | None,
    env: Mapping[str, str] | None,
) -> asyncio.subprocess.Process:
    """Start a program; see ``Namespace.spawn``.

    Not by ``preexec_fn``: that would run Python between fork and exec, where any lock may be held by a thread that the
    child does not have.
    """
    # uvloop ends a string at its first NUL, silently, and takes no Mapping but a dict.
    given = None if env is None else dict(env)
    _without_null("arguments", argv)
    if not argv[0]:
        raise InvalidInput("program", "is empty")  # what execvp(3) calls ENOENT, and Python's a ValueError
    if cwd is not None:
        _without_null("cwd", [os.fspath(cwd)])
    if given is not None:
        _without_null("env", [*given, *given.values()])
    with contextlib.ExitStack() as opened:
        inside = namespace.open()
        opened.callback(os.close, inside)
        reading, writing = os.pipe()
        opened.callback(os.close, reading)
        with os.fdopen(writing, "wb"):  # closed before the report is read, or the report would never end
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-S", "-E", LAUNCHER, str(inside), str(writing), *argv,
                stdin=stdin, stdout=stdout, stderr=stderr, cwd=cwd, env=given, pass_fds=(inside, writing),
            )  # fmt: skip
        try:
            report = await _all_of(reading)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
    if report == launcher.ENTERED:
        return process
    await process.wait()
    if not report:
        raise OSError(errno.ENOEXEC, f"the launcher did not run (status {process.returncode})", sys.executable)
    if report.startswith(launcher.ENTERED):
        number = int(report[len(launcher.ENTERED) :])
        raise OSError(number, os.strerror(number), argv[0])
    raise not_entered(namespace, int(report))


def _without_null(field: str, texts: Sequence[str]) -> None:
    for text in texts:
        if "\0" in text:
            raise InvalidInput(field, f"{text!r} holds a null character")


async def _all_of(pipe: int) -> bytes:
    """Read a pipe until its other end is closed."""
    loop = asyncio.get_running_loop()
    ended = loop.create_future()
    found = bytearray()

    def read() -> None:
        some = os.read(pipe, 64)
        found.extend(some)
        if not some and not ended.done():
            ended.set_result(None)

    loop.add_reader(pipe, read)
    try:
        await ended
    finally:
        loop.remove_reader(pipe)
    return bytes(found)
