"""Namespace: which network namespace is meant, found when it is needed, and told from others by its inode."""

from __future__ import annotations

import errno
import fcntl
import os
import warnings
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Final, Self, TypeAlias

from ..errors import InvalidInput, NamespaceNotFound, NetlinkError
from .launcher import CLONE_NEWNET

if TYPE_CHECKING:
    from asyncio.subprocess import Process

    from ..netlink.connection import Connection

NAMES: Final = "/run/netns"
"""Where ``ip netns`` keeps the namespaces that have a name (ip-netns(8); its /var/run is a link to /run)."""

NS_GET_NSTYPE: Final = 0xB703
"""Asks what kind of namespace a descriptor is (linux/nsfs.h, since Linux 4.11; ioctl_ns(2))."""

# A FIFO must not hold the caller, nor a terminal become the process's own; a namespace's file does not care.
OPEN_FLAGS: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY


class Namespace:
    """A network namespace.

    One told by name, path or process is looked up each time that it is needed, so it need not exist yet, and a name
    means what it means then. One from ``from_fd``, ``current`` or ``temporary`` holds a descriptor, which keeps the
    namespace alive, and is to be closed (it is a context manager).

    Two are equal when they are the same namespace now, however they were told; one that does not exist equals only
    itself.
    """

    __slots__ = ("__weakref__", "_descriptor", "_label", "_path")

    def __init__(self, label: str, path: str, descriptor: int | None = None) -> None:
        # Private: ``of``, ``from_fd`` and ``current`` make one. A descriptor belongs to it from now on.
        self._label, self._path, self._descriptor = label, path, descriptor

    @classmethod
    def of(cls, namespace: NamespaceLike) -> Namespace:
        """The namespace that is meant. It is not looked for yet.

        Args:
            namespace: a name, as ``ip netns`` knows it (a str without "/"); a path (a str with "/", or a PathLike);
                a process or thread id (an int); or a Namespace, which is returned as it is.

        Raises:
            InvalidInput: it cannot be any of them.
        """
        if isinstance(namespace, Namespace):
            return namespace
        if isinstance(namespace, int):
            if isinstance(namespace, bool) or not 0 < namespace < 1 << 31:
                raise InvalidInput("namespace", f"a process id is a positive 31-bit number, not {namespace!r}")
            return cls(str(namespace), f"/proc/{namespace}/ns/net")
        if isinstance(namespace, os.PathLike):
            path = os.fspath(namespace)
        elif isinstance(namespace, str):
            path = namespace if "/" in namespace else f"{NAMES}/{namespace}"
            if namespace in ("", ".", ".."):
                raise InvalidInput("namespace", f"{namespace!r} cannot be a namespace's name")
        else:
            raise InvalidInput("namespace", f"must be a name, path, process id or Namespace, not {_kind(namespace)}")
        if not _is_path(path):
            raise InvalidInput("namespace", f"{path!r} cannot be a path")
        return cls(repr(namespace if isinstance(namespace, str) else path), path)

    @classmethod
    def from_fd(cls, descriptor: int) -> Namespace:
        """The namespace behind an open descriptor, which is duplicated: the caller keeps, and closes, its own.

        Raises:
            InvalidInput: it is no network namespace, or not open.
        """
        if descriptor < 0:
            raise InvalidInput("descriptor", f"{descriptor} is none")
        try:
            own = _duplicate(descriptor)
        except NetlinkError as error:
            if error.errno != errno.EBADF:
                raise
            raise InvalidInput("descriptor", f"{descriptor} is not open") from None
        return cls.holding(own)

    @classmethod
    def holding(cls, descriptor: int) -> Namespace:
        """The namespace behind an open descriptor, which belongs to the Namespace from now on.

        Raises:
            InvalidInput: it is no network namespace; the descriptor is closed then.
        """
        _check(descriptor, f"descriptor {descriptor}")
        return cls(f"net:[{os.fstat(descriptor).st_ino}]", "", descriptor)

    @classmethod
    def current(cls) -> Namespace:
        """The namespace that the calling thread is in now, held by a descriptor."""
        # Not a path to look up later: another thread's, by then, might be another one.
        return cls.holding(cls.of("/proc/thread-self/ns/net").open())

    def open(self) -> int:
        """Open the namespace: a new descriptor (read-only, close-on-exec), which the caller closes.

        Raises:
            NamespaceNotFound: there is no such namespace, or no such process.
            PermissionDenied: the path is not for everybody. Another user's process needs CAP_SYS_PTRACE.
            InvalidInput: what is there is no network namespace, or this one was closed.
        """
        if self._descriptor is not None:
            if self._descriptor < 0:
                raise InvalidInput("namespace", f"{self._label} was closed")
            return _duplicate(self._descriptor)
        try:
            descriptor = os.open(self._path, OPEN_FLAGS)
        except OSError as error:
            raise self._not_opened(error) from None
        _check(descriptor, self._path)
        return descriptor

    def _not_opened(self, error: OSError) -> NetlinkError | InvalidInput:
        number, reason = error.errno or errno.EIO, error.strerror
        if number in (errno.ENAMETOOLONG, errno.ELOOP, errno.ENXIO):  # ENXIO: it is a socket
            return InvalidInput("namespace", f"{self._path}: {reason}")
        # A process that is ending has no namespaces any more: ESRCH in its last moment, ENOENT as a zombie.
        if number in (errno.ENOENT, errno.ENOTDIR, errno.ESRCH):
            return NamespaceNotFound(number, f"there is no network namespace {self._label} ({self._path}: {reason})")
        return NetlinkError.from_errno(number, f"network namespace {self._label}: {self._path}: {reason}")

    @property
    def identity(self) -> tuple[int, int]:
        """The device and inode of the namespace, looked up now. Raises what ``open`` raises."""
        descriptor = self.open()
        try:
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        return status.st_dev, status.st_ino

    @property
    def id(self) -> int:
        """The inode, as ``readlink /proc/PID/ns/net`` shows it, looked up now. Raises what ``open`` raises."""
        return self.identity[1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Namespace):
            return NotImplemented
        if self is other:
            return True
        try:
            return self.identity == other.identity
        except NamespaceNotFound:
            return False

    def __hash__(self) -> int:
        return hash(self.identity)

    def connect(self) -> Connection:
        """A connection in this namespace, not open yet: ``async with ns.connect() as conn``."""
        from ..netlink.connection import Connection  # a higher layer, which this one must not need to be imported

        return Connection(namespace=self)

    async def spawn(
        self,
        program: str | os.PathLike[str],
        *arguments: str | os.PathLike[str],
        stdin: int | IO[bytes] | IO[str] | None = None,
        stdout: int | IO[bytes] | IO[str] | None = None,
        stderr: int | IO[bytes] | IO[str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Process:
        """Start a program inside the namespace; it is running when this returns.

        Args:
            program: a name to be found in PATH, or a path; it is the program's ``argv[0]`` too.
            arguments: the rest of its ``argv``.
            stdin, stdout, stderr: as for ``asyncio.create_subprocess_exec``.
            cwd: the directory that it is started in.
            env: its environment, instead of this process's.

        Raises:
            FileNotFoundError: there is no such program, or no such directory.
            OSError: the program cannot be executed.
            PermissionDenied: entering needs CAP_SYS_ADMIN (setns(2)).
            NamespaceNotFound, InvalidInput: as from ``open``.
        """
        from .spawning import spawn  # it needs this module

        argv = [os.fspath(argument) for argument in (program, *arguments)]
        return await spawn(self, argv, stdin=stdin, stdout=stdout, stderr=stderr, cwd=cwd, env=env)

    def close(self) -> None:
        """Close the descriptor, if one is held; again does nothing. One told by name, path or process stays usable."""
        if self._descriptor is not None and self._descriptor >= 0:
            descriptor, self._descriptor = self._descriptor, -1
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if self._descriptor is not None and self._descriptor >= 0:
            warnings.warn(f"never closed: {self!r}", ResourceWarning, source=self, stacklevel=2)
            self.close()

    def __reduce__(self) -> tuple[object, ...]:
        # A copy would close the same descriptor once more, which may be something else's by then.
        if self._descriptor is not None:
            raise TypeError(f"{self!r} holds a descriptor, so it cannot be copied or pickled")
        return type(self), (self._label, self._path)

    def __str__(self) -> str:
        return self._label

    def __repr__(self) -> str:
        return f"<Namespace {self._label}>"


NamespaceLike: TypeAlias = "str | os.PathLike[str] | int | Namespace"
"""How a network namespace is told: a name, a path (with a "/", or a PathLike), a process id, or a Namespace."""


def _check(descriptor: int, what: str) -> None:
    """Refuse, and close, a descriptor that is no network namespace."""
    try:
        kind = fcntl.ioctl(descriptor, NS_GET_NSTYPE)
    except OSError:
        # ENOTTY from what is no namespace at all, such as the empty file that a lost mount leaves in /run/netns.
        kind = None
    if kind != CLONE_NEWNET:
        os.close(descriptor)
        raise InvalidInput("namespace", f"{what} is {'no' if kind is None else 'another kind of'} namespace")


def _duplicate(descriptor: int) -> int:
    try:
        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    except OSError as error:
        raise NetlinkError.from_errno(error.errno or errno.EIO, error.strerror or "") from None


def _is_path(path: object) -> bool:
    if not isinstance(path, str) or path == "" or "\0" in path:
        return False
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _kind(value: object) -> str:
    return type(value).__name__
