"""Network namespaces: told by name, path, process or descriptor; code run and processes started inside them."""

from __future__ import annotations

from .entering import run_in
from .namespace import Namespace, NamespaceLike
from .unnamed import temporary

__all__ = ["Namespace", "NamespaceLike", "run_in", "temporary"]
