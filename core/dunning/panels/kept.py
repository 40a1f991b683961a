"""What is dear to read is kept while nothing has changed that it is made of: pages of the ladder are asked for often."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import current_app

from core.dunning.queries.board import version
from core.foundation.clock import today

T = TypeVar("T")


def while_unchanged(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, read anew where anything that moves a contract happened since, or the day is another."""
    state = (version(), today())
    kept: tuple[Any, dict[Hashable, Any]] | None = current_app.extensions.get("malha.ladder")
    if kept is None or kept[0] != state:
        kept = current_app.extensions["malha.ladder"] = (state, {})
    if key not in kept[1]:
        kept[1][key] = read()
    found: T = kept[1][key]
    return found
