"""`malha dunning`: the ladder's night by hand."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup

from core.dunning.rules.nightwords import night_words
from core.dunning.rules.words import step_words
from core.dunning.services.night import Move, NightReport, preview, run
from core.dunning.services.shared import NIGHT
from core.foundation.clock import today
from core.foundation.console import watched
from core.foundation.ptbr import dmy
from core.foundation.sharing import jobs_option, need_workers, shared

dunning_group = AppGroup("dunning", help="The ladder of those who do not pay.")
DATE = click.DateTime(["%Y-%m-%d"])


@dunning_group.command("run")
@click.option("--date", "day", type=DATE, help="The night's date; today unless given.")
@click.option("--dry-run", is_flag=True, help="Say who would move, and why; write nothing.")
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def run_command(day: datetime | None, dry_run: bool, jobs: int, as_json: bool) -> None:
    """Move every late contract at most one step. Twice on one date does nothing the second time."""
    night = day.date() if day else today()
    need_workers(jobs)
    if dry_run:
        _say_moves(night, list(preview(night)), as_json)
        return
    report = _run(night, jobs, as_json)
    click.echo(json.dumps(report.as_json(), indent=1) if as_json else in_words(report))


def _run(night: date, jobs: int, quiet: bool) -> NightReport:
    if jobs > 1:
        return NightReport.from_json(shared(f"Régua de {dmy(night)}", quiet, NIGHT, night.isoformat(), jobs))
    return watched("Régua", quiet, lambda progress: run(night, progress=progress))


def _say_moves(night: date, moves: list[Move], as_json: bool) -> None:
    if as_json:
        data = {"day": str(night), "dry_run": True, "moves": [_as_data(one) for one in moves]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    click.echo(f"{night:%d/%m/%Y}: {len(moves)} contratos se moveriam")
    for one in moves:
        click.echo(f"  contrato {one.contract_id}: {step_words(one.step)}")


def _as_data(move: Move) -> dict[str, Any]:
    step = move.step
    return {"contract": move.contract_id, "event": step.event, "stage": step.stage, "why": move.words}


def in_words(report: NightReport) -> str:
    """A night's report for a person."""
    return f"{report.day:%d/%m/%Y}: {night_words(report.steps)}"
