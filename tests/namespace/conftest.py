"""What the namespace tests share: a namespace with a name, and no helper thread left behind."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import pytest

from tests.namespace.names import add, delete
from tests.namespace.threads import join_helper_threads


@pytest.fixture
def name() -> Iterator[str]:
    """The name of a namespace that `ip netns add` made; deleted at the end if the test did not."""
    name = f"nlink-test-{os.getpid()}-{secrets.token_hex(4)}"
    add(name)
    try:
        yield name
    finally:
        if os.path.exists(f"/run/netns/{name}"):
            delete(name)


@pytest.fixture(autouse=True)
def _no_helper_thread_left() -> Iterator[None]:
    """Helper threads always end; those of a cancelled call may need a moment."""
    yield
    join_helper_threads()
