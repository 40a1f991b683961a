"""Days and months of the first invoice's prompt, in words and drawn."""

from __future__ import annotations

from markupsafe import Markup

from core.billing.rules.facts import FirstInvoiceMode
from core.billing.services.preview import FirstPrompt
from core.drawings import month_days
from core.foundation.calendar import Period
from core.foundation.clock import today
from core.foundation.ptbr import month, period, plural


def days_drawn(prompt: FirstPrompt) -> Markup:
    """The period as cells, the days of the first invoice filled."""
    before = Period(prompt.whole.start, prompt.period.start)
    unused = f"{plural(before.days, 'dia', 'dias')} sem uso, {_short(before)}" if before.days else ""
    used = f"{plural(prompt.period.days, 'dia', 'dias')} de uso, {_short(prompt.period)}"
    return month_days(prompt.whole, prompt.period, unused, used)


def _short(days: Period) -> str:
    """1 a 19 de março where the days lie in one month, 20/03 a 09/04 else."""
    if days.start.month != days.last_day.month:
        return period(days, today())
    if days.days == 1:
        return f"{days.start.day} de {month(days.start, today())}"
    return f"{days.start.day} a {days.last_day.day} de {month(days.start, today())}"


def month_words(prompt: FirstPrompt) -> str:
    """The period of the invoice that comes next: abril, or its first and last day."""
    coming = prompt.outcomes[FirstInvoiceMode.JOIN].coming
    if coming is None:
        return "a próxima fatura"
    days = coming.own_period
    return month(days.start, today()) if days.start.day == 1 else period(days, today())


def rest_words(prompt: FirstPrompt) -> str:
    """The days in question: 12 dias de março, or 12 dias (20/03 a 31/03)."""
    days = prompt.period
    words = plural(days.days, "dia", "dias")
    if days.start.month == days.last_day.month:
        return f"{words} de {month(days.start, today())}"
    return f"{words} ({period(days, today())})"
