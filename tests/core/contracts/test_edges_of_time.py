"""A start that moves, exempt days, an end and a return, days of the month: none lost, none twice. RULES §3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from core.billing.rules.facts import FirstInvoiceMode
from core.billing.services.issue import issue_first, issue_manual
from core.billing.services.run import run
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodReference
from core.contracts.services.ending import end_contract, reactivate_contract
from core.contracts.services.terms import change_billing
from core.customers.models import Customer
from core.foundation.database import db, transaction
from tests.core.contracts.living import edit, invoices, lines, saved, stored

both = pytest.mark.databases("sqlite", "postgres")
MARCH_20, APRIL, MAY, JUNE = date(2017, 3, 20), date(2017, 4, 1), date(2017, 5, 1), date(2017, 6, 1)
APRIL_16 = date(2017, 4, 16)


# The start


def test_a_start_moved_back_has_its_days_billed_with_the_next_invoice_once(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)

    edit(made, APRIL_16, starts_on=date(2017, 3, 22))
    run(MAY, confirmed=True)

    assert lines(invoices()[-1]) == [
        ("recurring", "10.00", date(2017, 3, 22), APRIL),
        ("proration", "-6.78", date(2017, 3, 22), APRIL),
        ("recurring", "10.00", MAY, JUNE),
    ]


def test_a_start_moved_on_after_an_invoice_bills_no_day_twice(app_context: Flask) -> None:
    made = saved(starts_on=MARCH_20)
    issue_first(made.id, FirstInvoiceMode.PRORATED)

    edit(made, date(2017, 3, 25), starts_on=date(2017, 3, 27))
    run(APRIL)

    assert lines(invoices()[-1]) == [("recurring", "10.00", APRIL, MAY)]


@both
def test_the_days_of_an_exempt_contract_stay_free_where_its_start_moves(app_context: Flask) -> None:
    made = saved(starts_on=date(2017, 4, 10), billing=BillingTerms(exempt=True))
    edit(made, APRIL, starts_on=date(2017, 4, 3))

    change_billing(made.id, {"exempt": False}, APRIL_16)
    run(MAY)

    assert lines(invoices()[0])[0] == ("recurring", "10.00", APRIL_16, MAY)


# Exempt, ended, back


def test_exempt_from_the_start_and_then_not_is_billed_from_that_day(app_context: Flask) -> None:
    made = saved(starts_on=APRIL, billing=BillingTerms(exempt=True))
    run(APRIL)

    change_billing(made.id, {"exempt": False}, APRIL_16)
    run(MAY)

    assert lines(invoices()[0]) == [
        ("recurring", "10.00", APRIL_16, MAY),
        ("proration", "-5.00", APRIL_16, MAY),
        ("recurring", "10.00", MAY, JUNE),
    ]


def test_exempt_toggled_twice_leaves_out_just_those_days(app_context: Flask) -> None:
    made = saved(starts_on=APRIL, billing=BillingTerms(issue_mode=IssueMode.MANUAL))
    for exempt, day in ((True, 6), (False, 11), (True, 11), (False, 11), (True, 21), (False, 26)):
        change_billing(made.id, {"exempt": exempt}, date(2017, 4, day))

    issue_manual(made.id, date(2017, 4, 30))

    full, less = invoices()[0].lines
    assert full.day_parts == "2017-04-01/2017-04-06 2017-04-11/2017-04-21 2017-04-26/2017-05-01"
    # 20 of 30 days: 6.66
    assert less.amount == Decimal("-3.34")


@both
def test_ended_and_back_bills_what_was_used_and_nothing_between(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)
    end_contract(made.id, date(2017, 5, 11), "mudou")
    run(JUNE, confirmed=True)

    reactivate_contract(made.id, date(2017, 6, 21), "voltou")
    run(date(2017, 6, 22), confirmed=True)

    assert lines(invoices()[-1]) == [
        ("recurring", "10.00", MAY, date(2017, 5, 11)),
        ("proration", "-6.78", MAY, date(2017, 5, 11)),
        ("recurring", "10.00", date(2017, 6, 21), date(2017, 7, 1)),
        ("proration", "-6.67", date(2017, 6, 21), date(2017, 7, 1)),
    ]


# Days


def test_closing_on_the_31st_meets_every_month_once(app_context: Flask) -> None:
    saved(starts_on=date(2017, 1, 31), billing=BillingTerms(closing_day=31))

    for day in (
        date(2017, 1, 31),
        date(2017, 2, 28),
        date(2017, 3, 30),
        date(2017, 3, 31),
        date(2017, 4, 30),
    ):
        run(day, confirmed=True)

    assert [lines(one) for one in invoices()] == [
        [("recurring", "10.00", date(2017, 1, 31), date(2017, 2, 28))],
        [("recurring", "10.00", date(2017, 2, 28), date(2017, 3, 31))],
        [("recurring", "10.00", date(2017, 3, 31), date(2017, 4, 30))],
        [("recurring", "10.00", date(2017, 4, 30), date(2017, 5, 31))],
    ]


def test_a_due_day_that_changes_where_it_bounds_the_periods_loses_no_day(app_context: Flask) -> None:
    terms = BillingTerms(period_reference=PeriodReference.DUE_DATE)
    made = saved(starts_on=APRIL, billing=terms)
    run(APRIL)

    change_billing(made.id, {"due_day": 20}, date(2017, 4, 5))
    run(MAY, confirmed=True)
    run(JUNE, confirmed=True)

    days = [
        (line.days_from, line.days_until)
        for one in invoices()
        for line in one.lines
        if line.kind != "proration"
    ]
    assert days == [
        (APRIL, date(2017, 4, 10)),
        (date(2017, 4, 10), date(2017, 4, 20)),
        (date(2017, 4, 20), date(2017, 5, 20)),
        (date(2017, 5, 20), date(2017, 6, 20)),
    ]


# What an invoice copied


def test_a_later_change_of_the_registration_changes_no_invoice(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)

    with transaction() as session:
        holder = session.get_one(Customer, made.customer_id)
        holder.name, holder.addresses[0].street = "Outro Nome", "Rua Nova"
    edit(made, APRIL_16, items=(replace(stored(made).items[0], amount=Decimal("99.00")),))

    db.session.expire_all()
    [invoice] = invoices()
    assert (invoice.holder_name, invoice.total) == ("Marina Tavares", Decimal("10.00"))
    assert invoice.billing_address.startswith("Rua das Acácias, 120")
