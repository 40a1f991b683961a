"""Help beside the fields of the contract form, with this contract's own dates and amounts. Source: UX §1, Forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup, escape

from core.billing.rules.owed import InvoiceDebt, owed_on
from core.billing.rules.schedule import due_of_closing, own_period
from core.contracts.rules.terms import BillingTerms, PeriodReference
from core.extension.types import DraftView, Panel
from core.foundation.calendar import DAY, nominal_on_or_after
from core.foundation.clock import today
from core.foundation.ptbr import brl, dm, period, plural

EXAMPLE, DAYS = Decimal("100.00"), 10


def field_helps(draft: DraftView) -> Iterator[Panel]:
    """What the dates and the interest come to on the contract's first closing date; nothing where terms cannot be read."""
    terms: BillingTerms | None = draft.billing
    if terms is None or draft.starts_on is None:
        return
    closing = nominal_on_or_after(max(draft.starts_on, draft.today or today()), terms.closing_day)
    yield Panel(_days_to_pay(terms, closing), "help:due_day")
    yield Panel(_period(terms, closing), "help:period_reference")
    yield Panel(_interest(terms), "help:monthly_interest_percent")


def _days_to_pay(terms: BillingTerms, closing: date) -> Markup:
    days = plural((due_of_closing(terms, closing) - closing).days, "dia", "dias")
    rest = _("Em dia não útil, vale o próximo dia útil.")
    return Markup("<b>{}</b> {}").format(_("%(days)s para pagar.", days=days), rest)


def _period(terms: BillingTerms, closing: date) -> Markup:
    """What the closing date's invoice bills, and what it would by the other reference."""
    by_due = terms.period_reference == PeriodReference.DUE_DATE
    other = replace(
        terms, period_reference=PeriodReference.ISSUE_DATE if by_due else PeriodReference.DUE_DATE
    )
    mine, theirs = (period(own_period(one, closing), today()) for one in (terms, other))
    rest = (
        _("Por emissão, cobraria %(days)s.", days=theirs)
        if by_due
        else _("Por vencimento, cobraria %(days)s.", days=theirs)
    )
    first = escape(_("A fatura de %(day)s cobra", day=dm(closing, today())))
    return Markup("{} <b>{}</b>. {}").format(first, mine, rest)


def _interest(terms: BillingTerms) -> Markup:
    """The interest alone of an example: no fee, no discount."""
    debt = InvoiceDebt(EXAMPLE, EXAMPLE, date.min, monthly_interest_percent=terms.monthly_interest_percent)
    owed = owed_on(debt, (), date.min + DAYS * DAY)
    words = _(
        "Por dia de atraso: %(days)s dias em %(total)s dão %(interest)s.",
        days=DAYS,
        total=brl(EXAMPLE),
        interest=brl(owed.interest),
    )
    return escape(words)
