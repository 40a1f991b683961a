"""What the history of a registration says, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.customers.rules.data import LABELS
from core.foundation.audit import AuditEntry

WORDS = {
    "customer_created": "cadastrou",
    "address_saved": "guardou um endereço",
    "consent_noted": "anotou se um canal pode ser usado",
    "notice_retried": "mandou tentar um aviso de novo",
}


def told(entries: Sequence[AuditEntry]) -> list[tuple[datetime, str]]:
    """(instant, sentence) of each row of a customer's history."""
    return [(entry.at, f"{entry.actor_name} {_what(entry)}") for entry in entries]


def _what(entry: AuditEntry) -> str:
    if entry.action == "customer_changed":
        changed = [LABELS.get(name, name) for name in entry.data.get("fields", ())]
        return "mudou " + ", ".join(changed)
    return WORDS.get(entry.action, entry.action)
