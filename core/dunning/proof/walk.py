"""The steps of the ladder with their reasons, the days that they waited for, holds, unlocks and the return."""

from __future__ import annotations

from datetime import date

from core.dunning.models import LadderEvent
from core.dunning.proof.blocks import Section, Table, Words
from core.dunning.proof.case import Case
from core.dunning.proof.says import instant
from core.dunning.rules.words import NAMES
from core.foundation.ptbr import dmy


def step_section(case: Case) -> Section:
    """Everything that the ladder did, oldest first."""
    if not case.events:
        return Section("Passos da régua", (Words("Nenhum passo foi dado ainda."),))
    rows = tuple(_row(one, case) for one in case.events)
    head = ("Dia", "O que e por quê", "Dias que não contaram", "Registrado em", "Por")
    return Section("Passos da régua", (Table(head, rows, (12, 36, 17, 24, 11)),))


def _row(one: LadderEvent, case: Case) -> tuple[str, ...]:
    waits = [
        f"{dmy(date.fromisoformat(day))}, {NAMES.get(name, name)}" for day, name in one.data.get("waited", ())
    ]
    return dmy(one.on_day), one.words, "; ".join(waits) or "–", instant(one.at, case.zone), one.actor_name
