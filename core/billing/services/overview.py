"""What a run of a date would do, for the person who presses the button: totals, causes, exceptions.

Goes through the proposals in batches and keeps sums, and of each list of contracts only the first ones.
Source: UX §2, 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.billing.queries import overview as read
from core.billing.queries import run as query
from core.billing.queries.accounts import Account
from core.billing.rules.causes import Causes, Parts, changed_much, parts_of, why
from core.billing.rules.comparison import Comparison
from core.billing.rules.facts import Line, Proposal
from core.billing.services.propose import Batch
from core.billing.services.run import BATCH, RunReport, compare, proposals
from core.foundation.memory import without_collection
from core.foundation.money import ZERO

SHOWN = 100
NOTHING = "Sem item a cobrar no período"
EXEMPT = "Isento"
MANUAL = "Emissão manual"


@dataclass(frozen=True, slots=True)
class Row:
    """A contract in a list: what there is about it, last month's total and this one's, R$ or None."""

    contract_id: int
    holder: str
    words: str = ""
    before: Decimal | None = None
    now: Decimal | None = None


@dataclass(slots=True)
class Listed:
    """The first rows of a list, and how many it has and their total in all."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0
    total: Decimal = ZERO

    def add(self, row: Row) -> None:
        """Count a contract in."""
        self.count += 1
        self.total += row.now or ZERO
        if len(self.rows) < SHOWN:
            self.rows.append(row)

    @property
    def more(self) -> int:
        """How many are not among the rows."""
        return self.count - len(self.rows)


@dataclass(slots=True)
class Overview:
    """A date's run before it is done."""

    run_date: date
    report: RunReport
    causes: Causes = field(default_factory=Causes)
    stuck: Listed = field(default_factory=Listed)
    changed: Listed = field(default_factory=Listed)
    normal: Listed = field(default_factory=Listed)
    exempt: Listed = field(default_factory=Listed)
    idle: Listed = field(default_factory=Listed)
    manual: Listed = field(default_factory=Listed)
    comparison: Comparison = field(default_factory=lambda: Comparison(ZERO, ZERO, 0, 0, ZERO))

    @property
    def closing(self) -> int:
        """How many contracts close on the date."""
        return self.report.issued + self.left_out

    @property
    def left_out(self) -> int:
        """How many of them get no invoice."""
        return self.stuck.count + self.agreed

    @property
    def agreed(self) -> int:
        """How many of those stay out as agreed."""
        return self.exempt.count + self.idle.count + self.manual.count

    @property
    def average(self) -> Decimal | None:
        """An invoice's average, R$."""
        count = self.comparison.count_proposed
        return (self.comparison.proposed / count).quantize(Decimal("0.01")) if count else None

    @property
    def already(self) -> int:
        """How many invoices of the date an earlier run has issued."""
        return self.comparison.count_proposed - self.report.issued


def overview(run_date: date) -> Overview:
    """All that the page of a date shows; writes nothing."""
    days = query.closing_days(run_date)
    view = Overview(run_date, RunReport(run_date))
    with without_collection():
        for batch in proposals(run_date):
            view.report.add(batch)
            _take(view, batch)
        for ids in read.issued_batches(run_date, days, BATCH):
            _take_issued(view, ids)
    view.causes.close(*query.billed_before(run_date, days))
    view.comparison = compare(run_date, view.report)
    _take_manual(view)
    return view


def _take(view: Overview, batch: Batch) -> None:
    before = read.parts_at(view.run_date, -1, _handled(batch))
    _take_stuck(view, batch, before)
    _take_ready(view, batch, before)
    for account, _ in batch.idle:
        exempt = account.facts.terms.exempt
        (view.exempt if exempt else view.idle).add(_left_out(account))


def _left_out(account: Account) -> Row:
    exempt = account.facts.terms.exempt
    return Row(account.facts.id, account.holder, EXEMPT if exempt else NOTHING)


def _take_stuck(view: Overview, batch: Batch, before: Mapping[int, Parts]) -> None:
    for row in _stuck_rows(batch, before):
        view.causes.stop(before.get(row.contract_id))
        view.stuck.add(row)


def _take_ready(view: Overview, batch: Batch, before: Mapping[int, Parts]) -> None:
    lines = _lines_of_changed(view.run_date, batch, before, SHOWN - len(view.changed.rows))
    for account, proposal in batch.ready:
        was = before.get(proposal.contract_id)
        view.causes.add(was, parts_of(proposal.lines))
        much = was is not None and changed_much(was.total, proposal.total)
        (view.changed if much else view.normal).add(_row(account, proposal, was, lines))


def _row(account: Account, proposal: Proposal, was: Parts | None, lines: Mapping[int, list[Line]]) -> Row:
    known = lines.get(proposal.contract_id)
    words = why(known, proposal.lines) if known is not None else ""
    return Row(proposal.contract_id, account.holder, words, was.total if was else None, proposal.total)


def _lines_of_changed(
    run_date: date, batch: Batch, before: Mapping[int, Parts], most: int
) -> Mapping[int, list[Line]]:
    """Last month's lines of the first contracts that changed much."""
    ids = _changed(batch, before)[:most]
    return read.lines_before(run_date, ids) if ids else {}


def _changed(batch: Batch, before: Mapping[int, Parts]) -> list[int]:
    ready = [(one.contract_id, one.total) for _, one in batch.ready]
    return [key for key, total in ready if key in before and changed_much(before[key].total, total)]


def _take_issued(view: Overview, ids: Sequence[int]) -> None:
    before, now = read.parts_at(view.run_date, -1, ids), read.parts_at(view.run_date, 0, ids)
    for contract_id, parts in now.items():
        view.causes.add(before.get(contract_id), parts)


def _take_manual(view: Overview) -> None:
    ids = read.manual_ids(view.run_date, SHOWN)
    names = read.names(ids) if ids else {}
    view.manual.rows = [Row(key, names[key], MANUAL) for key in ids]
    view.manual.count = read.manual_count(view.run_date)


def preview_rows(run_date: date) -> Iterator[tuple[str, Row]]:
    """Every contract that a run of the date would look at, with what would become of it, batch by batch."""
    for batch in proposals(run_date):
        before = read.parts_at(run_date, -1, _handled(batch))
        lines = _lines_of_changed(run_date, batch, before, BATCH)
        yield from (("Parado", row) for row in _stuck_rows(batch, before))
        for account, proposal in batch.ready:
            yield "Emite", _row(account, proposal, before.get(proposal.contract_id), lines)
        yield from (("Fica de fora", _left_out(account)) for account, _ in batch.idle)


def _handled(batch: Batch) -> list[int]:
    return [one.contract_id for _, one in batch.ready] + [one.contract_id for one in batch.stuck]


def _stuck_rows(batch: Batch, before: Mapping[int, Parts]) -> Iterator[Row]:
    names = read.names([one.contract_id for one in batch.stuck]) if batch.stuck else {}
    for one in batch.stuck:
        was = before.get(one.contract_id)
        yield Row(one.contract_id, names[one.contract_id], one.sentence, was.total if was else None)
