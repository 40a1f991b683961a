"""The monthly run of one date: propose, compare, keep, batch by batch, each batch its own transaction.

Started twice, at once or after a crash, it makes each invoice once: candidates are found in SQL, locked, and
their facts read after that. Source: RULES §3, §7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.billing.models import BillingRun, ClosedWithout
from core.billing.queries import run as query
from core.billing.queries.accounts import Account
from core.billing.rules.comparison import Comparison
from core.billing.rules.facts import ContractFacts, InvoiceDates
from core.billing.rules.schedule import regular_dates
from core.billing.services.keep import keep
from core.billing.services.locking import lock_contracts
from core.billing.services.propose import Batch, DatesOf, propose
from core.foundation.calendar import HolidayCalendar
from core.foundation.clock import now
from core.foundation.database import transaction
from core.foundation.holidays import holiday_calendar
from core.foundation.memory import without_collection
from core.foundation.money import ZERO
from core.foundation.preferences import preference

BATCH = 2_000
Progress = Callable[[int, int], None]


class RunStopped(Exception):
    """The run asks for a person's word before it writes anything."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__("total off last month's by more than the limit")
        self.comparison = comparison


@dataclass(slots=True)
class RunReport:
    """What a run did, or would do. `left_out`: (contract, reason, sentence) of each that got no invoice."""

    run_date: date
    issued: int = 0
    total: Decimal = ZERO
    left_out: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        """Count a batch in."""
        self.issued += len(batch.ready)
        self.total += sum((proposal.total for _, proposal in batch.ready), ZERO)
        self.left_out += [(one.contract_id, "stuck", one.sentence) for one in batch.stuck]
        self.left_out += [
            (account.facts.id, "nothing", "Sem item a cobrar no período.") for account, _ in batch.idle
        ]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, amounts as text; `merge` reads it."""
        return {"issued": self.issued, "total": str(self.total), "left_out": self.left_out}

    def merge(self, other: Mapping[str, Any]) -> None:
        """Count in the report of a range, as JSON values."""
        self.issued += other["issued"]
        self.total += Decimal(other["total"])
        self.left_out += [(key, reason, words) for key, reason, words in other["left_out"]]

    @property
    def writes(self) -> bool:
        """Whether there is an invoice to keep, or a closing date to mark as done with."""
        return bool(self.issued) or any(reason == "nothing" for _, reason, _ in self.left_out)

    @property
    def stuck(self) -> list[tuple[int, str]]:
        """Contracts that a person must mend."""
        return [(key, sentence) for key, reason, sentence in self.left_out if reason == "stuck"]


def run(run_date: date, *, confirmed: bool = False, progress: Progress | None = None) -> RunReport:
    """Issue the invoices of a date. Raises RunStopped where the total is off and nobody has confirmed it."""
    if not confirmed:
        check(run_date)
    report = run_range(run_date, progress=progress)
    report.left_out += agreed(run_date)
    return report


def check(run_date: date) -> None:
    """Raise RunStopped where the total of a date is off last month's by more than the limit."""
    comparison = compare(run_date)
    if comparison.off:
        raise RunStopped(comparison)


def run_range(
    run_date: date,
    *,
    first: int = 0,
    last: int | None = None,
    progress: Progress | None = None,
    run_id: int | None = None,
) -> RunReport:
    """Issue those of a range of contract ids (both ends included); ranges may be run at one moment.

    `run_id`: the record that each batch is added to.
    """
    report, calendar = RunReport(run_date), holiday_calendar()
    expected = query.count_candidates(run_date, first, last)
    handled = 0
    with without_collection():
        for ids in query.batches(run_date, BATCH, first, last):
            report.add(_keep_batch(run_date, ids, calendar, run_id))
            handled += len(ids)
            if progress:
                progress(handled, expected)
    return report


def agreed(run_date: date) -> list[tuple[int, str, str]]:
    """The contracts that close on the date and stay out as agreed, as a report has them."""
    return [(key, why, "") for key, why in query.left_out(run_date)]


def _mark(session: Session, run_id: int, handled: int, batch: Batch) -> None:
    """Add a batch to the figures of a recorded run, whose ranges may be run at one moment."""
    total = sum((one.total for _, one in batch.ready), ZERO)
    figures = {
        "done": BillingRun.done + handled,
        "issued": BillingRun.issued + len(batch.ready),
        "total": BillingRun.total + total,
        "heartbeat_at": now(),
    }
    session.execute(update(BillingRun).where(BillingRun.id == run_id).values(figures))


def dates_on(run_date: date) -> DatesOf:
    """The dates of each contract's invoice in the run of a date."""

    def dates_of(facts: ContractFacts) -> InvoiceDates | None:
        return regular_dates(facts, run_date)

    return dates_of


def _keep_batch(run_date: date, ids: list[int], calendar: HolidayCalendar, run_id: int | None) -> Batch:
    with transaction() as session:
        locked = lock_contracts(session, ids, active=True)
        batch = propose(locked, dates_on(run_date))
        keep(session, batch.ready, calendar)
        for account, dates in batch.idle:
            _close_without(session, account, dates)
        if run_id is not None:
            _mark(session, run_id, len(ids), batch)
    return batch


def _close_without(session: Session, account: Account, dates: InvoiceDates) -> None:
    """Nothing to bill on a closing date: it is handled all the same, what begins later waits for the next."""
    session.merge(ClosedWithout(contract_id=account.facts.id, closing_on=dates.closing_on))


def proposals(run_date: date, first: int = 0, last: int | None = None) -> Iterator[Batch]:
    """The batches that a run of the date would keep, out of a range of contract ids; writes nothing."""
    for ids in query.batches(run_date, BATCH, first, last):
        yield propose(ids, dates_on(run_date))


def preview(run_date: date) -> RunReport:
    """The report that a run of the date would give; writes nothing."""
    report = preview_range(run_date)
    report.left_out += agreed(run_date)
    return report


def preview_range(
    run_date: date, first: int = 0, last: int | None = None, progress: Progress | None = None
) -> RunReport:
    """The same for a range of contract ids, without those that stay out as agreed."""
    report, handled = RunReport(run_date), 0
    expected = query.count_candidates(run_date, first, last) if progress else 0
    with without_collection():
        for batch in proposals(run_date, first, last):
            report.add(batch)
            handled += len(batch.ready) + len(batch.stuck) + len(batch.idle)
            if progress:
                progress(handled, expected)
    return report


def compare(run_date: date, report: RunReport | None = None) -> Comparison:
    """What the date's closing dates bring, beside what they brought a month before.

    Without a month before there is nothing to compare, and nothing is proposed for it.
    """
    days = query.closing_days(run_date)
    count_before, before = query.billed_before(run_date, days)
    limit = Decimal(preference("billing.difference_limit_percent"))
    if not count_before:
        return Comparison(ZERO, report.total if report else ZERO, 0, report.issued if report else 0, limit)
    report = report or preview(run_date)
    count_already, already = query.billed_already(run_date, days)
    total, count = already + report.total, count_already + report.issued
    return Comparison(before, total, count_before, count, limit, report.writes)
