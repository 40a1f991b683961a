"""What changed in a row, as the history keeps it: values before and after, never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.foundation import audit

SECRET = frozenset({"password"})


def assign(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set attributes and return those that changed, as JSON: [before, after], or only that a secret did."""
    changed: dict[str, Any] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = "changed" if name in SECRET else [_plain(before), _plain(value)]
    return changed


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def keep_history(kind: str, key: int, created: bool, changed: Mapping[str, Any]) -> None:
    """One row in the history; none where nothing changed."""
    if created or changed:
        audit.record(f"{kind}_{'created' if created else 'changed'}", kind, key, changed)


def switch(row: Any, kind: str, active: bool) -> None:
    """Switch a row on or off, with a row in the history where that changes it."""
    if row.active != active:
        row.active = active
        audit.record(f"{kind}_{'activated' if active else 'deactivated'}", kind, row.id)
