"""The monthly run: each invoice once, whatever happens; nothing left out in silence. RULES §3, §7; DESIGN §2."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.billing.models import Invoice, InvoiceLine
from core.billing.services.run import RunStopped, compare, preview, run
from core.foundation.audit import AuditEntry
from core.foundation.database import db
from core.foundation.outbox import OutboxEvent
from core.testing.builders import contract, extra, item

both = pytest.mark.databases("sqlite", "postgres")
APRIL, MAY, JUNE = date(2017, 4, 1), date(2017, 5, 1), date(2017, 6, 1)
MARCH_1 = date(2017, 3, 1)


def invoices() -> list[Invoice]:
    return list(db.session.scalars(select(Invoice).order_by(Invoice.id)))


@both
def test_a_closing_date_brings_its_invoice_with_its_lines_its_audit_and_its_event(app_context: Flask) -> None:
    made = contract(
        [item(amount="100.00"), item("email", "10.00"), item("discount", "10.00", description="Fidelidade")],
        [extra("60.00", 3)],
        starts_on=APRIL,
        punctuality_discount=Decimal("5.00"),
        late_fee_percent=Decimal(2),
    )

    report = run(APRIL)

    [invoice] = invoices()
    assert (report.issued, report.total, report.left_out) == (1, Decimal("120.00"), [])
    assert (invoice.contract_id, invoice.number, invoice.kind, invoice.status) == (
        made.id,
        1,
        "regular",
        "open",
    )
    assert (invoice.due_date, invoice.period_start, invoice.period_end) == (date(2017, 4, 10), APRIL, MAY)
    assert [(line.kind, line.amount) for line in invoice.lines] == [
        ("recurring", Decimal("100.00")),
        ("recurring", Decimal("10.00")),
        ("discount", Decimal("-10.00")),
        ("instalment", Decimal("20.00")),
    ]
    assert (invoice.total, invoice.base, invoice.left) == (Decimal("120.00"),) * 3
    assert invoice.holder_name == "Marina Tavares"
    assert invoice.billing_address == "Rua das Acácias, 120, Centro, Campinas/SP, CEP 13010-100"
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "invoice_issued")) == 1
    [event] = db.session.scalars(select(OutboxEvent))
    assert (event.name, event.payload) == ("on_invoice_issued", {"invoice_id": invoice.id})


@both
def test_a_second_run_of_a_date_adds_nothing(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)

    again = run(APRIL)

    assert again.issued == 0
    assert len(invoices()) == 1


@both
def test_a_missed_run_is_caught_up_in_one_invoice(app_context: Flask) -> None:
    contract(starts_on=APRIL)

    run(date(2017, 6, 3))

    [invoice] = invoices()
    assert (invoice.issue_date, invoice.closing_on, invoice.due_date) == (
        date(2017, 6, 3),
        JUNE,
        date(2017, 6, 10),
    )
    assert [line.amount for line in invoice.lines] == [Decimal("100.00")] * 3


@both
def test_a_closing_date_without_anything_to_bill_is_handled_and_what_begins_later_waits(
    app_context: Flask,
) -> None:
    made = contract([item(starts_on=date(2017, 5, 20))], starts_on=APRIL)
    run(APRIL)
    db.session.get_one(type(made.items[0]), made.items[0].id)

    second = run(date(2017, 4, 2))

    assert second.left_out == []
    assert invoices() == []


def test_manual_and_exempt_contracts_are_named_with_the_reason(app_context: Flask) -> None:
    manual = contract(issue_mode="manual", starts_on=MARCH_1)
    exempt = contract(exempt=True, starts_on=MARCH_1)

    report = run(APRIL)

    assert (manual.id, "manual", "") in report.left_out
    assert (exempt.id, "exempt", "") in report.left_out
    assert report.issued == 0


def test_an_item_of_a_plugin_that_is_off_stops_that_contract_alone(app_context: Flask) -> None:
    stuck = contract([item(), item("tv", "29.90", description="TV")], starts_on=APRIL)
    contract(starts_on=APRIL)

    report = run(APRIL)

    assert report.issued == 1
    assert report.stuck == [(stuck.id, "O item “TV” é do plugin tv, que está desligado.")]


def test_a_stuck_contract_gets_its_invoice_once_it_is_mended(app_context: Flask) -> None:
    stuck = contract([item(), item("tv", "29.90", description="TV")], starts_on=APRIL)
    run(APRIL)
    _turn_into_email(stuck.items[1].id)

    report = run(date(2017, 4, 2))

    assert (report.issued, report.total) == (1, Decimal("129.90"))


def _turn_into_email(item_id: int) -> None:
    from core.contracts.models import ContractItem
    from core.foundation.database import transaction

    with transaction() as session:
        session.get_one(ContractItem, item_id).type = "email"


def test_a_dry_run_writes_nothing_and_says_the_same(app_context: Flask) -> None:
    contract(starts_on=APRIL)

    seen = preview(APRIL)

    assert (seen.issued, seen.total) == (1, Decimal("100.00"))
    assert invoices() == []


def test_a_total_off_by_more_than_the_limit_stops_the_run_until_confirmed(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)
    contract([item(amount="11.00")], starts_on=MAY)

    with pytest.raises(RunStopped) as stopped:
        run(MAY)

    assert stopped.value.comparison.difference_percent == Decimal("11.0")
    assert len(invoices()) == 1
    assert run(MAY, confirmed=True).issued == 2


def test_a_total_off_by_just_the_limit_passes(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)
    contract([item(amount="10.00")], starts_on=MAY)

    assert compare(MAY).difference_percent == Decimal("10.0")
    assert run(MAY).issued == 2


def test_a_night_with_nothing_to_keep_asks_nobody(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)
    stuck = contract([item(type="tv")], starts_on=MAY)
    contract([item(amount="50.00")], starts_on=MAY)
    run(MAY, confirmed=True)

    # R$ 150,00 against R$ 100,00, all issued: the stuck contract alone keeps the closing date open.
    again = run(date(2017, 5, 2))

    assert (again.issued, [key for key, _ in again.stuck]) == (0, [stuck.id])


def test_a_run_that_goes_on_after_a_stop_counts_what_it_had_issued(app_context: Flask) -> None:
    for _ in range(3):
        contract(starts_on=APRIL)
    run(APRIL)
    run(MAY)
    contract(starts_on=MAY, items=[item(amount="5.00")])

    assert compare(MAY).off is False


@pytest.mark.databases("postgres")
def test_two_runs_at_once_make_each_invoice_once(app: Flask) -> None:
    with app.app_context():
        for _ in range(60):
            contract(starts_on=APRIL)
    issued: list[int] = []

    def start() -> None:
        with app.app_context():
            issued.append(run(APRIL).issued)

    _together(start, start)

    with app.app_context():
        assert sum(issued) == 60
        assert db.session.scalar(select(func.count()).select_from(Invoice)) == 60
        assert db.session.scalar(select(func.count()).select_from(InvoiceLine)) == 60


def _together(*acts: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
