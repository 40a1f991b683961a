"""What dunning puts on the pages of the other rooms."""

from __future__ import annotations

from core.dunning.panels import draft_ladder, timeline
from core.dunning.rules.presets import PRESETS
from core.extension.markers import hookimpl
from core.extension.types import DraftView, LadderPreset, Panel


@hookimpl
def register_ladder_presets() -> list[LadderPreset]:
    return list(PRESETS)


@hookimpl
def draft_panels(draft: DraftView) -> list[Panel]:
    return draft_ladder(draft)


@hookimpl
def contract_panels(contract_id: int) -> list[Panel]:
    return timeline(contract_id)
