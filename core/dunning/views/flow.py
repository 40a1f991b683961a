"""The ladder by numbers: how many stand on each stage, and what moves between them in a night."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.dunning.panels.tonight import Group, Tonight
from core.dunning.rules.facts import Stage
from core.foundation.calendar import DAY
from core.foundation.ptbr import integer, month, wdm

LABELS = {
    Stage.NORMAL: ("Em dia", "ok"),
    Stage.MESSAGE: ("Mensagem", "msg"),
    Stage.THROTTLED: ("Reduzidos", "thr"),
    Stage.SUSPENDED: ("Suspensos", "sus"),
    Stage.CANCELLED: ("Cancelados", "can"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A stage: how many stand on it now, a note (“amanhã 1.150”), and the move into the next one, if there is one."""

    label: str
    colour: str
    count: int
    note: str
    into_next: Group | None


def flow(counts: Mapping[Stage, int], moves: Tonight, day: date, is_next: bool) -> list[Cell]:
    """The stages in order. The numbers of after the night only where it is the next one."""
    after = moves.after(counts) if is_next else {}
    stages = list(Stage)
    nexts = [*stages[1:], None]
    return [
        Cell(
            *LABELS[stage],
            counts[stage],
            _note(stage, after.get(stage), moves.night, day),
            moves.groups[following.value] if following else None,
        )
        for stage, following in zip(stages, nexts, strict=True)
    ]


def _note(stage: Stage, count: int | None, night: date, day: date) -> str:
    parts = [f"em {month(day, day)}"] if stage is Stage.CANCELLED else []
    if count is not None:
        parts.append(f"{when(night, day)} {integer(count)}")
    return "; ".join(parts)


def when(night: date, day: date) -> str:
    """“hoje”, “amanhã”, “qui 25/05”."""
    return {day: "hoje", day + DAY: "amanhã"}.get(night) or wdm(night, day)
