"""What is taken off, changed or answered badly around an invoice: nothing wrong is billed, nobody else waits. RULES §3, §4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.billing.models import Carry, Invoice, InvoiceLine
from core.billing.services import run as run_module
from core.billing.services.cancel import cancel_invoice
from core.billing.services.run import run
from core.contracts.models import Contract, ContractItem, ExtraItem
from core.extension.items import ItemKind, ItemType, Price, Use
from core.extension.manager import manager
from core.extension.markers import hookimpl
from core.extension.types import Adjustment, InvoiceView
from core.foundation.database import db, transaction
from core.testing.builders import contract, extra, item

both = pytest.mark.databases("sqlite", "postgres")
APRIL, MAY, JUNE, JULY = date(2017, 4, 1), date(2017, 5, 1), date(2017, 6, 1), date(2017, 7, 1)


def invoices() -> list[Invoice]:
    return list(db.session.scalars(select(Invoice).order_by(Invoice.id)))


def lines_of(invoice: Invoice) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount)) for line in invoice.lines]


def change(model: type, key: int, **values: Any) -> None:
    with transaction() as session:
        for name, value in values.items():
            setattr(session.get_one(model, key), name, value)


# Items taken off


@both
def test_a_one_off_taken_off_before_it_was_billed_is_never_billed(app_context: Flask) -> None:
    made = contract([item(), item("one_off", "80.00", description="Visita")], starts_on=APRIL)
    change(ContractItem, made.items[1].id, removed=True, ends_on=date(2017, 3, 25))

    run(APRIL)

    assert lines_of(invoices()[0]) == [("recurring", "100.00")]


def test_an_item_of_a_plugin_that_is_off_stops_nothing_once_it_was_taken_off(app_context: Flask) -> None:
    made = contract([item(), item("tv", "29.90", description="TV")], starts_on=APRIL)
    change(ContractItem, made.items[1].id, removed=True, ends_on=APRIL)

    report = run(APRIL)

    assert (report.issued, report.stuck) == (1, [])


@both
def test_an_item_without_data_of_its_own_is_billed_like_any_other(app_context: Flask) -> None:
    made = contract(starts_on=APRIL)
    change(ContractItem, made.items[0].id, data=None)

    assert run(APRIL).total == Decimal("100.00")


# An extra item changed when some of its shares are billed


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        pytest.param({"total": Decimal("50.00")}, ["33.34", "8.33", "8.33"], id="less"),
        pytest.param({"total": Decimal("130.00")}, ["33.34", "48.33", "48.33"], id="more"),
        pytest.param({"instalments": 2}, ["33.34", "66.66"], id="fewer shares"),
        pytest.param({"instalments": 1}, ["33.34", "66.66"], id="no share left for the rest"),
        pytest.param({"total": Decimal("20.00")}, ["33.34"], id="less than is billed"),
    ],
)
def test_an_extra_item_changed_after_a_share_was_billed_still_comes_to_its_total(
    app_context: Flask, values: dict[str, Any], shares: list[str]
) -> None:
    made = contract(extras=[extra("100.00", 3)], starts_on=APRIL)
    run(APRIL)
    change(ExtraItem, made.extras[0].id, **values)

    for closing in (MAY, JUNE, JULY):
        run(closing, confirmed=True)

    found = db.session.scalars(select(InvoiceLine.amount).where(InvoiceLine.kind == "instalment"))
    assert [str(amount) for amount in found] == shares


def test_a_share_given_back_is_billed_again_as_it_was(app_context: Flask) -> None:
    contract(extras=[extra("100.00", 3)], starts_on=APRIL)
    run(APRIL)
    run(MAY, confirmed=True)
    cancel_invoice(invoices()[0].id, "valor errado", MAY)

    run(JUNE, confirmed=True)

    assert [pair for pair in lines_of(invoices()[-1]) if pair[0] == "instalment"] == [
        ("instalment", "33.34"),
        ("instalment", "33.33"),
    ]


# A plugin that answers badly


class Odd(ItemType):
    """An item type that asks whatever the item's data says, as it is."""

    name, label, unit_label, icon = "odd", "Estranho", "unidade", "star"
    kind = ItemKind.RECURRING
    answers: dict[str, Any] = {
        "fraction": Price("Estranho", Decimal("10.005")),
        "negative": Price("Estranho", Decimal("-1.00")),
        "nan": Price("Estranho", Decimal("NaN")),
        "float": Price("Estranho", 10.5),  # type: ignore[arg-type]
        "none": None,
        "long": Price("x" * 241, Decimal("1.00")),
    }

    def price(self, uses: Sequence[Use]) -> list[Price]:
        return [self.answers[use.item.data["say"]] for use in uses]


@contextmanager
def plugin(app: Flask, made: Any) -> Iterator[None]:
    """A plugin that is there while the block lasts."""
    manager().register(made, "odd")
    app.extensions.pop("malha.collected", None)
    try:
        yield
    finally:
        manager().unregister(made)
        app.extensions.pop("malha.collected", None)


class OddType:
    @hookimpl
    def register_item_types(self) -> list[ItemType]:
        return [Odd()]


@pytest.mark.parametrize("say", list(Odd.answers))
@both
def test_a_price_that_is_no_money_stops_its_contract_alone(app_context: Flask, say: str) -> None:
    contract(starts_on=APRIL)
    odd = contract([item("odd", data={"say": say})], starts_on=APRIL)
    contract(starts_on=APRIL)

    with plugin(app_context, OddType()):
        report = run(APRIL)

    assert report.issued == 2
    assert [key for key, _ in report.stuck] == [odd.id]


class Adjusts:
    """A plugin that adjusts one contract by an amount."""

    def __init__(self, contract_id: int, amount: Any) -> None:
        self.contract_id, self.amount = contract_id, amount

    @hookimpl
    def adjust_invoices(self, invoices: Sequence[InvoiceView]) -> list[Adjustment]:
        mine = [one for one in invoices if one.contract_id == self.contract_id]
        return [Adjustment(one.contract_id, "Acerto", self.amount) for one in mine]


@pytest.mark.parametrize("amount", [Decimal("0.005"), Decimal("NaN"), 1.5, None], ids=str)
@both
def test_an_adjustment_that_is_no_money_stops_its_contract_alone(app_context: Flask, amount: Any) -> None:
    contract(starts_on=APRIL)
    odd = contract(starts_on=APRIL)

    with plugin(app_context, Adjusts(odd.id, amount)):
        report = run(APRIL)

    assert report.issued == 1
    assert [key for key, _ in report.stuck] == [odd.id]


def test_an_adjustment_below_zero_makes_an_invoice_of_zero_that_is_paid(app_context: Flask) -> None:
    made = contract(starts_on=APRIL)

    with plugin(app_context, Adjusts(made.id, Decimal("-150.00"))):
        run(APRIL)

    assert lines_of(invoices()[0]) == [
        ("recurring", "100.00"),
        ("adjustment", "-150.00"),
        ("discount_cap", "50.00"),
    ]
    assert (invoices()[0].total, invoices()[0].status) == (Decimal("0.00"), "paid")


def test_an_adjustment_makes_no_late_fee_below_zero(app_context: Flask) -> None:
    made = contract([item(amount="10.00")], starts_on=APRIL, late_fee_percent=Decimal(2))
    run(APRIL)
    with transaction() as session:
        owner = {"contract_id": made.id, "invoice_id": invoices()[0].id}
        session.add(Carry(**owner, amount=Decimal("50.00")))

    with plugin(app_context, Adjusts(made.id, Decimal("-30.00"))):
        run(MAY, confirmed=True)

    [_, invoice] = invoices()
    assert (invoice.total, invoice.base) == (Decimal("30.00"), Decimal("0.00"))


class Breaks:
    """A plugin that breaks on one contract, whatever else is asked with it."""

    def __init__(self, contract_id: int) -> None:
        self.contract_id = contract_id

    @hookimpl
    def check_invoices(self, invoices: Sequence[InvoiceView]) -> list[Any]:
        if any(one.contract_id == self.contract_id for one in invoices):
            raise RuntimeError("sem resposta")
        return []


@both
def test_a_plugin_that_breaks_on_one_contract_stops_that_one_until_it_answers(app_context: Flask) -> None:
    made = [contract(starts_on=APRIL) for _ in range(7)]

    with plugin(app_context, Breaks(made[3].id)):
        report = run(APRIL)
    later = run(date(2017, 4, 2))

    assert (report.issued, report.stuck) == (6, [(made[3].id, "sem resposta")])
    assert later.issued == 1


# Batches


@both
@pytest.mark.parametrize("count", [3, 4, 5])
def test_no_contract_is_lost_at_the_edge_of_a_batch(
    app_context: Flask, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(run_module, "BATCH", 2)
    made = [contract(starts_on=APRIL) for _ in range(count)]

    report = run(APRIL)

    assert report.issued == count
    assert [one.contract_id for one in invoices()] == [one.id for one in made]


@both
def test_runs_of_two_dates_out_of_order_bill_each_day_once(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(JUNE)

    for past in (MAY, APRIL, date(2017, 5, 20)):
        run(past, confirmed=True)

    assert len(invoices()) == 1
    assert lines_of(invoices()[0]) == [("recurring", "100.00")] * 3


@both
def test_a_contract_that_ended_while_the_run_looked_for_it_is_not_billed(
    app_context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = contract(starts_on=APRIL)
    found = run_module.query.batches

    def ended_meanwhile(*asked: Any) -> Iterator[list[int]]:
        for ids in found(*asked):
            change(Contract, made.id, status="ended", ended_on=APRIL)
            yield ids

    monkeypatch.setattr(run_module.query, "batches", ended_meanwhile)

    assert run(APRIL).issued == 0
    assert invoices() == []
