"""What was typed into a contract form and not saved: one draft a user and form, encrypted at rest."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Select

from core.contracts.models import ContractDraft
from core.foundation.clock import now
from core.foundation.database import db, transaction

MOST = 256 * 1024
Pairs = Sequence[tuple[str, str]]


class DraftTooLong(Exception):
    """More was typed than a draft holds (256 kB)."""


def keep_draft(user_id: int, form_key: str, pairs: Pairs) -> ContractDraft:
    """Keep what a form holds, as its names and values in order. Raises DraftTooLong."""
    body = json.dumps([list(pair) for pair in pairs], ensure_ascii=False)
    if len(body) > MOST:
        raise DraftTooLong
    with transaction() as session:
        draft = session.scalar(_mine(user_id, form_key)) or ContractDraft(user_id=user_id, form_key=form_key)
        draft.body, draft.saved_at = body, now()
        session.add(draft)
        return draft


def discard_draft(user_id: int, form_key: str) -> None:
    """Let go of a draft; nothing where there is none."""
    with transaction() as session:
        if draft := session.scalar(_mine(user_id, form_key)):
            session.delete(draft)


def _mine(user_id: int, form_key: str) -> Select[tuple[ContractDraft]]:
    mine = (ContractDraft.user_id == user_id, ContractDraft.form_key == form_key)
    return db.select(ContractDraft).where(*mine)
