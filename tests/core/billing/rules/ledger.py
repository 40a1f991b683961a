"""One contract lived day by day with the rules alone: what services keep in tables is kept here in lists."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from core.billing.rules.billable import uses
from core.billing.rules.compose import compose
from core.billing.rules.facts import (
    ContractFacts,
    FirstInvoiceMode,
    InvoiceDates,
    ItemFacts,
    LineKind,
    PendingCarry,
    Price,
    Proposal,
)
from core.billing.rules.instalments import pending
from core.billing.rules.owed import InvoiceDebt, Payment, debt_of, left_of, owed_on
from core.billing.rules.schedule import first_dates, first_period, manual_dates, regular_dates
from core.billing.rules.settle import Lot, OpenInvoice, Outcome, receive, use_credit_on_issue
from core.contracts.rules.terms import BillingTerms
from core.foundation.calendar import HolidayCalendar, Period, merge

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Extra:
    """An extra item: total, number of shares, first month."""

    description: str
    total: Decimal
    shares: int
    first_month: date


@dataclass
class Invoice:
    """An invoice that was issued, and what was paid on it."""

    number: int
    proposal: Proposal
    debt: InvoiceDebt
    payments: list[Payment] = field(default_factory=list)
    paid: bool = False

    @property
    def left(self) -> Decimal:
        return Decimal("0.00") if self.paid else left_of(self.debt.total, self.payments)

    def quote(self, day: date) -> Decimal:
        return owed_on(self.debt, [], day).amount


@dataclass
class Ledger:
    """A contract and all that happened to it."""

    start: date
    terms: BillingTerms
    items: list[ItemFacts]
    extras: list[Extra] = field(default_factory=list)
    calendar: HolidayCalendar = field(default_factory=HolidayCalendar)
    invoices: list[Invoice] = field(default_factory=list)
    timeline: list[tuple[date, str]] = field(default_factory=list)
    credit: tuple[Lot, ...] = ()
    receipts: int = 0
    money_in: Decimal = Decimal("0.00")
    applied: Decimal = Decimal("0.00")
    carries: list[PendingCarry] = field(default_factory=list)
    never_billed: list[Period] = field(default_factory=list)
    skipped: Period | None = None
    closed_through: date | None = None
    closing_since: date | None = None
    exempt_since: date | None = None

    def begin(self, mode: FirstInvoiceMode, due_date: date | None = None) -> None:
        self.exempt_since = self.start if self.terms.exempt else None
        if mode == FirstInvoiceMode.SKIP:
            self.skipped = first_period(self.terms, self.start)
        self.issue(first_dates(self.facts(), mode, due_date=due_date))

    def facts(self) -> ContractFacts:
        return ContractFacts(
            id=1,
            activation=self.start,
            terms=self.terms,
            closing_since=self.closing_since or self.start,
            items=tuple(replace(item, billed=self.billed_days(item)) for item in self.items),
            instalments=tuple(one for at, extra in enumerate(self.extras) for one in self.shares(at, extra)),
            carries=tuple(self.carries),
            never_billed=tuple(self.never_billed),
            skipped=self.skipped,
            closed_through=self.closed_through,
        )

    def lines(self):
        return [line for invoice in self.invoices for line in invoice.proposal.lines]

    def billed_days(self, item: ItemFacts) -> tuple[Period, ...]:
        mine = [line for line in self.lines() if line.item_id == item.id]
        if any(line.kind is LineKind.ONE_OFF for line in mine):
            return (Period(self.start, self.start + DAY),)
        full = [line for line in mine if line.kind is not LineKind.PRORATION]
        return tuple(merge(part for line in full for part in line.days))

    def shares(self, at: int, extra: Extra):
        billed = {line.instalment: line.amount for line in self.lines() if line.extra_id == at}
        return pending(at, extra.description, extra.total, extra.shares, extra.first_month, billed)

    def propose(self, dates: InvoiceDates) -> Proposal | None:
        facts = self.facts()
        used, behind = uses(facts, dates)
        priced = [(use, Price(use.item.description, use.item.amount)) for use in used]
        return compose(facts, dates, priced, behind)

    def issue(self, dates: InvoiceDates | None) -> None:
        proposal = self.propose(dates) if dates else None
        if proposal is None:
            return
        self.carries.clear()
        self._leave_behind(proposal)
        effective = self.calendar.effective(proposal.dates.due_date)
        debt = debt_of(proposal, self.terms, effective)
        invoice = Invoice(len(self.invoices) + 1, proposal, debt)
        self.invoices.append(invoice)
        day = proposal.dates.issue_date
        self.timeline.append((day, "invoice_issued"))
        self._keep(
            day, use_credit_on_issue(self._open(invoice), self.credit, day, self.terms.settle_short_by)
        )

    def run(self, day: date) -> None:
        dates = regular_dates(self.facts(), day)
        self.issue(dates)
        if dates:
            self.closed_through = dates.closing_on

    def issue_by_hand(self, day: date) -> None:
        self.issue(manual_dates(self.facts(), day))

    def change(self, day: date, terms: BillingTerms) -> None:
        if terms.exempt and not self.terms.exempt:
            self.exempt_since = day
        if self.exempt_since and not terms.exempt:
            self.never_billed.append(Period(self.exempt_since, day))
            self.exempt_since = None
        self.terms, self.closing_since = terms, day

    def pay(self, day: date, number: int, amount: Decimal, paid_on: date, bank_settled: bool = False) -> None:
        self.money_in += amount
        self.receipts += 1
        lot = Lot(self.receipts, amount, paid_on)
        unpaid = [self._open(one) for one in self.invoices if not one.paid]
        outcome = receive(
            lot, number, unpaid, self.credit, self.terms.settle_short_by, bank_settled=bank_settled
        )
        self._keep(day, outcome)

    def _leave_behind(self, proposal: Proposal) -> None:
        if proposal.skip_left is not None:
            self.never_billed += proposal.skip_left
            self.skipped = None

    def _open(self, invoice: Invoice) -> OpenInvoice:
        return OpenInvoice(invoice.number, invoice.debt, tuple(invoice.payments))

    def _keep(self, day: date, outcome: Outcome) -> None:
        for step in outcome.steps:
            invoice = self.invoices[step.invoice_id - 1]
            invoice.paid = step.paid
            for one in step.applications:
                invoice.payments.append(Payment(one.counts_on, one.amount))
                self.applied += one.amount
            if step.carried:
                self.carries.append(PendingCarry(len(self.carries) + 1, invoice.number, step.carried))
            self.timeline.append((day, "invoice_paid" if step.paid else "part_payment"))
        if outcome.steps or outcome.credit:
            self.credit = outcome.credit
