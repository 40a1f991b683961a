"""A contract edited while it lives, and what its invoices then hold. RULES §3, §4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.billing.models import Invoice
from core.billing.queries.accounts import load
from core.billing.rules.draft import changed_contract, coming_invoices
from core.billing.rules.facts import FirstInvoiceMode, ItemFacts, ItemKind
from core.billing.services.issue import issue_first, issue_manual
from core.billing.services.pricing import ask_prices
from core.billing.services.run import run
from core.contracts.models import Contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.data import ContractData
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodReference
from core.contracts.services.ending import end_contract, reactivate_contract
from core.contracts.services.save import ContractRefused, save_contract
from core.contracts.services.terms import change_billing
from core.customers.models import Customer
from core.extension.calls import item_types
from core.foundation.database import db, transaction
from tests.core.contracts.builders import a_contract, a_holder, an_extra, an_item

both = pytest.mark.databases("sqlite", "postgres")
MARCH_20, APRIL, MAY, JUNE = date(2017, 3, 20), date(2017, 4, 1), date(2017, 5, 1), date(2017, 6, 1)
APRIL_16 = date(2017, 4, 16)


def email(amount: str = "10.00", **changes: Any) -> Any:
    return an_item("email", amount, **{"description": "E-mail", **changes})


def saved(**changes: Any) -> Contract:
    return save_contract(a_contract(a_holder(), **{"items": (email(),), **changes}), MARCH_20)


def stored(contract: Contract) -> ContractData:
    db.session.expire_all()
    return snapshot(db.session.get_one(Contract, contract.id))


def edit(contract: Contract, day: date, **changes: Any) -> Contract:
    """Save a contract again with what changed."""
    data = stored(contract)
    revision = db.session.get_one(Contract, contract.id).revision
    return save_contract(replace(data, revision=revision, **changes), day)


def invoices() -> list[Invoice]:
    return list(db.session.scalars(select(Invoice).order_by(Invoice.id)))


def lines(invoice: Invoice) -> list[tuple[str, str, date | None, date | None]]:
    return [(line.kind, str(line.amount), line.days_from, line.days_until) for line in invoice.lines]


def amounts(invoice: Invoice) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount)) for line in invoice.lines]


# Items


@both
def test_an_item_added_without_a_day_counts_from_the_day_it_was_added_not_from_the_activation(
    app_context: Flask,
) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)
    run(MAY, confirmed=True)

    edit(made, date(2017, 5, 17), items=(*stored(made).items, email("31.00")))
    run(JUNE, confirmed=True)

    assert lines(invoices()[-1]) == [
        ("recurring", "31.00", date(2017, 5, 17), JUNE),
        ("proration", "-16.00", date(2017, 5, 17), JUNE),
        ("recurring", "10.00", JUNE, date(2017, 7, 1)),
        ("recurring", "31.00", JUNE, date(2017, 7, 1)),
    ]


def test_the_preview_of_an_item_being_added_counts_from_the_same_day(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)
    kept = load([made.id], item_types())[0].facts
    added = ItemFacts(-1, "email", ItemKind.RECURRING, "E-mail", Decimal("30.00"))

    seen = changed_contract(kept, kept.terms, (*kept.items, added), (), APRIL_16)

    [coming, *_] = coming_invoices(seen, False, date(2017, 4, 17), ask_prices)
    assert [(line.kind, str(line.amount)) for line in coming.lines] == [
        ("recurring", "30.00"),
        ("proration", "-15.00"),
        ("recurring", "10.00"),
        ("recurring", "30.00"),
    ]


def test_an_item_added_before_the_activation_counts_from_the_activation(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)

    edit(made, date(2017, 3, 25), items=(*stored(made).items, email("30.00")))
    run(APRIL)

    assert amounts(invoices()[0]) == [("recurring", "10.00"), ("recurring", "30.00")]


def test_an_item_added_from_a_day_that_is_past_counts_from_that_day(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)

    edit(made, date(2017, 4, 20), items=(*stored(made).items, email("30.00", starts_on=APRIL_16)))
    run(MAY, confirmed=True)

    assert lines(invoices()[-1])[:2] == [
        ("recurring", "30.00", APRIL_16, MAY),
        ("proration", "-15.00", APRIL_16, MAY),
    ]


def test_a_one_off_taken_off_is_not_billed_and_one_added_is_billed_once(app_context: Flask) -> None:
    made = saved(starts_on=APRIL, items=(email(), an_item(amount="80.00")))

    edit(made, date(2017, 3, 25), items=(stored(made).items[0], an_item(amount="60.00")))
    run(APRIL)
    run(MAY, confirmed=True)

    assert [amounts(one) for one in invoices()] == [
        [("recurring", "10.00"), ("one_off", "60.00")],
        [("recurring", "10.00")],
    ]


def test_an_item_taken_off_that_was_billed_ahead_is_not_billed_again_when_it_comes_back(
    app_context: Flask,
) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)

    edit(made, APRIL_16, items=(email("20.00"),))
    run(MAY, confirmed=True)

    # The old one is paid to its end; the new one counts from its day.
    assert lines(invoices()[-1])[:2] == [
        ("recurring", "20.00", APRIL_16, MAY),
        ("proration", "-10.00", APRIL_16, MAY),
    ]
    assert amounts(invoices()[-1])[2:] == [("recurring", "20.00")]


def test_an_item_moved_over_days_that_are_billed_bills_only_the_others(app_context: Flask) -> None:
    made = saved(starts_on=APRIL)
    run(APRIL)
    [item] = stored(made).items

    edit(made, APRIL_16, items=(replace(item, starts_on=date(2017, 4, 10), ends_on=date(2017, 5, 16)),))
    run(MAY, confirmed=True)
    run(JUNE, confirmed=True)

    assert lines(invoices()[-1]) == [
        ("recurring", "10.00", MAY, date(2017, 5, 16)),
        ("proration", "-5.17", MAY, date(2017, 5, 16)),
    ]
    assert len(invoices()) == 2


def test_an_item_of_nothing_makes_an_invoice_of_zero_that_is_paid(app_context: Flask) -> None:
    saved(starts_on=APRIL, items=(email("0.00"),))

    run(APRIL)

    [invoice] = invoices()
    assert (invoice.total, invoice.status, amounts(invoice)) == (
        Decimal("0.00"),
        "paid",
        [("recurring", "0.00")],
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"items": (email("-1.00"),)}, "items.0"),
        ({"items": (email("1.005"),)}, "items.0"),
        ({"items": (email("NaN"),)}, "items.0"),
        ({"extras": (an_extra("0.00"),)}, "extras.0"),
        ({"extras": (an_extra("-60.00"),)}, "extras.0"),
        ({"extras": (an_extra(instalments=0),)}, "extras.0"),
    ],
    ids=["negative", "half-a-cent", "no-number", "nothing", "negative-extra", "no-share"],
)
def test_what_could_never_be_billed_is_refused_with_its_place(
    app_context: Flask, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ContractRefused) as refused:
        saved(**changes)

    assert [name for name, _ in refused.value.problems] == [field]
    assert db.session.scalars(select(Contract)).all() == []


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
