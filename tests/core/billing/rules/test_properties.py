"""Whatever happens to a contract, no day is billed twice or lost and no money appears or vanishes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.billing.rules.facts import FirstInvoiceMode, LineKind
from core.billing.rules.schedule import own_period
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from tests.core.billing.rules.builders import discount, internet, one_off
from tests.core.billing.rules.ledger import Extra, Ledger

DAY = timedelta(days=1)
START = date(2023, 12, 5)
LAST = date(2024, 9, 30)
CHARGED = Decimal("93.00")

month_days = st.one_of(st.integers(1, 31), st.sampled_from([28, 29, 30, 31]))
terms = st.builds(
    BillingTerms,
    exempt=st.booleans(),
    issue_mode=st.sampled_from(IssueMode),
    closing_day=month_days,
    due_day=month_days,
    period_reference=st.sampled_from(PeriodReference),
    period_direction=st.sampled_from(PeriodDirection),
    punctuality_discount=st.sampled_from([Decimal("0.00"), Decimal("5.00")]),
    late_fee_percent=st.just(Decimal(2)),
    monthly_interest_percent=st.just(Decimal(1)),
)
moments = st.integers(0, (LAST - START).days - 1).map(lambda n: START + n * DAY)
changes = st.lists(st.tuples(moments, terms), max_size=4)
by_hand = st.sets(moments, max_size=4)
missed = st.lists(st.tuples(moments, st.integers(1, 45)), max_size=3)
payments = st.lists(
    st.tuples(moments, st.integers(1, 4), st.integers(1, 30_000), st.integers(0, 40)), max_size=6
)
lives = {
    "first": terms,
    "mode": st.sampled_from(FirstInvoiceMode),
    "changes": changes,
    "by_hand": by_hand,
    "missed": missed,
}


def opened(first: BillingTerms, mode: FirstInvoiceMode) -> Ledger:
    items = [
        internet(str(CHARGED), number=1),
        internet("7.00", number=2, starts_on=date(2024, 2, 10)),
        discount("10.00", number=3),
        one_off("150.00", number=4, starts_on=date(2024, 3, 1)),
    ]
    extras = [Extra("Roteador", Decimal("100.00"), 3, date(2024, 1, 1))]
    ledger = Ledger(START, first, items, extras)
    ledger.begin(mode)
    return ledger


def live(first, mode, changes, by_hand, missed, paid=()) -> Ledger:
    """A contract from START to LAST, which is a closing date: automatic, charged, and its run is not missed."""
    ledger = opened(first, mode)
    off = {start + n * DAY for start, length in missed for n in range(length)}
    day = START
    while day < LAST:
        for at, new in changes:
            if at == day:
                ledger.change(day, new)
        for at, number, cents, ago in paid:
            if at == day:
                ledger.pay(day, number, Decimal(cents) / 100, max(day - ago * DAY, START))
        if day in by_hand:
            ledger.issue_by_hand(day)
        if day not in off:
            ledger.run(day)
        day += DAY
    automatic = replace(ledger.terms, exempt=False, issue_mode=IssueMode.AUTOMATIC)
    ledger.change(LAST, replace(automatic, closing_day=LAST.day))
    ledger.run(LAST)
    return ledger


def billed(ledger: Ledger, item_id: int) -> list[date]:
    """Every day that any full line bills for an item, one entry a line."""
    return [
        part.start + n * DAY
        for line in ledger.lines()
        if line.item_id == item_id and line.kind is not LineKind.PRORATION
        for part in line.days
        for n in range(part.days)
    ]


def never(ledger: Ledger) -> set[date]:
    return {part.start + n * DAY for part in ledger.never_billed for n in range(part.days)}


def every_day(start: date, end: date) -> set[date]:
    return {start + n * DAY for n in range((end - start).days)}


@settings(max_examples=150, deadline=None)
@given(**lives)
def test_no_day_is_billed_twice_or_lost_whatever_terms_change_when(first, mode, changes, by_hand, missed):
    ledger = live(first, mode, changes, by_hand, missed)

    end = own_period(ledger.terms, LAST).end
    for item_id, start in ((1, START), (2, date(2024, 2, 10))):
        days = billed(ledger, item_id)
        assert len(days) == len(set(days))
        assert every_day(start, end) <= set(days) | never(ledger)
    assert len(billed(ledger, 3)) == len(set(billed(ledger, 3)))
    assert set(billed(ledger, 3)) <= set(billed(ledger, 1))


@settings(max_examples=60, deadline=None)
@given(**lives)
def test_one_offs_and_instalments_come_once_and_no_total_is_below_zero(first, mode, changes, by_hand, missed):
    ledger = live(first, mode, changes, by_hand, missed)

    one_offs = [line.amount for line in ledger.lines() if line.kind is LineKind.ONE_OFF]
    shares = [line.amount for line in ledger.lines() if line.kind is LineKind.INSTALMENT]
    assert (one_offs, sum(shares)) == ([Decimal("150.00")], Decimal("100.00"))
    assert all(one.proposal.total >= 0 for one in ledger.invoices)


@settings(max_examples=60, deadline=None)
@given(**lives, paid=payments)
def test_money_in_is_money_applied_plus_credit_all_along_a_contract(
    first, mode, changes, by_hand, missed, paid
):
    ledger = live(first, mode, changes, by_hand, missed, paid)

    credit = sum((lot.amount for lot in ledger.credit), Decimal(0))
    assert ledger.money_in == ledger.applied + credit
    assert not credit or all(one.paid for one in ledger.invoices)


@settings(max_examples=40, deadline=None)
@given(**lives)
def test_a_second_run_of_a_date_adds_nothing(first, mode, changes, by_hand, missed):
    ledger = live(first, mode, changes, by_hand, missed)
    before = len(ledger.invoices)

    ledger.run(LAST)
    ledger.issue_by_hand(LAST)

    assert len(ledger.invoices) == before


def test_a_missed_run_is_caught_up_in_one_invoice():
    ledger = Ledger(date(2024, 1, 1), BillingTerms(), [internet("100.00")])
    ledger.begin(FirstInvoiceMode.SKIP)
    ledger.run(date(2024, 1, 1))

    ledger.run(date(2024, 4, 7))

    caught_up = ledger.invoices[1].proposal
    assert [str(line.amount) for line in caught_up.lines] == ["100.00", "100.00", "100.00"]
    assert (caught_up.dates.issue_date, caught_up.dates.due_date) == (date(2024, 4, 7), date(2024, 5, 10))
