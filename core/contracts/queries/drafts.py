"""Drafts of contract forms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from core.contracts.models import ContractDraft
from core.foundation.database import db


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, as the form would send it, and when it was kept."""

    values: MultiDict[str, str]
    saved_at: datetime


def load_draft(user_id: int, form_key: str) -> Draft | None:
    """The user's draft of a form, or None."""
    mine = (ContractDraft.user_id == user_id, ContractDraft.form_key == form_key)
    found = db.session.scalar(db.select(ContractDraft).where(*mine))
    if found is None:
        return None
    return Draft(MultiDict([(name, value) for name, value in json.loads(found.body)]), found.saved_at)
