"""Network namespaces without a name, which last as long as somebody holds them."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ..errors import NetlinkError
from .errand import Errand
from .launcher import CLONE_NEWNET, call_libc
from .namespace import Namespace


@asynccontextmanager
async def temporary() -> AsyncIterator[Namespace]:
    """Make a network namespace without a name, and let go of it at the end.

    It is as the kernel makes it (unshare(2)): with nothing in it but ``lo``, which is down. It is gone when the last
    socket in it is closed and the last process in it has ended.

    Raises:
        PermissionDenied: it needs CAP_SYS_ADMIN.
        NetlinkError: ENOSPC: there are as many as ``user.max_net_namespaces`` allows.
    """
    with await Errand(_make, Namespace.close).result() as namespace:
        yield namespace


def _make() -> Namespace:
    try:
        if sys.version_info >= (3, 12):
            os.unshare(CLONE_NEWNET)
        else:
            call_libc("unshare", CLONE_NEWNET)
    except OSError as error:
        number = error.errno or errno.EIO
        reason = "it needs CAP_SYS_ADMIN" if number == errno.EPERM else os.strerror(number)
        raise NetlinkError.from_errno(number, f"no network namespace can be made: {reason}") from None
    return Namespace.current()
