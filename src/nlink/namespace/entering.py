"""Doing something in another network namespace, without the event loop's thread ever leaving its own."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TypeVar

from ..errors import NetlinkError
from .errand import Errand
from .launcher import setns
from .namespace import Namespace, NamespaceLike

T = TypeVar("T")


async def run_in(
    namespace: NamespaceLike, function: Callable[[], T], *, discard: Callable[[T], object] | None = None
) -> T:
    """Call a function in a network namespace, in a thread of its own that ends with it.

    What it opens there, a socket for example, stays in that namespace for ever.

    Args:
        namespace: its name, a path with a "/", a process id, or a Namespace.
        function: what to call; it may wait, and runs to its end even when this is cancelled.
        discard: what to do with the result when this was cancelled meanwhile (close it); called in either thread.

    Returns:
        What the function returns. What it raises is raised.

    Raises:
        NamespaceNotFound: there is no such namespace.
        PermissionDenied: it needs CAP_SYS_ADMIN (setns(2)).
        InvalidInput: it is no network namespace.
    """
    there = Namespace.of(namespace)
    # Opened here, not in the thread: by then a Namespace that holds a descriptor may be closed.
    descriptor = there.open()

    def enter() -> T:
        try:
            setns(descriptor)
        except OSError as error:
            raise not_entered(there, error.errno or errno.EIO) from None
        finally:
            os.close(descriptor)
        return function()

    try:
        errand = Errand(enter, discard)
    except RuntimeError:  # no more threads: nobody else will close it
        os.close(descriptor)
        raise
    return await errand.result()


def not_entered(namespace: Namespace, number: int) -> NetlinkError:
    """The error for a namespace that setns(2) refuses."""
    reason = os.strerror(number)
    if number == errno.EPERM:
        reason = "it needs CAP_SYS_ADMIN, here and in the user namespace that owns it"
    return NetlinkError.from_errno(number, f"the network namespace {namespace} cannot be entered: {reason}")
