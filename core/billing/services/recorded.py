"""A run with a record that a page shows: done here, or shared out in ranges of contracts among several workers."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.billing.models import BillingRun
from core.billing.queries import run as query
from core.billing.rules.comparison import Comparison
from core.billing.services.run import RunReport, agreed, compare, preview_range, run_range
from core.contracts.queries.ranges import id_ranges
from core.foundation import audit, tasks
from core.foundation.clock import now
from core.foundation.database import transaction

RECORDED, PART = "core.billing.jobs.billing_run", "core.billing.jobs.run_part"
PREVIEW = "core.billing.jobs.preview_part"


def record_start(run_date: date) -> int:
    """Open the record of a run that a page shows; gives its id."""
    with transaction() as session:
        who = audit.actor().name
        row = BillingRun(
            run_date=run_date, state="waiting", started_by=who, started_at=now(), heartbeat_at=now()
        )
        session.add(row)
        session.flush()
        audit.record("billing_run_started", "billing_run", row.id, {"date": str(run_date)})
        return row.id


def run_recorded(run_id: int, jobs: int = 1) -> dict[str, Any] | None:
    """Do a recorded run to its end, its ranges shared out for so many workers; a fault is written into it, and goes up.

    Gives the report as JSON values; None while the parts are on their way.
    """
    try:
        return _run(run_id, jobs)
    except Exception as error:
        note(run_id, state="failed", error=tasks.sentence(error), finished_at=now())
        raise


def _run(run_id: int, jobs: int) -> dict[str, Any] | None:
    run_date = begin(run_id)
    ranges = id_ranges(jobs)
    parts = [tasks.Part(PART, (run_id, *one.ends), one.words) for one in ranges]
    given = tasks.spread(parts, here=jobs == 1)
    if given is None:
        return None
    report = RunReport(run_date)
    for part in given:
        report.merge(part)
    report.left_out += agreed(run_date)
    note(run_id, state="done", report={"left_out": report.left_out}, finished_at=now())
    return report.as_json()


def begin(run_id: int) -> date:
    """Note that a run is being done, and how many contracts it has before it; gives its date."""
    row = note(run_id, state="running", error=None)
    more = query.count_candidates(row.run_date)
    note(run_id, contracts=row.done + more)
    return row.run_date


def run_part(run_id: int, first: int, last: int | None) -> dict[str, Any]:
    """Do a range of a recorded run; gives its report as JSON values."""
    run_date = note(run_id).run_date
    report = run_range(run_date, first=first, last=last, progress=tasks.progress, run_id=run_id)
    return report.as_json()


def run_in_the_night(run_date: date, jobs: int, *, confirmed: bool = False) -> dict[str, Any] | None:
    """The night's run: a record of its own; nothing is issued where the total is off and nobody has confirmed it.

    Gives JSON values, `stopped` among them where a person must look; None while the parts are on their way.
    """
    if done := tasks.gathered(RECORDED):
        return summed_up(done[0])
    if not confirmed:
        comparison = _compared(run_date, jobs)
        if comparison is None:
            return None
        if comparison.off:
            return stopped(comparison)
    part = tasks.Part(RECORDED, (record_start(run_date), jobs), "Faturas")
    given = tasks.spread([part], here=jobs == 1)
    return summed_up(given[0]) if given else None


def _compared(run_date: date, jobs: int) -> Comparison | None:
    """The total beside last month's, reckoned in ranges by so many workers; None while they are on their way."""
    if jobs == 1 or not query.billed_before(run_date, query.closing_days(run_date))[0]:
        return compare(run_date)
    when = run_date.isoformat()
    parts = [tasks.Part(PREVIEW, (when, *one.ends), f"Prévia, {one.words}") for one in id_ranges(jobs)]
    given = tasks.spread(parts, here=False)
    if given is None:
        return None
    expected = RunReport(run_date)
    for part in given:
        expected.merge(part)
    return compare(run_date, expected)


def preview_part(run_date: date, first: int, last: int | None) -> dict[str, Any]:
    """What a range of a run would issue, in figures alone, as JSON values; writes nothing."""
    found = preview_range(run_date, first, last, tasks.progress)
    return {**found.as_json(), "left_out": []}


def stopped(comparison: Comparison) -> dict[str, Any]:
    """That nothing was issued, and both totals."""
    totals = {"before": str(comparison.before), "proposed": str(comparison.proposed)}
    return {"stopped": True, "stuck": [], **totals}


def summed_up(report: dict[str, Any]) -> dict[str, Any]:
    """A report in figures and with those that a person must mend, without those that stay out as agreed."""
    stuck = [(key, words) for key, reason, words in report["left_out"] if reason == "stuck"]
    return {"stopped": False, "issued": report["issued"], "total": report["total"], "stuck": stuck}


def note(run_id: int, **values: Any) -> BillingRun:
    """Write something into the record of a run, with a sign of life."""
    with transaction() as session:
        row = session.get_one(BillingRun, run_id, populate_existing=True)
        for name, value in {**values, "heartbeat_at": now()}.items():
            setattr(row, name, value)
    return row
