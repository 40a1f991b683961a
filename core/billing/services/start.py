"""A run that a person starts on a page: confirmed where its total is off, handed to a worker, taken up again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from core.billing.models import BillingRun
from core.billing.queries import run as query
from core.billing.services.recorded import RECORDED, record_start
from core.billing.services.run import compare, preview
from core.foundation import tasks
from core.foundation.clock import now, today
from core.foundation.database import db, transaction
from core.foundation.ptbr import dmy
from core.foundation.tasks import leases

ALIVE = timedelta(minutes=2)
UNDER_WAY = ("waiting", "running")
UNTYPED = "O total mudou mais que o limite. Digite o total previsto para confirmar."
UNLIKE = "O total digitado não é o previsto. Confira e digite o total desta página."


class StartRefused(ValueError):
    """The run was not started; the message is a sentence for the person."""


def under_way() -> BillingRun | None:
    """The run that is being done now, of whatever date."""
    return query.running(ALIVE, now())


def halted(row: BillingRun) -> bool:
    """Whether a run ended before its end: by a fault, or silent for too long."""
    return row.state == "failed" or (row.state in UNDER_WAY and row.heartbeat_at < now() - ALIVE)


def start_run(run_date: date, typed_total: Decimal | None) -> int:
    """Start the run of a date, gives its id; one that is under way is given instead of a second.

    `typed_total`: the total as a person typed it, R$, asked for where the difference is over the limit.
    Raises StartRefused.
    """
    found = under_way()
    if found:
        return found.id
    if run_date > today():
        raise StartRefused("Este dia ainda não chegou. As faturas saem no dia do fechamento.")
    _check(run_date, typed_total)
    return _begin(run_date)


def _check(run_date: date, typed_total: Decimal | None) -> None:
    report = preview(run_date)
    if not report.issued:
        raise StartRefused("Não há fatura a emitir nesta data.")
    comparison = compare(run_date, report)
    if comparison.off and typed_total != comparison.proposed:
        raise StartRefused(UNTYPED if typed_total is None else UNLIKE)


def resume_run(run_id: int) -> int:
    """Take up a run that halted: a new one of its date, which adds only what is missing; gives its id.

    Its total was confirmed when it was started.
    """
    found = under_way()
    row = db.session.get_one(BillingRun, run_id)
    if found or not halted(row):
        return found.id if found else run_id
    return _begin(row.run_date)


def _begin(run_date: date) -> int:
    with transaction():
        run_id = record_start(run_date)
        task_id = tasks.submit(RECORDED, run_id, leases.workers(), label=f"Faturamento de {dmy(run_date)}")
    if task_id:
        tasks.perform_if_alone(task_id)
    return run_id
