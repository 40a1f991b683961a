"""The run of a closing date on screen: what it would do, its start, its progress, its report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask import stream_with_context as streamed
from flask_babel import gettext as _

from core.billing.queries.overview import names
from core.billing.queries.run import runs as latest_runs
from core.billing.services.overview import overview, preview_rows
from core.billing.services.start import StartRefused, resume_run, start_run, under_way
from core.billing.views import blueprint
from core.billing.views.found import the_run
from core.billing.views.runwords import (
    PREVIEW_HEAD,
    REPORT_HEAD,
    change_tone,
    drawn,
    preview_cells,
    report_cells,
    report_of,
    state_words,
)
from core.foundation.calendar import add_months
from core.foundation.clock import today
from core.foundation.sheet import sheet
from core.foundation.typed import TypedError, parse_date, parse_money
from core.identity.permissions import requires


@blueprint.get("/faturamento")
@requires("billing.run")
def runs() -> Any:
    """What the run of a date would do: total and causes, exceptions first."""
    day, error = _asked_day(request.args.get("data", ""))
    return _page(day, date_error=error), 422 if error else 200


@blueprint.post("/faturamento")
@requires("billing.run")
def start() -> Any:
    """Issue: start the run, or show the one that is under way."""
    day, error = _asked_day(request.form.get("data", ""))
    typed = request.form.get("total", "")
    try:
        run_id = start_run(day, _typed_total(typed)) if not error else None
    except (TypedError, StartRefused) as refusal:
        return _page(day, refusal=str(refusal), typed=typed), 422
    if run_id is None:
        return _page(day, date_error=error), 422
    return redirect(url_for("billing.show_run", run_id=run_id), 303)


def _asked_day(text: str) -> tuple[date, str]:
    """The date asked for, today where none can be read, and why it cannot."""
    try:
        day = parse_date(text, today()) if text.strip() else today()
    except TypedError as error:
        return today(), str(error)
    if not 1900 <= day.year <= 2199:
        return today(), _("Escreva uma data de 1900 a 2199.")
    return day, ""


def _typed_total(text: str) -> Decimal | None:
    return parse_money(text) if text.strip() else None


def _page(day: date, **more: Any) -> str:
    found = overview(day)
    shown = {
        "day": day,
        "before": add_months(day, -1, 1),
        "drawing": drawn(found),
        "tone": change_tone(found),
    }
    past = [(row, *state_words(row)) for row in latest_runs()]
    return render_template("billing/runs.html", view=found, under_way=under_way(), past=past, **shown, **more)


@blueprint.get("/faturamento.csv")
@requires("billing.run")
def preview_csv() -> Response:
    """Every contract that the run would look at."""
    day, _error = _asked_day(request.args.get("data", ""))
    rows = (preview_cells(*one) for one in preview_rows(day))
    return _download(PREVIEW_HEAD, rows, f"faturamento-{day}.csv")


@blueprint.get("/faturamento/execucoes/<int:run_id>")
@requires("billing.run")
def show_run(run_id: int) -> str:
    """A run on its way, and then its report."""
    row = the_run(run_id)
    report = report_of(row)
    state, tone = state_words(row)
    return render_template("billing/run.html", run=row, report=report, state=state, tone=tone)


@blueprint.post("/faturamento/execucoes/<int:run_id>/continuar")
@requires("billing.run")
def resume(run_id: int) -> Any:
    """Go on where a halted run stopped."""
    found = resume_run(the_run(run_id).id)
    if found != run_id:
        flash(_("Continuando de onde parou. O que já saiu não sai de novo."), "info")
    return redirect(url_for("billing.show_run", run_id=found), 303)


@blueprint.get("/faturamento/execucoes/<int:run_id>.csv")
@requires("billing.run")
def report_csv(run_id: int) -> Response:
    """The contracts that a run left out, and why."""
    row = the_run(run_id)
    left_out = report_of(row).left_out
    holders = names([key for key, *_ in left_out])
    cells = (report_cells(one, holders) for one in left_out)
    return _download(REPORT_HEAD, cells, f"faturamento-{row.run_date}-{row.id}.csv")


def _download(head: Any, rows: Any, name: str) -> Response:
    answer = Response(streamed(sheet(head, rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
