"""The ladder drawn in the contract's form, for an invoice that is not paid."""

from __future__ import annotations

from datetime import date

from flask import render_template
from markupsafe import Markup

from core.billing.rules.schedule import due_of_closing
from core.drawings.ladder import Step, ladder_strip
from core.dunning.rules.facts import Stage
from core.dunning.rules.projection import Projection, project
from core.dunning.rules.table import excepted
from core.extension.types import DraftView, Panel
from core.foundation.calendar import DAY, HolidayCalendar, nominal_on_or_after
from core.foundation.clock import today
from core.foundation.holidays import holiday_calendar
from core.foundation.ptbr import wdm

COLOURS = {Stage.MESSAGE: "msg", Stage.THROTTLED: "thr", Stage.SUSPENDED: "sus", Stage.CANCELLED: "can"}
LABELS = {
    Stage.MESSAGE: "Mensagem",
    Stage.THROTTLED: "Reduz",
    Stage.SUSPENDED: "Suspende",
    Stage.CANCELLED: "Cancela",
}
HELPS = {
    "message_after_days": (Stage.MESSAGE, "aviso por e-mail e na tela do navegador."),
    "throttle_after_days": (Stage.THROTTLED, "a velocidade cai para a reduzida do plano."),
    "suspend_after_days": (Stage.SUSPENDED, "internet para; página de pagamento continua."),
    "cancel_after_days": (Stage.CANCELLED, "contam da suspensão, não do vencimento."),
}
LONGEST_STRIP = 140


def draft_ladder(draft: DraftView) -> list[Panel]:
    """The strip and the days beside the fields, for the first regular invoice; nothing where terms cannot be read."""
    if draft.billing is None or draft.ladder is None or draft.starts_on is None:
        return []
    calendar = holiday_calendar()
    closing = nominal_on_or_after(
        max(draft.starts_on, draft.today or draft.starts_on), draft.billing.closing_day
    )
    due = due_of_closing(draft.billing, closing)
    seen = project(draft.ladder, calendar.effective(due), calendar)
    helps = [Panel(html, f"help:{name}") for name in HELPS if (html := _help(seen, name))]
    return [*helps, *_strip(draft, due, seen, calendar)]


def _help(seen: Projection, name: str) -> Markup | None:
    stage, words = HELPS[name]
    day = seen.day_of(stage)
    return Markup("<b>{}</b> · {}").format(wdm(day, today()), words) if day else None


def _strip(draft: DraftView, due: date, seen: Projection, calendar: HolidayCalendar) -> list[Panel]:
    if not seen.steps:
        return []
    last = seen.steps[-1].day
    until = min(last, seen.effective_due + LONGEST_STRIP * DAY)
    waits = _excepted(draft, seen, calendar)
    steps = [Step(step.day, LABELS[step.stage], COLOURS[step.stage]) for step in seen.steps]
    drawn = ladder_strip(steps, seen.effective_due, until, waits)
    html = render_template(
        "dunning/strip.html", drawn=drawn, due=due, effective=seen.effective_due, waits=waits
    )
    return [Panel(Markup(html), "ladder")]  # noqa: S704  # a template of ours, escaped


def _excepted(draft: DraftView, seen: Projection, calendar: HolidayCalendar) -> set[date]:
    """The days up to the suspension on which none takes effect."""
    if seen.suspended is None:
        return set()
    between = (seen.suspended - seen.effective_due).days
    days = (seen.effective_due + n * DAY for n in range(1, between))
    return {day for day in days if excepted(draft.ladder, day, calendar)}
