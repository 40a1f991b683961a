"""The events of a contract's timeline: what was, and the two ways from today. Source: UX §1, Drawings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from core.drawings.fork import Event
from core.dunning.models import LadderEvent
from core.dunning.panels.situation import Situation
from core.dunning.rules import facts as rules
from core.dunning.rules.words import days, enumerated
from core.foundation.ptbr import WEEKDAYS, brl, dm, plural, wdm

SHORT = dict(
    zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), WEEKDAYS, strict=True
    ),
    holiday="feriado",
    holiday_eve="véspera",
)  # fmt: skip
FALLS = {
    rules.Event.MESSAGE_STARTED: ("mensagem", "msg"),
    rules.Event.THROTTLED: ("reduz", "thr"),
    rules.Event.SUSPENDED: ("suspende", "sus"),
    rules.Event.CANCELLED: ("cancela o contrato", "can"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "message_started": ("mensagem", "msg"),
    "throttled": ("reduzida", "thr"),
    "suspended": ("suspensa", "sus"),
    "cancelled": ("contrato cancelado", "can"),
    "trust_unlocked": ("liberada em confiança", "ok"),
    "restored": ("de volta", "ok"),
    "held": ("segurado", ""),
}
COLOURS = {"normal": "ok", "message": "msg", "throttled": "thr", "suspended": "sus", "cancelled": "can"}


def past(now: Situation, with_money: bool) -> list[Event]:
    """The invoice, and what the ladder did since it was due, in the order of the days."""
    done = [(one.on_day, _happened(one, now)) for one in now.events if _shown(one, now)]
    dated = sorted([*_of_invoice(now, with_money), *done], key=lambda one: one[0])
    return [event for _day, event in dated]


def _of_invoice(now: Situation, with_money: bool) -> Iterator[tuple[date, Event]]:
    invoice = now.last_invoice
    if invoice is None:
        return
    total = brl(invoice.total) if with_money else ""
    yield invoice.issue_date, Event(wdm(invoice.issue_date, now.day), f"Fatura {invoice.id}", total)
    if invoice.due_date < (invoice.paid_on or now.day):
        yield invoice.due_date, Event(wdm(invoice.due_date, now.day), "venceu")
    if invoice.paid_on:
        yield invoice.paid_on, Event(wdm(invoice.paid_on, now.day), "paga", "", "ok")


def _shown(one: LadderEvent, now: Situation) -> bool:
    """A hold is shown while it holds, and only the last one."""
    if one.event != "held":
        return one.event in HAPPENED
    last = [other.id for other in now.events if other.event == "held"][-1]
    return now.standing.hold is not None and one.id == last


def _happened(one: LadderEvent, now: Situation) -> Event:
    """A hold leaves the colour of the stage as it was."""
    what, colour = HAPPENED[one.event]
    detail = DETAILS.get(one.event, _nothing)(one, now)
    return Event(wdm(one.on_day, now.day), what, detail, colour or COLOURS[one.stage])


def _nothing(_one: LadderEvent, _now: Situation) -> str:
    return ""


def _reduced(_one: LadderEvent, now: Situation) -> str:
    return f"de {now.speeds[0]} para {now.speeds[1]} Mega" if now.speeds and now.speeds[1] else ""


def _told(one: LadderEvent, now: Situation) -> str:
    """How the notice was given: “por e-mail e webhook”, “por pessoa”."""
    by_hand = any(other.event == "told" and other.notice_id == one.notice_id for other in now.events)
    ways = [*now.ways.get(one.notice_id or 0, ()), *(["pessoa"] if by_hand else [])]
    return f"por {enumerated(ways)}" if ways else ""


def _held(_one: LadderEvent, now: Situation) -> str:
    return f"até {dm(now.standing.hold.until, now.day)}" if now.standing.hold else ""


DETAILS: dict[str, Callable[[LadderEvent, Situation], str]] = {
    "throttled": _reduced,
    "message_started": _told,
    "held": _held,
}


def today_words(now: Situation) -> str:
    """“12 dias de atraso”, “em dia”."""
    return f"{days(now.late[0].late)} de atraso" if now.late else "em dia"


def paying(now: Situation, with_money: bool) -> list[Event]:
    """The way up: back at once where something is late, then the next invoice."""
    back = [Event("pagando hoje", _back(now), "", "ok")] if now.late and now.standing.active else []
    if now.coming is None or now.coming_due is None:
        return back
    dates = now.coming.dates
    moved = f"vale até {dm(now.coming_due, now.day)}" if now.coming_due != dates.due_date else ""
    told = f"próxima, {brl(now.coming.total)}" if with_money else "próxima fatura"
    return [
        *back,
        Event(wdm(dates.issue_date, now.day), told),
        Event(wdm(dates.due_date, now.day), "vence", moved),
    ]


def _back(now: Situation) -> str:
    if now.facts.stage not in (rules.Stage.THROTTLED, rules.Stage.SUSPENDED):
        return "fica em dia"
    return f"volta a {now.speeds[0]} Mega na hora" if now.speeds else "volta na hora"


def falling(now: Situation) -> list[Event]:
    """The way down: the steps that come if nothing is paid."""
    if now.outlook is None:
        return []
    return [_fall(step, now) for step in now.outlook.told[:3]]


def _fall(step: rules.Step, now: Situation) -> Event:
    what, colour = FALLS[step.event] if step.event else ("", "blue")
    hour = f", {now.nights.suspend_hour}h" if step.event is rules.Event.SUSPENDED else ""
    return Event(wdm(step.day, now.day) + hour, what, _why(step), colour)


def _why(step: rules.Step) -> str:
    if step.reason is None:
        return ""
    if step.event is rules.Event.CANCELLED and step.reason.since:
        return f"{plural(_between(step.reason.since, step.day), 'dia', 'dias')} depois"
    names = dict.fromkeys(SHORT[wait.because] for wait in step.reason.waited)
    return f"não em {', '.join(names)}" if names else ""


def _between(since: date, day: date) -> int:
    return (day - since).days
