"""Enter a network namespace, and become another program: the script behind ``Namespace.spawn``.

It runs alone, by ``python -I -S -E``, where nlink cannot be imported: it knows nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ctypes

CLONE_NEWNET = 0x40000000
"""``os.CLONE_NEWNET``, which Python has from 3.12 on, like ``os.setns``."""

ENTERED = b"+"
"""What the launcher reports when it is in the namespace. An errno, in decimal, tells what went wrong."""

_libc: list[ctypes.CDLL] = []


def setns(descriptor: int) -> None:
    """Move the calling thread to the network namespace that a descriptor holds (setns(2)).

    Raises:
        OSError: EPERM without CAP_SYS_ADMIN, here and in the user namespace that owns it.
    """
    try:
        if sys.version_info >= (3, 12):
            os.setns(descriptor, CLONE_NEWNET)
        else:
            call_libc("setns", descriptor, CLONE_NEWNET)
    except PermissionError:
        # Nobody needs a right to be where he is, but the kernel asks for it all the same.
        if not os.path.samestat(os.fstat(descriptor), os.stat("/proc/thread-self/ns/net")):
            raise


def call_libc(name: str, *arguments: int) -> None:
    """Call a function of the C library that returns -1 and sets errno when it fails."""
    import ctypes  # slow to import, and not needed from Python 3.12 on

    if not _libc:  # making one costs more than the rest of entering a namespace
        _libc.append(ctypes.CDLL(None, use_errno=True))
    if getattr(_libc[0], name)(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def main(namespace: int, report: int, argv: list[str]) -> None:
    """Enter the namespace, become the program. It returns only when that failed, with the reason reported.

    Args:
        namespace: a descriptor of the namespace.
        report: where to report to; the kernel closes it when the program begins.
        argv: the program, looked for in PATH, and its arguments.
    """
    os.set_inheritable(report, False)
    try:
        setns(namespace)
        os.write(report, ENTERED)
        close_all_but(report)
        undo_python()
        os.execvp(argv[0], argv)
    except OSError as error:
        os.write(report, str(error.errno).encode())


def close_all_but(kept: int) -> None:
    """Close all descriptors but the standard ones and one more.

    That is the namespace's, and what uvloop lets a program inherit: all that is inheritable, and its own copies of the
    standard ones. asyncio has closed them by now.
    """
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor > 2 and descriptor != kept:
            with contextlib.suppress(OSError):  # EBADF: the one that listed the folder
                os.close(descriptor)


def undo_python() -> None:
    """Take back what Python changed in this process when it began, since the program would inherit it."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    # In the C locale it sets LC_CTYPE in its environment (PEP 538). /proc has what the process was given.
    os.environb.pop(b"LC_CTYPE", None)
    with open("/proc/self/environ", "rb") as given:
        for entry in given.read().split(b"\0"):
            if entry.startswith(b"LC_CTYPE="):
                os.environb[b"LC_CTYPE"] = entry.removeprefix(b"LC_CTYPE=")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    sys.exit(127)
