"""The invoices of a delinquency, what was owed on the day of each step, and what was paid."""

from __future__ import annotations

from collections.abc import Iterator

from core.billing.forms import METHODS
from core.dunning.models import LadderEvent
from core.dunning.proof.blocks import Block, Section, Table, Words
from core.dunning.proof.case import Bill, Case
from core.dunning.proof.says import instant, why_not_a_business_day
from core.dunning.rules.facts import Event
from core.dunning.rules.words import DONE
from core.foundation.money import ZERO
from core.foundation.ptbr import brl, dmy

STEPS = tuple(str(event) for event in DONE)


def bill_sections(case: Case) -> Iterator[Section]:
    """The invoices, and what was owed on the day of each step."""
    rows = tuple(_bill(one, case) for one in case.bills)
    head = ("Fatura", "Emissão", "Vencimento", "Vale até", "Total", "Situação")
    yield Section("Faturas deste atraso", (Table(head, rows, (10, 13, 13, 26, 14, 24)),))
    if owed := [row for event in case.events_of(*STEPS) for row in _owed(event, case)]:
        table = Table(("Dia", "Passo", "Fatura", "Devido nesse dia"), tuple(owed), (14, 24, 14, 48))
        yield Section("O que era devido em cada passo", (table,))


def payment_section(case: Case) -> Section:
    """The money, as it came to be known."""
    return Section("Pagamentos", (_payments(case),))


def _bill(one: Bill, case: Case) -> tuple[str, ...]:
    why = why_not_a_business_day(one.due_date, case.calendar)
    moved = one.effective_due != one.due_date
    until = (
        f"{dmy(one.effective_due)}: {dmy(one.due_date)} é {why or 'dia não útil'}"
        if moved
        else dmy(one.effective_due)
    )
    return (str(one.id), dmy(one.issue_date), dmy(one.due_date), until, brl(one.total), _status(one))


def _status(one: Bill) -> str:
    if one.cancelled_on:
        return f"cancelada em {dmy(one.cancelled_on)}"
    return f"paga em {dmy(one.paid_on)}" if one.paid_on else "em aberto"


def _owed(event: LadderEvent, case: Case) -> Iterator[tuple[str, ...]]:
    """A row for each invoice late on the day of a step, and their sum where there are several."""
    late = [one for one in case.bills if one.late(event.on_day, event.at)]
    sums = [one.owed(event.on_day, event.at) for one in late]
    step = DONE[Event(event.event)]
    for bill, owed in zip(late, sums, strict=True):
        parts = [
            brl(owed.left),
            *(
                f"{name} {brl(value)}"
                for name, value in (("multa", owed.fee), ("juros", owed.interest))
                if value
            ),
        ]
        words = " + ".join(parts) + (f" = {brl(owed.amount)}" if len(parts) > 1 else "")
        yield dmy(event.on_day), step, str(bill.id), words
    if len(late) > 1:
        yield dmy(event.on_day), step, "todas", brl(sum((one.amount for one in sums), ZERO))


def _payments(case: Case) -> Block:
    money = sorted(
        (one for bill in case.bills for one in bill.payments), key=lambda one: (one.known_on, one.at)
    )
    if not money:
        return Words("Nenhum pagamento destas faturas é conhecido.")
    labels = {key: str(label).lower() for key, label in METHODS}
    rows = tuple(
        (
            str(one.invoice_id),
            brl(one.amount),
            dmy(one.counts_on),
            dmy(one.known_on),
            instant(one.at, case.zone),
            f"{labels.get(one.method, one.method)}, {one.by}",
        )
        for one in money
    )
    head = ("Fatura", "Valor", "Pago em", "Soube-se em", "Registrado em", "Como, por quem")
    return Table(head, rows, (9, 14, 13, 13, 30, 21))
