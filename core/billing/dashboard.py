"""Billing's cards on the dashboard."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from core.billing.queries.today import DayMoney, money_of, next_closing, overdue_on, stuck_contracts
from core.drawings import bars_with_week_before
from core.extension.types import Panel
from core.foundation.calendar import DAY
from core.foundation.clock import today
from core.foundation.ptbr import WEEKDAYS, brl
from core.identity.permissions import can


def cards() -> list[Panel]:
    """Money of the day, what is overdue, what closes next; then the contracts that wait for a person."""
    if not can("billing.view"):
        return []
    day = today()
    money = money_of(day)
    shown = render_template(
        "billing/dashboard.html",
        money=money,
        bars=_bars(money),
        overdue=overdue_on(day),
        closing=next_closing(day),
        day=day,
    )
    found = [Panel(Markup(shown), "card", 10)]  # noqa: S704  # a template of ours, escaped
    if stuck := stuck_contracts():
        html = render_template("billing/dashboard_stuck.html", stuck=stuck)
        found.append(Panel(Markup(html), "main", 20))  # noqa: S704  # a template of ours, escaped
    return found


def _bars(money: DayMoney) -> Markup:
    """A bar a day, the last one today; in whole reais, for a drawing."""
    days = [today() - n * DAY for n in reversed(range(7))]
    sentence = _(
        "Recebido nos últimos sete dias, hoje %(total)s, e a semana antes em traço", total=brl(money.total)
    )
    return bars_with_week_before(
        [int(amount) for amount in money.week],
        [int(amount) for amount in money.week_before],
        [WEEKDAYS[day.weekday()] for day in days],
        sentence,
    )
