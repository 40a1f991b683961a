"""What was typed into a contract form and not saved: one draft a user and form, encrypted at rest."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contracts.models import ContractDraft
from core.foundation.clock import now
from core.foundation.database import transaction

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
        draft = _mine(session, user_id, form_key) or ContractDraft(user_id=user_id, form_key=form_key)
        draft.body, draft.saved_at = body, now()
        session.add(draft)
        return draft


def discard_draft(user_id: int, form_key: str) -> None:
    """Let go of a draft; nothing where there is none."""
    with transaction() as session:
        if draft := _mine(session, user_id, form_key):
            session.delete(draft)


def _mine(session: Session, user_id: int, form_key: str) -> ContractDraft | None:
    mine = (ContractDraft.user_id == user_id, ContractDraft.form_key == form_key)
    return session.scalars(select(ContractDraft).where(*mine)).one_or_none()
