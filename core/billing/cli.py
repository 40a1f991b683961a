"""`malha billing`: the monthly run by hand."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup

from core.billing.rules.comparison import Comparison
from core.billing.services.recorded import RECORDED, record_start
from core.billing.services.run import RunReport, RunStopped, check, preview, run
from core.foundation.clock import today
from core.foundation.console import watched
from core.foundation.ptbr import brl, dmy
from core.foundation.sharing import jobs_option, need_workers, shared

billing_group = AppGroup("billing", help="Invoices of a closing date.")
DATE = click.DateTime(["%Y-%m-%d"])


@billing_group.command("run")
@click.option("--date", "day", type=DATE, help="The closing date; today unless given.")
@click.option("--dry-run", is_flag=True, help="Say what would be issued; write nothing.")
@click.option(
    "--confirm", is_flag=True, help="Issue although the total is off last month's by more than the limit."
)
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def run_command(day: datetime | None, dry_run: bool, confirm: bool, jobs: int, as_json: bool) -> None:
    """Issue the invoices of a closing date. Exit 1 where contracts are stuck or a confirmation is wanted."""
    run_date = day.date() if day else today()
    need_workers(jobs)
    try:
        report = preview(run_date) if dry_run else _run(run_date, confirm, jobs, as_json)
    except RunStopped as stopped:
        _say_stopped(run_date, stopped.comparison, as_json)
        sys.exit(1)
    click.echo(
        json.dumps(as_data(report, dry_run), ensure_ascii=False, indent=1)
        if as_json
        else in_words(report, dry_run)
    )
    sys.exit(1 if report.stuck else 0)


def _run(run_date: date, confirm: bool, jobs: int, quiet: bool) -> RunReport:
    if jobs > 1:
        return _run_shared(run_date, confirm, jobs, quiet)
    return watched("Faturas", quiet, lambda progress: run(run_date, confirmed=confirm, progress=progress))


def _run_shared(run_date: date, confirm: bool, jobs: int, quiet: bool) -> RunReport:
    if not confirm:
        check(run_date)
    report = RunReport(run_date)
    report.merge(shared(f"Faturamento de {dmy(run_date)}", quiet, RECORDED, record_start(run_date), jobs))
    return report


def as_data(report: RunReport, dry_run: bool) -> dict[str, Any]:
    """A report for programs; amounts as text with two places."""
    return {
        "date": report.run_date.isoformat(),
        "dry_run": dry_run,
        "issued": report.issued,
        "total": str(report.total),
        "left_out": [{"contract": c, "reason": reason, "sentence": s} for c, reason, s in report.left_out],
    }


def in_words(report: RunReport, dry_run: bool) -> str:
    """A report for a person: what was issued, and each contract left out with its reason."""
    verb = "seriam emitidas" if dry_run else "emitidas"
    lines = [f"{report.run_date:%d/%m/%Y}: {report.issued} faturas {verb}, {brl(report.total)}"]
    words = {"manual": "Emissão manual.", "exempt": "Isento."}
    lines += [f"  contrato {c} ficou de fora: {s or words[reason]}" for c, reason, s in report.left_out]
    return "\n".join(lines)


def _say_stopped(run_date: date, comparison: Comparison, as_json: bool) -> None:
    if as_json:
        data = {"date": run_date.isoformat(), "stopped": True, "before": str(comparison.before)}
        click.echo(json.dumps({**data, "proposed": str(comparison.proposed)}))
        return
    click.echo(
        f"Nada foi emitido: daria {brl(comparison.proposed)}, {comparison.difference_percent}% em relação aos "
        f"{brl(comparison.before)} do mês anterior (limite {comparison.limit_percent}%). Confira com --dry-run e, "
        "se estiver certo, repita com --confirm.",
        err=True,
    )
