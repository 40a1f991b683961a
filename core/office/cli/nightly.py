"""`malha nightly`: the ladder and then the invoices of a date, by hand or from cron."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import click
from flask.cli import with_appcontext

from core.billing.services.run import preview as preview_billing
from core.dunning.services.night import preview as preview_ladder
from core.foundation import tasks
from core.foundation.clock import today
from core.foundation.console import watched
from core.foundation.ptbr import dmy
from core.foundation.sharing import jobs_option, need_workers, shared
from core.office.queries.tasks import NIGHTLY
from core.office.services.nightly import in_words

DATE = click.DateTime(["%Y-%m-%d"])


@click.command("nightly")
@click.option("--date", "day", type=DATE, help="The night's date; today unless given.")
@click.option("--dry-run", is_flag=True, help="Say who would move and what would be issued; write nothing.")
@click.option(
    "--confirm", is_flag=True, help="Issue although the total is off last month's by more than the limit."
)
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def nightly_command(day: datetime | None, dry_run: bool, confirm: bool, jobs: int, as_json: bool) -> None:
    """Move the ladder, then issue invoices. Exit 1 where contracts are stuck or a confirmation is wanted."""
    night = day.date() if day else today()
    need_workers(jobs)
    report = _preview(night) if dry_run else _run(night, jobs, confirm, as_json)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else "\n".join(in_words(report)))
    sys.exit(1 if report["billing"]["stopped"] or report["billing"]["stuck"] else 0)


def _run(night: date, jobs: int, confirm: bool, quiet: bool) -> dict[str, Any]:
    label, args = f"Rotina da noite de {dmy(night)}", (night.isoformat(), jobs, confirm)
    if jobs > 1:
        report: dict[str, Any] = shared(label, quiet, NIGHTLY, *args)
        return report
    return watched(
        label, quiet, lambda watch: tasks.here(NIGHTLY, *args, label=f"{label}, à mão", watch=watch)
    )


def _preview(night: date) -> dict[str, Any]:
    """What the night would do as things stand; who it would cancel is still counted among the invoices."""
    moves, billing = list(preview_ladder(night)), preview_billing(night)
    steps: dict[str, int] = {}
    for move in moves:
        name = move.step.event or "silent"
        steps[name] = steps.get(name, 0) + 1
    return {
        "date": night.isoformat(),
        "dry_run": True,
        "ladder": {"day": night.isoformat(), "looked_at": len(moves), "steps": steps},
        "billing": {
            "stopped": False,
            "issued": billing.issued,
            "total": str(billing.total),
            "stuck": billing.stuck,
        },
    }
