"""Ladders to start from, kept as data: made, changed, taken away and brought back. No contract changes by it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.contracts.models import StoredPreset
from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.differences import plain
from core.contracts.rules.presets import preset_key
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.errors import ContractRefused
from core.contracts.services.strictness import note_strictness
from core.extension.calls import collect
from core.foundation import audit
from core.foundation.database import transaction

KIND = "ladder_preset"
COLUMNS = ("key", "name", "position", *LadderTerms.__dataclass_fields__)


def save_preset(preset_id: int | None, name: str, ladder: LadderTerms, is_default: bool) -> StoredPreset:
    """Make a preset or change one; `is_default` makes it the one that new layouts start from, instead of the other.

    Raises ContractRefused with a sentence for each field that cannot be kept.
    """
    with transaction() as session:
        _refuse_bad(session, preset_id, name.strip(), ladder)
        preset = _new(session, name) if preset_id is None else session.get_one(StoredPreset, preset_id)
        before = None if preset_id is None else preset.ladder_terms
        preset.name = name.strip()
        preset.set_ladder(ladder)
        session.add(preset)
        session.flush()
        if is_default:
            _make_default(session, preset)
        audit.record("preset_saved", KIND, preset.id, _values(preset))
        if ladder != before:
            note_strictness(KIND, preset.id, BillingTerms(), ladder)
        return preset


def remove_preset(preset_id: int) -> StoredPreset:
    """Take a preset away; contracts and layouts made from it keep their terms. Raises ContractRefused for the default."""
    with transaction() as session:
        preset = session.get_one(StoredPreset, preset_id, with_for_update=True, populate_existing=True)
        if preset.is_default:
            raise ContractRefused(
                [("default", "Layouts novos começam desta régua. Escolha antes outra para isso.")]
            )
        audit.record("preset_removed", KIND, preset.id, _values(preset))
        session.delete(preset)
        return preset


def bring_back_preset(preset_id: int) -> StoredPreset:
    """Undo a removal. Raises ContractRefused where nothing was removed, or its name is in use again."""
    with transaction() as session:
        removed = [one for one in audit.history([(KIND, preset_id)], 1) if one.action == "preset_removed"]
        there = session.scalar(select(StoredPreset.id).where(StoredPreset.id == preset_id))
        if not removed or there:
            raise ContractRefused([("name", "Esta régua já está de volta.")])
        values = {name: removed[0].data[name] for name in COLUMNS}
        _refuse_name(session, preset_id, values["name"])
        values["suspend_except"] = " ".join(values["suspend_except"])
        preset = StoredPreset(id=preset_id, **values)
        session.add(preset)
        audit.record("preset_saved", KIND, preset_id, removed[0].data)
        return preset


def _new(session: Session, name: str) -> StoredPreset:
    rows = list(session.scalars(select(StoredPreset)))
    taken = {row.key for row in rows} | {one.key for one in collect("register_ladder_presets")}
    last = max((row.position for row in rows), default=0)
    return StoredPreset(key=preset_key(name, taken), position=last + 1, is_default=not rows)


def _make_default(session: Session, preset: StoredPreset) -> None:
    session.execute(update(StoredPreset).where(StoredPreset.id != preset.id).values(is_default=False))
    preset.is_default = True


def _values(preset: StoredPreset) -> dict[str, Any]:
    terms = {name: plain(getattr(preset.ladder_terms, name)) for name in LadderTerms.__dataclass_fields__}
    return {
        "key": preset.key,
        "name": preset.name,
        "position": preset.position,
        "default": preset.is_default,
        **terms,
    }


def _refuse_bad(session: Session, preset_id: int | None, name: str, ladder: LadderTerms) -> None:
    found = problems(BillingTerms(), ladder)
    errors = [(one.field, one.sentence) for one in found if one.severity == Severity.ERROR]
    if not name:
        errors.append(("name", "Dê um nome à régua."))
    if errors:
        raise ContractRefused(errors)
    _refuse_name(session, preset_id, name)


def _refuse_name(session: Session, preset_id: int | None, name: str) -> None:
    same = select(StoredPreset.id).where(StoredPreset.name == name, StoredPreset.id != (preset_id or 0))
    if session.scalar(same):
        raise ContractRefused([("name", "Já há uma régua com este nome. Escolha outro.")])
