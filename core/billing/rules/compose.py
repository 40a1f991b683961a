"""An invoice holds its lines in one order, each proration under its full line, and never sums below zero.

Source: RULES §4; the period of an invoice: RULES, the scenario file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from core.billing.rules.facts import (
    ContractFacts,
    InvoiceDates,
    ItemKind,
    Line,
    LineKind,
    PendingCarry,
    PendingInstalment,
    Price,
    Proposal,
    Use,
)
from core.billing.rules.instalments import due_by
from core.foundation.calendar import Period
from core.foundation.money import ZERO, floor_cents

CAP_WORDS = "Desconto limitado ao valor dos itens"
CARRIED_WORDS = "Diferença da fatura anterior"
# An enum's member is looked up once here: a run asks for each of these for every line.
RECURRING, DISCOUNT, CARRIED, TAKES_OFF = (
    LineKind.RECURRING,
    LineKind.DISCOUNT,
    LineKind.CARRIED,
    ItemKind.DISCOUNT,
)

PricedUse = tuple[Use, Price]


def compose(
    facts: ContractFacts,
    dates: InvoiceDates,
    priced: Sequence[PricedUse],
    skip_left: tuple[Period, ...] | None = None,
) -> Proposal | None:
    """The invoice of these dates, or None where there is nothing to bill (carried sums alone wait).

    `priced`: the uses of `billable.uses`, in its order, each with its item type's price (R$, positive).
    `skip_left`: the second value of `billable.uses`.

    >>> internet = ItemFacts(1, "internet", ItemKind.RECURRING, "Internet", Decimal("50.00"))
    >>> facts = ContractFacts(1, date(2017, 4, 4), BillingTerms(), date(2017, 4, 4), (internet,))
    >>> dates = manual_dates(facts, date(2017, 4, 6))
    >>> priced = [(use, Price("Internet", use.item.amount)) for use in uses(facts, dates)[0]]
    >>> [str(line.amount) for line in compose(facts, dates, priced).lines]
    ['50.00', '-5.00']
    """
    lines = _item_lines(priced, dates)
    start = min([use.days[0].start for use, _ in priced if use.days], default=None)
    lines += _cap(lines)
    lines += [_one_off(use, price) for use, price in priced if use.grid is None]
    lines += [_instalment(one) for one in due_by(facts.instalments, dates.proposed_due or dates.due_date)]
    if not lines:
        return None
    lines += [_carried(one) for one in facts.carries]
    return Proposal(
        facts.id,
        dates,
        tuple(lines),
        _period(facts, dates, start),
        facts.terms.exempt,
        skip_left,
        total_of(lines),
    )


def total_of(lines: Iterable[Line]) -> Decimal:
    """The sum of the lines, R$."""
    return sum([line.amount for line in lines], ZERO)


def base_of(lines: Iterable[Line]) -> Decimal:
    """What fee and interest are figured on: the sum without carried lines, R$, never below 0.00 (RULES §5)."""
    return max(sum([line.amount for line in lines if line.kind is not CARRIED], ZERO), ZERO)


def _item_lines(priced: Sequence[PricedUse], dates: InvoiceDates) -> list[Line]:
    lines: list[Line] = []
    for use, price in priced:
        if use.grid is None:
            continue
        line = _full(use, price, use.grid)
        lines.append(line)
        if dates.prorated and use.days != (use.grid,):
            lines += _proration(line, use, use.grid, dates.issue_date.year)
    return lines


def _full(use: Use, price: Price, period: Period) -> Line:
    item = use.item
    kind, amount = (DISCOUNT, ZERO - price.amount) if item.kind is TAKES_OFF else (RECURRING, price.amount)
    return Line(kind, price.description, amount, item.id, use.days, period, plugin=item.type)


def _proration(line: Line, use: Use, period: Period, year: int) -> Iterator[Line]:
    """The line that takes a full line down to the days billed; none where it would be 0.00."""
    charged = floor_cents(line.amount * use.day_count / period.days)
    if charged != line.amount:
        words = proration_words(use, period, year)
        amount = charged - line.amount
        yield Line(LineKind.PRORATION, words, amount, line.item_id, use.days, period, plugin=line.plugin)


def proration_words(use: Use, period: Period, year: int) -> str:
    """The days billed, for a person: “usou 16 de 31 dias (16/05 a 31/05)”; other years than `year` are named."""
    verb = "vale por" if use.item.kind is ItemKind.DISCOUNT else "usou"
    parts = " e ".join(_days_in_words(part, year) for part in use.days)
    return f"{verb} {use.day_count} de {period.days} dias ({parts})"


def _days_in_words(part: Period, year: int) -> str:
    last = _day_in_words(part.last_day, year)
    return last if part.days == 1 else f"{_day_in_words(part.start, year)} a {last}"


def _day_in_words(day: date, year: int) -> str:
    return f"{day:%d/%m}" if day.year == year else f"{day:%d/%m/%Y}"


def _cap(lines: Sequence[Line]) -> list[Line]:
    over = total_of(lines)
    return [Line(LineKind.DISCOUNT_CAP, CAP_WORDS, -over)] if over < 0 else []


def _one_off(use: Use, price: Price) -> Line:
    return Line(LineKind.ONE_OFF, price.description, price.amount, use.item.id, plugin=use.item.type)


def _instalment(one: PendingInstalment) -> Line:
    return Line(
        LineKind.INSTALMENT,
        f"{one.description} {one.number}/{one.of}",
        one.amount,
        extra_id=one.extra_id,
        instalment=one.number,
        instalments=one.of,
    )


def _carried(one: PendingCarry) -> Line:
    return Line(LineKind.CARRIED, CARRIED_WORDS, one.amount, carry_id=one.id)


def _period(facts: ContractFacts, dates: InvoiceDates, first_billed: date | None) -> Period | None:
    start = first_billed or max(facts.activation, dates.own_period.start)
    return Period(start, dates.own_period.end) if start < dates.own_period.end else None
