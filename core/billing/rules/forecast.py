"""What comes next if nothing changes: the same rules that bill, one closing date after another. UX §2.1, §2.4."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from core.billing.rules.billable import uses
from core.billing.rules.compose import compose
from core.billing.rules.facts import (
    ContractFacts,
    FirstInvoiceMode,
    InvoiceDates,
    ItemFacts,
    LineKind,
    Price,
    Proposal,
    Use,
)
from core.billing.rules.schedule import first_dates, regular_dates
from core.foundation.calendar import Period, add_months, merge, nominal_on_or_after

Pricer = Callable[[Sequence[Use]], Sequence[Price]]


def propose_one(facts: ContractFacts, dates: InvoiceDates, price: Pricer) -> Proposal | None:
    """The invoice of these dates, the item types asked through `price`."""
    found, behind = uses(facts, dates)
    return compose(facts, dates, list(zip(found, price(found), strict=True)), behind)


def after(facts: ContractFacts, proposal: Proposal) -> ContractFacts:
    """The facts once the proposal was issued."""
    billed = [line for line in proposal.lines if line.kind is not LineKind.PRORATION]
    shares = {(line.extra_id, line.instalment) for line in billed if line.extra_id}
    closed = proposal.dates.closing_on if proposal.dates.kind == "regular" else facts.closed_through
    return replace(
        facts,
        items=tuple(
            _billed(item, [line.days for line in billed if line.item_id == item.id]) for item in facts.items
        ),
        instalments=tuple(one for one in facts.instalments if (one.extra_id, one.number) not in shares),
        carries=(),
        never_billed=(*facts.never_billed, *(proposal.skip_left or ())),
        skipped=facts.skipped if proposal.skip_left is None else None,
        closed_through=closed,
    )


def _billed(item: ItemFacts, found: Sequence[tuple[Period, ...]]) -> ItemFacts:
    if not found:
        return item
    days = merge([*item.billed, *(part for parts in found for part in parts)])
    return replace(item, billed=tuple(days) or (Period(date.max, date.max),))


def upcoming(facts: ContractFacts, today: date, count: int, price: Pricer) -> Iterator[Proposal]:
    """The next `count` regular invoices from `today` on; closing dates without one are passed over."""
    closing = nominal_on_or_after(max(today, facts.activation, facts.closing_since), facts.terms.closing_day)
    for _ in range(count * 3):
        dates = regular_dates(facts, closing)
        proposal = propose_one(facts, dates, price) if dates else None
        if proposal:
            yield proposal
            facts, count = after(facts, proposal), count - 1
        if not count:
            return
        closing = add_months(closing, 1, facts.terms.closing_day)


def with_first(
    facts: ContractFacts, mode: FirstInvoiceMode, count: int, price: Pricer, due_date: date | None = None
) -> list[Proposal]:
    """A new contract's first invoice, where the mode makes one now, and its next `count` regular ones."""
    dates = first_dates(facts, mode, due_date=due_date)
    first = propose_one(facts, dates, price) if dates else None
    if first:
        facts = after(facts, first)
    return [*([first] if first else []), *upcoming(facts, facts.activation, count, price)]
