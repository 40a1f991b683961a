"""Whatever happens to a contract, in whatever order: no day twice, no cent lost, no number missing. RULES §3, §4, §5."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from core.billing.models import Application, Carry, Invoice, InvoiceLine, Receipt
from core.billing.queries.parts import read_parts
from core.billing.rules.facts import FirstInvoiceMode
from core.billing.services.cancel import CancelRefused, cancel_invoice
from core.billing.services.issue import IssueRefused, issue_first, issue_manual
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract, ExtraItem
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.data import ContractData
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from core.contracts.services.ending import end_contract, reactivate_contract
from core.contracts.services.save import save_contract
from core.contracts.services.terms import change_billing
from core.foundation.calendar import DAY, Period
from core.foundation.database import Base, db, transaction
from tests.core.contracts.builders import Holder, a_contract, a_holder, an_extra, an_item

START = date(2017, 1, 20)
ZERO = Decimal("0.00")
EXAMPLES = 25

days_of_month = st.sampled_from([1, 5, 10, 15, 28, 30, 31])
amounts = st.sampled_from(["0.00", "0.01", "9.99", "33.33", "100.00"]).map(Decimal)
money = st.sampled_from(["0.01", "5.00", "33.33", "94.99", "100.00", "250.00"]).map(Decimal)
terms = st.fixed_dictionaries(
    {},
    optional={
        "closing_day": days_of_month,
        "due_day": days_of_month,
        "period_reference": st.sampled_from(PeriodReference),
        "period_direction": st.sampled_from(PeriodDirection),
        "issue_mode": st.sampled_from(IssueMode),
        "exempt": st.booleans(),
        "punctuality_discount": st.sampled_from(["0.00", "5.00", "50.00"]).map(Decimal),
        "settle_short_by": st.sampled_from(["0.00", "5.00"]).map(Decimal),
    },
)
start_terms = st.builds(
    lambda changes: replace(
        BillingTerms(late_fee_percent=Decimal(2), monthly_interest_percent=Decimal(1)), **changes
    ),
    terms,
)
offsets = st.integers(-40, 40)
pick = st.integers(0, 5)
acts = st.one_of(
    st.tuples(
        st.just("add"), st.sampled_from(["email", "discount", "one_off"]), amounts, st.none() | offsets
    ),
    st.tuples(st.just("change"), pick, amounts, offsets, st.none() | offsets),
    st.tuples(st.just("remove"), pick),
    st.tuples(st.just("extra"), st.sampled_from(["0.05", "100.00"]).map(Decimal), st.integers(1, 4)),
    st.tuples(st.just("terms"), terms),
    st.tuples(st.just("start"), offsets),
    st.tuples(st.just("first"), st.sampled_from(FirstInvoiceMode)),
    st.tuples(st.just("manual")),
    st.tuples(st.just("pay"), pick, money, st.integers(0, 40)),
    st.tuples(st.just("cancel"), pick, st.booleans()),
    st.tuples(st.just("end")),
    st.tuples(st.just("back")),
    st.tuples(st.just("no_run")),
)
lives = st.lists(st.tuples(st.integers(1, 25), acts), min_size=4, max_size=18)


class Life:
    """A contract, lived through day by day; the run of each night is skipped after `no_run`."""

    def __init__(self, holder: Holder, agreed: BillingTerms) -> None:
        data = a_contract(
            holder,
            starts_on=START,
            billing=agreed,
            items=(an_item("email", "31.00"), an_item("one_off", "80.00")),
            extras=(an_extra("100.00", first_month=date(2017, 2, 1)),),
        )
        self.day, self.runs = START, True
        self.id = save_contract(data, START).id

    def contract(self) -> Contract:
        return db.session.get_one(Contract, self.id, populate_existing=True)

    def stored(self) -> ContractData:
        contract = self.contract()
        db.session.refresh(contract, ["items", "extras"])
        return replace(snapshot(contract), revision=contract.revision)

    def invoice_ids(self) -> list[int]:
        return list(db.session.scalars(select(Invoice.id).order_by(Invoice.id)))

    def pass_days(self, count: int) -> None:
        for _ in range(count):
            self.day += DAY
            if self.runs:
                run(self.day, confirmed=True)
                assert run(self.day, confirmed=True).issued == 0, "a second run of a date adds nothing"

    def do(self, name: str, *args: Any) -> None:
        act: Callable[..., None] = getattr(self, name)
        act(*args)

    def edit(self, **changes: Any) -> None:
        save_contract(replace(self.stored(), **changes), self.day)

    def near(self, offset: int | None) -> date | None:
        return None if offset is None else self.day + timedelta(days=offset)

    def add(self, type_name: str, amount: Decimal, offset: int | None) -> None:
        item = an_item(type_name, str(amount), starts_on=self.near(offset))
        self.edit(items=(*self.stored().items, item))

    def change(self, place: int, amount: Decimal, begins: int, ends: int | None) -> None:
        items = list(self.stored().items)
        if items:
            end = None if ends is None else self.near(begins + abs(ends) + 1)
            old = items[place % len(items)]
            items[place % len(items)] = replace(old, amount=amount, starts_on=self.near(begins), ends_on=end)
            self.edit(items=tuple(items))

    def remove(self, place: int) -> None:
        items = list(self.stored().items)
        if items:
            items.pop(place % len(items))
            self.edit(items=tuple(items))

    def extra(self, total: Decimal, instalments: int) -> None:
        extras = self.stored().extras
        billed = self.shares().get(extras[0].id, ZERO) if extras else ZERO
        kept = [replace(one, total=max(total, billed), instalments=instalments) for one in extras[:1]]
        self.edit(extras=tuple(kept))

    def terms(self, changes: dict[str, Any]) -> None:
        change_billing(self.id, changes, self.day)

    def start(self, offset: int) -> None:
        self.edit(starts_on=START + timedelta(days=offset))

    def first(self, mode: FirstInvoiceMode) -> None:
        with suppress(IssueRefused):
            issue_first(self.id, mode)

    def manual(self) -> None:
        with suppress(IssueRefused):
            issue_manual(self.id, self.day)

    def pay(self, place: int, amount: Decimal, ago: int) -> None:
        if ids := self.invoice_ids():
            paid_on = self.day - timedelta(days=ago)
            receive_payment(ids[place % len(ids)], Money(amount, paid_on, "pix"), self.day)

    def cancel(self, place: int, waive: bool) -> None:
        if ids := self.invoice_ids():
            with suppress(CancelRefused):
                cancel_invoice(ids[place % len(ids)], "engano", self.day, waive=waive)

    def end(self) -> None:
        end_contract(self.id, self.day, "mudou")

    def back(self) -> None:
        reactivate_contract(self.id, self.day, "voltou")

    def no_run(self) -> None:
        self.runs = not self.runs

    def shares(self) -> dict[int, Decimal]:
        query = select(InvoiceLine.extra_id, func.sum(InvoiceLine.amount)).where(
            InvoiceLine.extra_id.is_not(None), InvoiceLine.live
        )
        return dict(map(tuple, db.session.execute(query.group_by(InvoiceLine.extra_id))))


def check_days() -> None:
    """No day of an item, no one-off and no share is billed twice by live lines."""
    seen: Counter[tuple[int, date | None]] = Counter()
    lines = db.session.scalars(select(InvoiceLine).where(InvoiceLine.live, InvoiceLine.kind != "proration"))
    for line in lines:
        if line.item_id and line.days_from and line.days_until:
            parts = (
                read_parts(line.day_parts) if line.day_parts else [Period(line.days_from, line.days_until)]
            )
            assert sum(part.days for part in parts) == line.days
            seen.update((line.item_id, part.start + n * DAY) for part in parts for n in range(part.days))
        elif line.item_id:
            seen[(line.item_id, None)] += 1
        elif line.extra_id:
            seen[(-1000 * line.extra_id - (line.instalment or 0), None)] += 1
    assert [key for key, count in seen.items() if count > 1] == []


def check_money() -> None:
    """Money in = applied + credit; a total is the sum of its lines; what is left is what was not applied."""
    received = db.session.scalar(select(func.coalesce(func.sum(Receipt.amount), 0)))
    applied = db.session.scalar(select(func.coalesce(func.sum(Application.amount), 0)))
    credit = list(db.session.scalars(select(Receipt.credit)))
    assert received == applied + sum(credit, ZERO)
    assert all(one >= 0 for one in credit)
    invoices = list(db.session.scalars(select(Invoice).execution_options(populate_existing=True)))
    for one in invoices:
        given = select(func.coalesce(func.sum(Application.amount), 0)).where(Application.invoice_id == one.id)
        paid = db.session.scalar(given) or ZERO
        assert one.total == sum((line.amount for line in one.lines), ZERO) >= 0
        assert one.left == (one.total - paid if one.status == "open" else ZERO)
        assert one.left >= 0 and (one.status != "cancelled" or not paid)
        assert one.status != "open" or one.left > 0
    if any(one.status == "open" for one in invoices):
        assert sum(credit, ZERO) == 0, "credit waits while something is open"


def check_carries() -> None:
    """A sum left is charged by one living line at most, and never once its invoice is cancelled."""
    for one in db.session.scalars(select(Carry).execution_options(populate_existing=True)):
        lines = select(func.count()).where(InvoiceLine.carry_id == one.id, InvoiceLine.live)
        assert db.session.scalar(lines) == (1 if one.taken_by_id else 0)
        assert one.amount > 0


def check(life: Life) -> None:
    check_days()
    check_money()
    check_carries()
    numbers = list(db.session.scalars(select(Invoice.number).order_by(Invoice.id)))
    assert numbers == list(range(1, len(numbers) + 1))
    for extra_id, billed in life.shares().items():
        assert billed <= db.session.get_one(ExtraItem, extra_id, populate_existing=True).total


def forget() -> None:
    """Empty the database, so that each example begins alike."""
    with transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(agreed=start_terms, life=lives)
def test_a_contract_lived_through_in_any_way_bills_no_day_twice_and_loses_no_cent(
    app_context: Flask, agreed: BillingTerms, life: list[tuple[int, tuple[Any, ...]]]
) -> None:
    forget()
    lived = Life(a_holder(), agreed)

    for days, act in life:
        lived.do(*act)
        check(lived)
        lived.pass_days(days)
        check(lived)
