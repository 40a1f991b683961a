"""Words for tasks and nights on screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from core.dunning.rules.nightwords import night_words
from core.foundation.ptbr import brl, plural
from core.foundation.tasks import DONE, FAILED, RUNNING, SPLIT, WAITING, Task

STATES = {
    WAITING: ("na fila", ""),
    RUNNING: ("rodando", "info"),
    SPLIT: ("rodando", "info"),
    DONE: ("pronta", "ok"),
    FAILED: ("falhou", "bad"),
}
EVENTS = {
    "on_contract_saved": "contrato guardado",
    "on_invoice_issued": "fatura emitida",
    "on_invoice_settled": "fatura paga",
    "on_invoice_cancelled": "fatura cancelada",
    "on_access_wanted": "acesso a ajustar",
    "on_stage_changed": "mudança na régua",
}


@dataclass(frozen=True, slots=True)
class NightLine:
    """A night in a row of the table. `stuck`: sentences about contracts that wait for a person."""

    label: str
    at: datetime | None
    state: str
    tone: str
    ladder: str
    invoices: str
    stuck: list[tuple[int, str]]


def night_line(task: Task) -> NightLine:
    """A night's task in words."""
    state, tone = STATES[task.state]
    when = task.finished_at
    if task.state != DONE or not task.result:
        return NightLine(_night_name(task), when, _(state), tone, "", task.error or "", [])
    billing = task.result["billing"]
    stuck = [(key, words) for key, words in billing["stuck"]]
    if billing["stopped"] or stuck:
        state, tone = _("pede alguém"), "warn"
    ladder = night_words(task.result["ladder"]["steps"])
    return NightLine(_night_name(task), when, state, tone, ladder, _invoices(billing), stuck)


def _night_name(task: Task) -> str:
    day = task.args[0] if task.args else ""
    return f"{day[8:10]}/{day[5:7]}/{day[:4]}" if day else task.label


def _invoices(billing: dict[str, str | int]) -> str:
    if billing["stopped"]:
        proposed = brl(Decimal(billing["proposed"]))
        return _("nada emitido: daria %(total)s, longe do mês anterior", total=proposed)
    count = plural(int(billing["issued"]), "fatura", "faturas")
    return f"{count}, {brl(Decimal(billing['total']))}"
