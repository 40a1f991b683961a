"""The night: first the ladder moves, then invoices are issued, so that who is cancelled today is not billed today.

Source: RULES §7.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core.dunning.rules.nightwords import night_words
from core.foundation import tasks
from core.foundation.ptbr import brl, plural

LADDER, BILLING = "core.dunning.jobs.night", "core.billing.jobs.night"


def nightly(day: date, jobs: int, *, confirmed: bool = False) -> dict[str, Any] | None:
    """The night of a date for so many workers: what ladder and billing report, as JSON values.

    None while its parts are on their way. `confirmed`: issue although the total is off last month's.
    """
    when = day.isoformat()
    ladder = tasks.spread([tasks.Part(LADDER, (when, jobs), "Régua")], here=jobs == 1)
    if ladder is None:
        return None
    billing = tasks.spread([tasks.Part(BILLING, (when, jobs, confirmed), "Faturamento")], here=jobs == 1)
    if billing is None:
        return None
    return {"date": when, "ladder": ladder[0], "billing": billing[0]}


def in_words(report: dict[str, Any]) -> list[str]:
    """A night's report for a person: a line for the ladder, one for the invoices, one for each contract in need."""
    billing = report["billing"]
    if billing["stopped"]:
        money = f"{brl(Decimal(billing['proposed']))}, e no mês anterior {brl(Decimal(billing['before']))}"
        words = [f"Nada foi emitido: daria {money}. Confira e confirme em Faturamento, ou com --confirm."]
    else:
        words = [f"{plural(billing['issued'], 'fatura', 'faturas')}, {brl(Decimal(billing['total']))}."]
    stuck = [f"Contrato {key} ficou sem fatura: {sentence}" for key, sentence in billing["stuck"]]
    return [f"Régua: {night_words(report['ladder']['steps'])}.", *words, *stuck]
