"""Keep proposed invoices: rows in bulk, with their audit and outbox rows, in the running transaction.

The contracts must be locked, and the proposals made after that: then nobody else is writing the same
invoice. The unique (contract, number) stands behind it all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from core.billing.models import (
    LEFT_BEHIND,
    OPEN,
    SKIPPED,
    Carry,
    Invoice,
    InvoiceLine,
    UnbilledDays,
)
from core.billing.queries.accounts import Account
from core.billing.rules.facts import LineKind, Proposal
from core.billing.rules.owed import InvoiceDebt, debt_of
from core.billing.rules.settle import OpenInvoice, use_credit_on_issue
from core.billing.services.settle import keep_outcome
from core.foundation import audit, outbox
from core.foundation.bulk import reserve_ids, write_rows
from core.foundation.calendar import HolidayCalendar, Period
from core.foundation.clock import now
from core.foundation.outbox import OutboxDelivery, OutboxEvent

INVOICE_COLUMNS = [
    "id contract_id number kind status issue_date due_date effective_due_date closing_on period_start period_end",
    "total base left punctuality_discount late_fee_percent monthly_interest_percent settle_short_by exempt",
    "bank_account_id holder_name holder_document billing_address installation_address waived created_at",
]
LINE_COLUMNS = [
    "invoice_id position kind description amount live item_id days_from days_until days day_parts",
    "grid_start grid_end extra_id instalment instalments carry_id plugin",
]


class Kept(NamedTuple):
    """An invoice that was written."""

    id: int
    account: Account
    proposal: Proposal
    debt: InvoiceDebt


def keep(
    session: Session, ready: Sequence[tuple[Account, Proposal]], calendar: HolidayCalendar
) -> list[Kept]:
    """Write the invoices, take their carried sums and settle what is settled at once. Gives what was kept."""
    ids, at = reserve_ids(session, Invoice, len(ready)), now()
    effective = {due: calendar.effective(due) for due in {one.dates.due_date for _, one in ready}}
    kept = [
        Kept(key, account, one, debt_of(one, account.facts.terms, effective[one.dates.due_date]))
        for key, (account, one) in zip(ids, ready, strict=True)
    ]
    write_rows(session, Invoice, _names(*INVOICE_COLUMNS), (_invoice_row(one, at) for one in kept))
    write_rows(session, InvoiceLine, _names(*LINE_COLUMNS), (row for one in kept for row in _line_rows(one)))
    _take_carries(session, kept)
    _leave_skipped_days(session, kept)
    _tell(session, kept, at)
    _settle_at_once(kept)
    return kept


def _names(*parts: str) -> list[str]:
    return " ".join(parts).split()


def _invoice_row(kept: Kept, at: datetime) -> tuple[Any, ...]:
    account, proposal, debt, dates = kept.account, kept.proposal, kept.debt, kept.proposal.dates
    period = proposal.period
    return (
        kept.id,
        proposal.contract_id,
        account.next_number,
        dates.kind,
        OPEN,
        dates.issue_date,
        dates.due_date,
        debt.effective_due,
        dates.closing_on,
        period.start if period else None,
        period.end if period else None,
        debt.total,
        debt.base,
        debt.total,
        debt.punctuality_discount,
        debt.late_fee_percent,
        debt.monthly_interest_percent,
        account.facts.terms.settle_short_by,
        proposal.exempt,
        account.bank_account_id,
        account.holder,
        account.document,
        account.billing,
        account.installation,
        False,
        at,
    )


def _line_rows(kept: Kept) -> Iterator[tuple[Any, ...]]:
    for position, line in enumerate(kept.proposal.lines):
        yield (
            kept.id,
            position,
            line.kind,
            line.description,
            line.amount,
            True,
            line.item_id,
            *_days(line.days, line.grid),
            line.extra_id,
            line.instalment,
            line.instalments,
            line.carry_id,
            line.plugin,
        )


@lru_cache(maxsize=4096)
def _days(days: tuple[Period, ...], grid: Period | None) -> tuple[Any, ...]:
    """First day, end, how many days, the parts where there is a hole, and the grid period: alike for most items."""
    bounds = grid or (None, None)
    if not days:
        return None, None, None, None, *bounds
    parts = None if len(days) == 1 else " ".join(f"{part.start}/{part.end}" for part in days)
    return days[0].start, days[-1].end, sum(part.days for part in days), parts, *bounds


def _take_carries(session: Session, kept: Iterable[Kept]) -> None:
    for one in kept:
        taken = [line.carry_id for line in one.proposal.lines if line.kind is LineKind.CARRIED]
        if taken:
            session.execute(update(Carry).where(Carry.id.in_(taken)).values(taken_by_id=one.id))


def _leave_skipped_days(session: Session, kept: Iterable[Kept]) -> None:
    """Skipped days were waiting for this invoice: what it did not bill of them stays unbilled."""
    for one in kept:
        left = one.proposal.skip_left
        if left is None:
            continue
        mine = UnbilledDays.contract_id == one.proposal.contract_id
        session.execute(delete(UnbilledDays).where(mine, UnbilledDays.reason == SKIPPED))
        for part in left:
            session.execute(insert(UnbilledDays).values(**_left_behind(one.proposal.contract_id, part)))


def _left_behind(contract_id: int, part: Period) -> dict[str, Any]:
    return {"contract_id": contract_id, "starts_on": part.start, "ends_on": part.end, "reason": LEFT_BEHIND}


def _tell(session: Session, kept: Sequence[Kept], at: datetime) -> None:
    """One audit row and one event an invoice, and a delivery for each plugin that listens."""
    alike = audit.row("invoice_issued", "invoice", 0)
    names, shared = list(alike), list(alike.values())[:-2]
    entries = ([*shared, one.id, {"contract": one.proposal.contract_id}] for one in kept)
    write_rows(session, audit.AuditEntry, names, entries)
    listeners = outbox.subscribers("on_invoice_issued")
    payloads = [{"invoice_id": one.id} for one in kept]
    if not listeners:
        rows = (("on_invoice_issued", payload, at) for payload in payloads)
        write_rows(session, OutboxEvent, ["name", "payload", "created_at"], rows)
        return
    events = reserve_ids(session, OutboxEvent, len(kept))
    numbered = ((key, "on_invoice_issued", load, at) for key, load in zip(events, payloads, strict=True))
    write_rows(session, OutboxEvent, ["id", "name", "payload", "created_at"], numbered)
    deliveries = ((key, plugin, 0, at) for key in events for plugin in listeners)
    write_rows(session, OutboxDelivery, ["event_id", "plugin", "attempts", "due_at"], deliveries)
    outbox.wake("on_invoice_issued")


def _settle_at_once(kept: Iterable[Kept]) -> None:
    """Credit is used on the day of issue; an invoice of zero is paid."""
    for one in kept:
        if one.account.credit or not one.debt.total:
            day, short_by = one.proposal.dates.issue_date, one.account.facts.terms.settle_short_by
            outcome = use_credit_on_issue(OpenInvoice(one.id, one.debt), one.account.credit, day, short_by)
            keep_outcome(one.proposal.contract_id, outcome, one.account.credit, day)
