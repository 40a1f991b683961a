"""A payment settles the invoice whose owed amount it reaches; the rest is credit, used at once.

Source: RULES §5. Works on one contract at a time and answers with an `Outcome`, to be recorded as it is:

- each `Step` is one event on one invoice, in the order in which they happened: its applications are rows to add
  (receipt, invoice, amount, the day it counts on); `paid` marks the invoice paid (else it was a part payment);
  `carried`, where it is not 0.00, becomes a carried line of the contract's next invoice;
- `credit` is what is left of every receipt, and replaces what was left before: a receipt not named has nothing left.

Nothing recorded earlier is changed. Money in = applied + credit, because credit is only ever lowered by what is
applied. News of an older payment is weighed on the day the customer paid, against the total less all payments known, with
fee and interest reckoned anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from core.billing.rules.owed import InvoiceDebt, Owed, Payment, owed_on
from core.foundation.money import ZERO


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice not paid yet, with what it asks for and all that was applied to it."""

    id: int
    debt: InvoiceDebt
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Lot:
    """What a receipt still has to give (R$, above 0), and the day the customer paid it."""

    receipt_id: int
    amount: Decimal
    paid_on: date


@dataclass(frozen=True, slots=True)
class Application:
    """Money of a receipt given to an invoice, R$, counting on a day."""

    receipt_id: int
    invoice_id: int
    amount: Decimal
    counts_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to one invoice at once: settled (`paid`), with what it leaves, or paid in part."""

    invoice_id: int
    counts_on: date
    applications: tuple[Application, ...]
    paid: bool
    carried: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Outcome:
    """The steps, in order, and what is left of each receipt."""

    steps: tuple[Step, ...]
    credit: tuple[Lot, ...]


def receive(
    money: Lot,
    aimed: int | None,
    invoices: Sequence[OpenInvoice],
    credit: Sequence[Lot],
    short_by: Decimal,
    *,
    bank_settled: bool = False,
) -> Outcome:
    """What a new payment does to the open invoices of its contract.

    `aimed`: the invoice it is for; where that is none of the open ones, it is all credit. `credit`: what older
    receipts have left. `short_by`: the shortage let through (R$). `bank_settled`: the bank says that the
    charge for what was owed is settled, so that no difference of reckoning is carried or credited.

    >>> debt = InvoiceDebt(Decimal("100.00"), Decimal("100.00"), date(2017, 4, 10), late_fee_percent=Decimal(2))
    >>> paid = Lot(7, Decimal("100.00"), date(2017, 4, 15))
    >>> step = receive(paid, 1, [OpenInvoice(1, debt)], [], Decimal("5.00")).steps[0]
    >>> step.paid, str(step.carried)
    (True, '2.00')
    """
    target = next((one for one in invoices if one.id == aimed), None)
    if target is None:
        return use_credit(invoices, (*credit, money), short_by)
    step = _settled_by_bank(target, money) if bank_settled else _pay(target, [money], money.paid_on, short_by)
    others = [one for one in invoices if one is not target]
    left = _remaining((*credit, money), step)
    rest = use_credit(others if step.paid else [_after(target, step), *others], left, short_by)
    return Outcome((step, *rest.steps), rest.credit)


def use_credit(invoices: Iterable[OpenInvoice], credit: Iterable[Lot], short_by: Decimal) -> Outcome:
    """Credit used at once on open invoices: oldest effective due date first, counting on the day it was paid."""
    steps: list[Step] = []
    lots = sorted(credit, key=lambda lot: (lot.paid_on, lot.receipt_id))
    for invoice in sorted(invoices, key=lambda one: (one.debt.effective_due, one.id)):
        taken = _pay_from(invoice, lots, short_by)
        steps += taken
        lots = _remaining(lots, *taken)
    return Outcome(tuple(steps), tuple(lots))


def use_credit_on_issue(
    invoice: OpenInvoice, credit: Sequence[Lot], issue_date: date, short_by: Decimal
) -> Outcome:
    """What happens to an invoice as it is issued: credit counts on that day; one of 0.00 is paid at once."""
    if not credit and invoice.debt.total:
        return Outcome((), ())
    lots = sorted(credit, key=lambda lot: (lot.paid_on, lot.receipt_id))
    step = _pay(invoice, lots, issue_date, short_by)
    return Outcome((step,), tuple(_remaining(lots, step)))


def _pay_from(invoice: OpenInvoice, lots: Sequence[Lot], short_by: Decimal) -> list[Step]:
    """Payments of one day are one payment, whatever receipts they came from."""
    steps: list[Step] = []
    for paid_on, group in groupby(lots, key=lambda lot: lot.paid_on):
        steps.append(_pay(invoice, list(group), paid_on, short_by))
        if steps[-1].paid:
            break
        invoice = _after(invoice, steps[-1])
    return steps


def _pay(invoice: OpenInvoice, lots: Sequence[Lot], counts_on: date, short_by: Decimal) -> Step:
    owed = owed_on(invoice.debt, invoice.payments, counts_on)
    missing, applications = owed.amount, []
    for lot in lots:
        amount = min(lot.amount, missing)
        if amount:
            applications.append(Application(lot.receipt_id, invoice.id, amount, counts_on))
            missing -= amount
    paid = owed.amount - missing >= _enough(owed) - short_by
    return Step(invoice.id, counts_on, tuple(applications), paid, missing if paid else ZERO)


def _enough(owed: Owed) -> Decimal:
    """What settles an invoice: the amount owed in time, what is left of it when late."""
    return owed.left if owed.days_late else owed.amount


def _settled_by_bank(invoice: OpenInvoice, money: Lot) -> Step:
    application = Application(money.receipt_id, invoice.id, money.amount, money.paid_on)
    return Step(invoice.id, money.paid_on, (application,), paid=True)


def _after(invoice: OpenInvoice, step: Step) -> OpenInvoice:
    more = (Payment(one.counts_on, one.amount) for one in step.applications)
    return replace(invoice, payments=(*invoice.payments, *more))


def _remaining(lots: Iterable[Lot], *steps: Step) -> list[Lot]:
    """What the receipts have left after the steps; those with nothing left are gone."""
    used: dict[int, Decimal] = {}
    for step in steps:
        for one in step.applications:
            used[one.receipt_id] = used.get(one.receipt_id, ZERO) + one.amount
    left = (replace(lot, amount=lot.amount - used.get(lot.receipt_id, ZERO)) for lot in lots)
    return [lot for lot in left if lot.amount]
