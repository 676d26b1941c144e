"""Descriptors that stay open until the request that names them was answered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ....errors import InvalidInput

if TYPE_CHECKING:
    from ....namespace import NamespaceLike


class HeldDescriptor:
    """A descriptor of our own, so that it may wait in a batch whatever its owner does."""

    descriptor = -1

    def __init__(self, field: str, descriptor: int) -> None:
        try:
            self.descriptor = os.dup(descriptor)
        except (OSError, OverflowError) as error:
            raise InvalidInput(field, f"{descriptor} is no open descriptor: {error}") from None

    def close(self) -> None:
        """Close the descriptor."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    __del__ = close


class HeldNamespace(HeldDescriptor):
    """A namespace kept open until the request that names its descriptor was answered."""

    def __init__(self, namespace: NamespaceLike) -> None:
        from ....namespace import Namespace  # opens a file: only those who move links pay for the import

        self.descriptor = Namespace.of(namespace).open()
