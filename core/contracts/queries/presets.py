"""The ladders that a contract or a layout may start from: the provider's own, then what plugins add."""

from __future__ import annotations

from core.contracts.models import StoredPreset
from core.contracts.rules.presets import preset_label
from core.contracts.rules.terms import LadderTerms
from core.extension.calls import collect
from core.extension.types import LadderPreset
from core.foundation.database import db


def stored_presets() -> list[StoredPreset]:
    """The provider's own, in order."""
    ordered = db.select(StoredPreset).order_by(StoredPreset.position, StoredPreset.id)
    return list(db.session.scalars(ordered))


def find_preset(preset_id: int) -> StoredPreset | None:
    """One of the provider's own by its id."""
    return db.session.get(StoredPreset, preset_id)


def added_presets(own: list[StoredPreset]) -> list[LadderPreset]:
    """What plugins add, but for the keys that the provider has too."""
    keys = {row.key for row in own}
    return [one for one in collect("register_ladder_presets") if one.key not in keys]


def presets() -> list[LadderPreset]:
    """All on offer, as they stand now."""
    own = stored_presets()
    offered = [
        LadderPreset(row.key, preset_label(row.name, row.ladder_terms), row.ladder_terms) for row in own
    ]
    return [*offered, *added_presets(own)]


def default_ladder() -> LadderTerms | None:
    """The ladder that a new layout starts from; None where there is none on offer."""
    chosen = db.session.scalars(db.select(StoredPreset).where(StoredPreset.is_default)).first()
    if chosen:
        return chosen.ladder_terms
    return next((one.terms for one in presets()), None)
