"""Help beside the fields of the contract form, with this contract's own dates and amounts. Source: UX §1, Forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup, escape

from core.billing.rules.owed import InvoiceDebt, owed_on
from core.billing.rules.schedule import due_of_closing, own_period, whole_months
from core.contracts.queries.contracts import find_contract
from core.contracts.rules.terms import BillingTerms, PeriodReference
from core.extension.types import DraftView, Panel
from core.foundation.calendar import DAY, nominal_on_or_after, nominal_on_or_before
from core.foundation.clock import today
from core.foundation.ptbr import brl, dm, dmy, integer, period, plural

EXAMPLE, DAYS = Decimal("100.00"), 10
# A contract of last month is noted down late; one that brings three months at once is a slip, or a surprise.
MANY_MONTHS = 3


def field_helps(draft: DraftView) -> Iterator[Panel]:
    """What the dates and the interest come to on the contract's first closing date; nothing where terms cannot be read."""
    terms: BillingTerms | None = draft.billing
    if terms is None or draft.starts_on is None:
        return
    closing = nominal_on_or_after(max(draft.starts_on, draft.today or today()), terms.closing_day)
    yield Panel(_days_to_pay(terms, closing), "help:due_day")
    yield Panel(_period(terms, closing), "help:period_reference")
    yield Panel(_interest(terms), "help:monthly_interest_percent")
    if words := _far_back(draft, terms, draft.starts_on):
        yield Panel(Markup('<span class="warn">{}</span>').format(words), "help:starts_on")


def _far_back(draft: DraftView, terms: BillingTerms, start: date) -> str:
    """What a start long ago would bring; "" where it brings nothing that surprises."""
    kept = find_contract(draft.contract_id) if draft.contract_id else None
    if terms.exempt:
        return ""
    if kept is not None:
        more = whole_months(terms, start, kept.starts_on)
        months = plural(more, _("mês"), _("meses"))
        return _("Antes do início guardado: a próxima fatura cobraria mais %(n)s.", n=months) if more else ""
    closing = nominal_on_or_before(draft.today or today(), terms.closing_day)
    count = whole_months(terms, start, own_period(terms, closing).end)
    if count < MANY_MONTHS:
        return ""
    return _("Desde %(day)s: a primeira fatura cobraria %(n)s meses.", day=dmy(start), n=integer(count))


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
