"""All that the page of one invoice shows, read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.billing.models import OPEN, PAID, Application, Carry, Invoice, InvoiceLine, Receipt, UnbilledDays
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.queries.parts import read_parts
from core.billing.rules.effects import settled_as
from core.billing.rules.explain import BilledLine, Origin, Sentence, Share, explain
from core.billing.rules.facts import LineKind
from core.billing.rules.owed import InvoiceDebt, Owed, owed_on
from core.contracts.models import Contract, ExtraItem
from core.customers.models import Customer
from core.foundation.audit import AuditEntry, history
from core.foundation.calendar import Period, add_months
from core.foundation.database import db
from core.foundation.money import share_evenly

Shares = dict[int, tuple[Share, ...]]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line and the sentences that open under it."""

    kind: str
    description: str
    grid: Period | None
    instalment: int | None
    instalments: int | None
    amount: Decimal
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Money applied to an invoice: R$ `amount` of a receipt, counting on a day."""

    amount: Decimal
    counts_on: date
    paid_on: date
    known_on: date
    method: str
    received_by: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """An invoice as its page shows it. `settled`: what it asked for on the day it was paid, where it was.

    `carry`: what it left for the next one, and the invoice that took it. `credit` of its contract, R$.
    """

    invoice: Invoice
    holder: Customer
    lines: list[ShownLine]
    debt: InvoiceDebt
    owed: Owed
    settled: Owed | None
    receipts: list[ReceiptRow]
    carry: Carry | None
    history: list[AuditEntry]

    @property
    def period(self) -> Period | None:
        """The days that it bills, where it has any."""
        start, end = self.invoice.period_start, self.invoice.period_end
        return Period(start, end) if start and end else None

    def owed_on(self, day: date) -> Owed:
        """What it asks for on another day."""
        return owed_on(self.debt, payments_of([self.invoice.id]).get(self.invoice.id, ()), day)


def find_invoice(invoice_id: int) -> Invoice | None:
    """An invoice by its number."""
    return db.session.get(Invoice, invoice_id)


def invoice_page(invoice: Invoice, day: date) -> InvoicePage:
    """All about an invoice, as of a day."""
    debt, payments = debt_of_row(invoice), payments_of([invoice.id]).get(invoice.id, [])
    paid_on = invoice.paid_on if invoice.status == PAID else None
    contract = db.session.get_one(Contract, invoice.contract_id)
    return InvoicePage(
        invoice=invoice,
        holder=db.session.get_one(Customer, contract.customer_id),
        lines=shown_lines(invoice, day),
        debt=debt,
        owed=owed_on(debt, payments, day),
        settled=settled_as(debt, payments, paid_on) if paid_on else None,
        receipts=_receipts(invoice.id),
        carry=db.session.scalars(select(Carry).where(Carry.invoice_id == invoice.id, ~Carry.void)).first(),
        history=history([("invoice", invoice.id)]),
    )


def _receipts(invoice_id: int) -> list[ReceiptRow]:
    one, money = Application, Receipt
    query = select(one.amount, one.counts_on, money.paid_on, money.known_on, money.method, money.received_by)
    rows = db.session.execute(
        query.join(money, money.id == one.receipt_id).where(one.invoice_id == invoice_id).order_by(one.id)
    )
    return [ReceiptRow(*row) for row in rows]


def shown_lines(invoice: Invoice, day: date) -> list[ShownLine]:
    """The lines of an invoice, each with its sum."""
    shares = shares_of([line.extra_id for line in invoice.lines if line.extra_id])
    origins = _origins([line.carry_id for line in invoice.lines if line.carry_id])
    billed = [_billed(line, invoice.lines, shares, origins) for line in invoice.lines]
    return [
        ShownLine(
            line.kind, line.description, fact.grid, line.instalment, line.instalments, line.amount,
            explain(fact, billed[:place], billed[place + 1 :], day),
        )
        for place, (line, fact) in enumerate(zip(invoice.lines, billed, strict=True))
    ]  # fmt: skip


def _billed(
    line: InvoiceLine, lines: Sequence[InvoiceLine], shares: Shares, origins: dict[int, Origin]
) -> BilledLine:
    start, end = line.grid_start, line.grid_end
    return BilledLine(
        kind=LineKind(line.kind),
        amount=line.amount,
        days=tuple(_days(line)),
        grid=Period(start, end) if start and end else None,
        full=_corrected(line, lines) if line.kind == LineKind.PRORATION else None,
        instalment=line.instalment,
        instalments=line.instalments,
        shares=shares.get(line.extra_id or 0, ()),
        origin=origins.get(line.carry_id or 0),
    )


def _days(line: InvoiceLine) -> list[Period]:
    if line.day_parts:
        return read_parts(line.day_parts)
    return [Period(line.days_from, line.days_until)] if line.days_from and line.days_until else []


def _corrected(line: InvoiceLine, lines: Iterable[InvoiceLine]) -> Decimal | None:
    """The full amount that a proration line takes down: its item's, in the same period."""
    same = (
        one.amount
        for one in lines
        if one.item_id == line.item_id and one.grid_start == line.grid_start and one.kind != line.kind
    )
    return next(same, None)


def shares_of(extra_ids: Sequence[int]) -> Shares:
    """All shares of some extra items, with the live invoices that bill them."""
    if not extra_ids:
        return {}
    extras = db.session.scalars(select(ExtraItem).where(ExtraItem.id.in_(extra_ids)))
    placed: dict[int, dict[int, Any]] = defaultdict(dict)
    query = select(InvoiceLine.extra_id, InvoiceLine.instalment, Invoice.id, Invoice.status).join(Invoice)
    for row in db.session.execute(query.where(InvoiceLine.extra_id.in_(extra_ids), InvoiceLine.live)):
        placed[row.extra_id][row.instalment] = row
    return {extra.id: tuple(_shares(extra, placed[extra.id])) for extra in extras}


def _shares(extra: ExtraItem, placed: dict[int, Any]) -> Iterable[Share]:
    for number, amount in enumerate(share_evenly(extra.total, extra.instalments), start=1):
        row = placed.get(number)
        month = add_months(extra.first_month, number - 1)
        yield Share(number, amount, month, row.id if row else None, row.status == PAID if row else False)


def _origins(carry_ids: Sequence[int]) -> dict[int, Origin]:
    if not carry_ids:
        return {}
    query = select(Carry.id, Invoice.id, Invoice.paid_on).join(Invoice, Invoice.id == Carry.invoice_id)
    return {
        key: Origin(invoice_id, on)
        for key, invoice_id, on in db.session.execute(query.where(Carry.id.in_(carry_ids)))
    }


def unbilled_of(contract_id: int, reasons: Sequence[str]) -> list[UnbilledDays]:
    """Days of a contract that no invoice bills, for these reasons, oldest first."""
    mine = (UnbilledDays.contract_id == contract_id, UnbilledDays.reason.in_(reasons))
    return list(db.session.scalars(select(UnbilledDays).where(*mine).order_by(UnbilledDays.starts_on)))


def extras_of(contract_id: int) -> list[ExtraItem]:
    """The extra items of a contract that are still on it, in order."""
    mine = (ExtraItem.contract_id == contract_id, ExtraItem.removed.is_(False))
    return list(db.session.scalars(select(ExtraItem).where(*mine).order_by(ExtraItem.position, ExtraItem.id)))


def has_invoices(contract_id: int) -> bool:
    """Whether a contract has any invoice that was not cancelled."""
    mine = (Invoice.contract_id == contract_id, Invoice.status.in_((OPEN, PAID)))
    return db.session.scalars(select(Invoice.id).where(*mine).limit(1)).first() is not None
