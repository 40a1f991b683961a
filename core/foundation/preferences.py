"""What a provider sets on screen: one JSON value a key, with the defaults in code."""

from __future__ import annotations

from time import monotonic
from typing import Any

from flask import current_app
from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation import audit
from core.foundation.database import Base, db, transaction

RECENT = 20
DEFAULTS: dict[str, Any] = {
    "provider.name": "Meu Provedor",
    "provider.legal_name": "",
    "provider.cnpj": "",
    "provider.phone": "",
    "provider.email": "",
    "provider.address": "",
    "provider.logo": None,
    "billing.difference_limit_percent": 10,
    "dunning.run_hour": 6,
    "dunning.suspend_from_hour": 8,
    "dunning.unlock_days": 3,
    "dunning.customer_unlock": True,
    "notices.from_hour": 8,
    "notices.until_hour": 20,
}


class Preference(Base):
    """A preference that differs from its default."""

    __tablename__ = "preference"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


def preference(key: str) -> Any:
    """The value of a preference. Raises KeyError for a key that does not exist."""
    found = db.session.get(Preference, key)
    return found.value if found else DEFAULTS[key]


def recent_preference(key: str) -> Any:
    """The same, at most `RECENT` seconds old: for what stands on every page. Forgotten when this process sets it."""
    kept = _recent().get(key)
    if kept is None or kept[1] < monotonic():
        kept = _recent()[key] = (preference(key), monotonic() + RECENT)
    return kept[0]


def _recent() -> dict[str, tuple[Any, float]]:
    found: dict[str, tuple[Any, float]] = current_app.extensions.setdefault("malha.recent", {})
    return found


def preferences(prefix: str) -> dict[str, Any]:
    """All preferences under a prefix, by the rest of their keys."""
    stored = db.session.scalars(
        db.select(Preference).where(Preference.key.startswith(prefix, autoescape=True))
    )
    values = {**DEFAULTS, **{row.key: row.value for row in stored}}
    return {key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)}


def set_preferences(values: dict[str, Any]) -> None:
    """Keep several at once, with one row in the history. Raises KeyError for a key that does not exist."""
    with transaction() as session:
        for key, value in values.items():
            DEFAULTS[key]
            session.merge(Preference(key=key, value=value))
        _recent().clear()
        audit.record("preferences_changed", "preferences", 0, {"keys": sorted(values)})
