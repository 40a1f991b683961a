"""The ladder drawn: in the contract's form for an invoice that is not paid, on its page as two ways from today."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup, escape

from core.billing.models import Invoice
from core.billing.rules.facts import Proposal
from core.billing.rules.schedule import due_of_closing
from core.billing.services.preview import coming_invoice
from core.contracts.models import ACTIVE, Contract
from core.drawings.fork import Event, fork
from core.drawings.ladder import Step, ladder_strip
from core.dunning.queries import ladder_facts, last_invoice, open_invoices
from core.dunning.rules.facts import Stage
from core.dunning.rules.projection import Projection, forecast, project
from core.dunning.rules.table import excepted
from core.extension.types import DraftView, Panel
from core.foundation.calendar import DAY, HolidayCalendar, days_late, nominal_on_or_after
from core.foundation.clock import today
from core.foundation.database import db
from core.foundation.holidays import holiday_calendar
from core.foundation.ptbr import brl, dmy, plural, wdm

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


def timeline(contract_id: int) -> list[Panel]:
    """The contract's timeline: what was, today, and what comes if it is paid and if it is not."""
    contract = db.session.get(Contract, contract_id)
    if contract is None or contract.status != ACTIVE:
        return []
    invoices, day = open_invoices(contract_id), today()
    late = [one for one in invoices if days_late(day, one.effective_due_date) > 0]
    coming = coming_invoice(contract_id, day)
    past, now = _past(late[0] if late else last_invoice(contract_id), day), _today(late, day)
    falling = _falling(contract, late, day)
    if not past and not coming:
        return []
    paying = _coming(coming, bool(late))
    drawn = fork(past, now, paying, falling)
    html = render_template(
        "dunning/timeline.html",
        drawn=drawn,
        past=past,
        now=now,
        paying=paying,
        falling=falling,
        late=bool(late),
    )
    return [Panel(Markup(html), "top", 20)]  # noqa: S704  # a template of ours, escaped


def _past(invoice: Invoice | None, day: date) -> list[Event]:
    if invoice is None:
        return []
    issued = Event(_when(invoice.issue_date), f"Fatura {invoice.id}", brl(invoice.total))
    if invoice.paid_on:
        return [issued, Event(_when(invoice.paid_on), _("paga"), "", "ok")]
    if invoice.due_date < day:
        return [issued, Event(_when(invoice.due_date), _("venceu"), "", "msg")]
    return [issued]


def _today(late: list[Invoice], day: date) -> str:
    if not late:
        return _("em dia")
    return _("%(days)s de atraso", days=plural(days_late(day, late[0].effective_due_date), "dia", "dias"))


def _coming(coming: Proposal | None, late: bool) -> list[Event]:
    """The way up: back at once where something is late, then the next invoice."""
    back = [Event(_("pagando hoje"), _("fica em dia"), "", "ok")] if late else []
    if coming is None:
        return back
    dates = coming.dates
    effective = holiday_calendar().effective(dates.due_date)
    moved = _("vale até %(day)s", day=dmy(effective)) if effective != dates.due_date else ""
    return [
        *back,
        Event(_when(dates.issue_date), _("próxima, %(total)s", total=brl(coming.total))),
        Event(_when(dates.due_date), _("vence"), moved),
    ]


def _falling(contract: Contract, late: list[Invoice], day: date) -> list[Event]:
    """The way down: the steps of the ladder if nothing is paid."""
    if not late:
        return []
    seen = forecast(ladder_facts(contract, late), day + DAY, holiday_calendar())
    words = {
        Stage.MESSAGE: "mensagem",
        Stage.THROTTLED: "reduz",
        Stage.SUSPENDED: "suspende",
        Stage.CANCELLED: "cancela",
    }
    shown = [step for step in seen.steps if step.stage in words][-3:]
    return [Event(_when(step.day), words[step.stage], "", COLOURS[step.stage]) for step in shown]


def _when(day: date) -> str:
    return str(escape(wdm(day, today())))
