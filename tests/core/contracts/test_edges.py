"""Items added, changed and taken off while a contract lives, and what its invoices then hold. RULES §3, §4."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.billing.queries.accounts import load
from core.billing.rules.draft import changed_contract, coming_invoices
from core.billing.rules.facts import ItemFacts, ItemKind
from core.billing.services.pricing import ask_prices
from core.billing.services.run import run
from core.contracts.models import Contract
from core.contracts.services.save import ContractRefused
from core.extension.calls import item_types
from core.foundation.database import db
from tests.core.contracts.builders import an_extra, an_item
from tests.core.contracts.living import amounts, edit, email, invoices, lines, saved, stored

both = pytest.mark.databases("sqlite", "postgres")
MARCH_20, APRIL, MAY, JUNE = date(2017, 3, 20), date(2017, 4, 1), date(2017, 5, 1), date(2017, 6, 1)
APRIL_16 = date(2017, 4, 16)


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
