"""What dunning puts on the pages of the other rooms."""

from __future__ import annotations

from core.dunning.rules.presets import PRESETS
from core.extension.markers import hookimpl
from core.extension.types import LadderPreset


@hookimpl
def register_ladder_presets() -> list[LadderPreset]:
    return list(PRESETS)
