"""The figures of a contract in words, for the texts that customers get: all of a batch read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.access.rules.wanted import state_of_stage
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.owed import Payment, owed_on
from core.contracts.models import ACTIVE
from core.customers.models import Customer
from core.dunning.queries.facts import Standing, standing_of
from core.dunning.rules.ahead import Ahead, ahead
from core.dunning.rules.facts import LadderFacts, Unlock
from core.dunning.rules.words import days
from core.extension.devices import AccessState
from core.foundation.bulk import among
from core.foundation.calendar import HolidayCalendar, days_late
from core.foundation.database import db
from core.foundation.holidays import holiday_calendar
from core.foundation.money import ZERO
from core.foundation.preferences import preference
from core.foundation.ptbr import brl, day_in_words, dm, month

WORDS: Mapping[str, str] = {
    "nome": "o nome do titular",
    "contrato": "o número do contrato",
    "provedor": "o nome do provedor",
    "telefone": "o telefone do provedor",
    "total": "o que deve hoje, com multa e juros",
    "faturas": "cada fatura em atraso, uma por linha",
    "fatura": "o número da fatura há mais tempo em atraso",
    "vencimento": "o dia em que ela venceu",
    "mes": "o mês dela",
    "atraso": "há quantos dias está atrasada",
    "reduz_em": "o dia em que a velocidade cai, se não pagar",
    "suspende_em": "o dia em que a internet é suspensa, se não pagar",
    "cancela_em": "o dia em que o contrato é cancelado, se não pagar",
    "cancela_depois": "quantos dias depois da suspensão o contrato é cancelado",
    "volta": "“sim” onde a internet estava reduzida ou suspensa, vazio onde não: {% if volta %}…{% endif %}",
    "liberada_ate": "até quando vale a liberação em confiança",
}
# A text asks whether there is such a day: {% if cancela_em %}.
NEVER = ""


def figures_of(changes: Sequence[tuple[Standing, LadderFacts]], day: date) -> list[dict[str, Any]]:
    """The words of each contract, in order: as it stood (its open invoices), and its facts now."""
    calendar, provider = holiday_calendar(), _provider()
    names = _names([before.customer_id for before, _ in changes])
    paid = payments_of([row.id for before, _ in changes for row in before.invoices])
    return [
        {
            **provider,
            "nome": names.get(before.customer_id, ""),
            "contrato": before.contract_id,
            **_money(before.invoices, paid, day),
            **_ahead(after, day, calendar),
            "volta": "" if state_of_stage(before.facts.stage, ACTIVE) is AccessState.ACTIVE else "sim",
        }
        for before, after in changes
    ]


def figures_today(contract_id: int, day: date) -> dict[str, Any] | None:
    """The words of a contract as it stands; None where there is no such contract or nothing is late."""
    standing = standing_of(contract_id)
    if standing is None or not any(debt.late(day) > 0 for debt in standing.facts.invoices):
        return None
    return figures_of([(standing, standing.facts)], day)[0]


def _provider() -> dict[str, str]:
    return {"provedor": preference("provider.name"), "telefone": preference("provider.phone")}


def _names(customer_ids: Sequence[int]) -> dict[int, str]:
    wanted = among(db.session(), Customer.id, customer_ids)
    rows = db.session.execute(select(Customer.id, Customer.name).where(wanted))
    return {row.id: row.name for row in rows}


def _money(invoices: Sequence[Any], paid: Mapping[int, Sequence[Payment]], day: date) -> dict[str, str]:
    late = [row for row in invoices if days_late(day, row.effective_due_date) > 0] or list(invoices[:1])
    owed = [owed_on(debt_of_row(row), paid.get(row.id, ()), day).amount for row in late]
    first = late[0] if late else None
    return {
        "total": brl(sum(owed, ZERO)),
        "faturas": "\n".join(
            _invoice_words(row, amount, day) for row, amount in zip(late, owed, strict=True)
        ),
        "fatura": str(first.id) if first else "",
        "vencimento": day_in_words(first.due_date, day) if first else "",
        "mes": month(first.due_date, day) if first else "",
        "atraso": days(max(days_late(day, first.effective_due_date), 0)) if first else "",
    }


def _invoice_words(row: Any, amount: Decimal, day: date) -> str:
    return f"Fatura {row.id}, de {month(row.due_date, day)}, venceu em {dm(row.due_date, day)}: {brl(amount)}"


def _ahead(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> dict[str, str]:
    seen: Ahead = ahead(facts, day, calendar)
    after = facts.terms.cancel_after_days
    return {
        "reduz_em": _day(seen.throttled, day),
        "suspende_em": _day(facts.suspended_since or seen.suspended, day),
        "cancela_em": _day(seen.cancelled, day),
        "cancela_depois": days(after) if after is not None else NEVER,
        "liberada_ate": _day(_promised(facts.unlock), day),
    }


def _promised(unlock: Unlock | None) -> date | None:
    """The last whole day of a trust unlock: the run of the day after it takes the contract back."""
    return unlock.day + timedelta(days=unlock.days - 1) if unlock and not unlock.over else None


def _day(day: date | None, today: date) -> str:
    return day_in_words(day, today) if day else NEVER
