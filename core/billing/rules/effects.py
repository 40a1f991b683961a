"""What a payment does, in figures for a person: settles, leaves something, goes on as credit. Source: RULES §5."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.billing.rules.owed import InvoiceDebt, Owed, Payment, left_of, owed_on
from core.billing.rules.settle import Lot, OpenInvoice, Outcome, receive
from core.foundation.money import ZERO

NEW = 0
"""The id of a receipt that is not kept, nor will be: no row has it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What money would do, R$. `owed`: what the invoice asks for on the day paid, None where it is not open.

    `settles` the invoice, leaving `carried` for the next one; else `left` is still to be paid of it.
    `others`: the invoices that what is over settles or lowers, with what each gets; `credit` waits for the next.
    """

    owed: Owed | None
    settles: bool
    carried: Decimal
    left: Decimal
    others: tuple[tuple[int, Decimal], ...]
    credit: Decimal


def effect_of(
    amount: Decimal,
    paid_on: date,
    aimed: int,
    invoices: Sequence[OpenInvoice],
    credit: Sequence[Lot],
    short_by: Decimal,
) -> Effect:
    """What a payment of an amount (R$) on a day would do to the open invoices of its contract.

    >>> debt = InvoiceDebt(Decimal("100.00"), Decimal("100.00"), date(2017, 4, 10), late_fee_percent=Decimal(2))
    >>> found = effect_of(Decimal("100.00"), date(2017, 4, 15), 1, [OpenInvoice(1, debt)], [], Decimal("5.00"))
    >>> found.settles, str(found.carried)
    (True, '2.00')
    """
    outcome = receive(Lot(NEW, amount, paid_on), aimed, invoices, credit, short_by)
    target = next((one for one in invoices if one.id == aimed), None)
    mine = [step for step in outcome.steps if step.invoice_id == aimed]
    return Effect(
        owed=owed_on(target.debt, target.payments, paid_on) if target else None,
        settles=any(step.paid for step in mine),
        carried=sum((step.carried for step in mine), ZERO),
        left=_left(target, outcome) if target else ZERO,
        others=tuple(_others(outcome, aimed)),
        credit=sum((lot.amount for lot in outcome.credit if lot.receipt_id == NEW), ZERO),
    )


def _left(target: OpenInvoice, outcome: Outcome) -> Decimal:
    given = [
        Payment(one.counts_on, one.amount)
        for step in outcome.steps if step.invoice_id == target.id
        for one in step.applications
    ]  # fmt: skip
    return left_of(target.debt.total, [*target.payments, *given])


def _others(outcome: Outcome, aimed: int) -> list[tuple[int, Decimal]]:
    found: dict[int, Decimal] = {}
    for step in outcome.steps:
        given = sum((one.amount for one in step.applications), ZERO)
        if step.invoice_id != aimed and given:
            found[step.invoice_id] = found.get(step.invoice_id, ZERO) + given
    return list(found.items())


def settled_as(debt: InvoiceDebt, payments: Sequence[Payment], paid_on: date) -> Owed:
    """What a paid invoice asked for on the day it was settled, before the money that settled it.

    `payments` in the order in which they were recorded: those that settled it are the last ones of that day.
    """
    before = list(payments)
    while before and before[-1].counts_on == paid_on:
        before.pop()
    return owed_on(debt, before, paid_on)
