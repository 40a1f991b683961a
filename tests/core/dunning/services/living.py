"""A contract with one invoice that is not paid, written straight into the tables, and its nights."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core.billing.models import Invoice
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.customers.models import CustomerEmail
from core.dunning.queries.lists import history
from core.dunning.services.night import move
from core.foundation.calendar import DAY
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.holidays import holiday_calendar
from core.testing.builders import contract, customer, template

DUE = date(2017, 4, 10)
MANUAL = {
    "message_after_days": 1,
    "throttle_after_days": 3,
    "suspend_after_days": 10,
    "suspend_except": "holiday saturday sunday",
    "cancel_after_days": 10,
}
# Monday 2017-04-10, the manual's ladder (RULES §6): 04-11, 04-13, Thursday 04-20, 04-30.
MESSAGE, THROTTLED, SUSPENDED, CANCELLED = (date(2017, 4, day) for day in (11, 13, 20, 30))


def late_contract(due: date = DUE, amount: str = "100.00", email: str | None = None, **terms: Any) -> int:
    """The id of a contract on the manual's ladder with an invoice of R$ 100,00 due on 2017-04-10."""
    holder = customer()
    if email:
        with transaction() as session:
            session.add(CustomerEmail(customer_id=holder.id, address=email))
    made: int = contract(of=holder, template_id=template().id, **{**MANUAL, **terms}).id
    invoice(made, due, amount)
    return made


def invoice(contract_id: int, due: date = DUE, amount: str = "100.00", number: int = 1) -> int:
    """The id of an open invoice of a contract, without fee or interest."""
    total = Decimal(amount)
    made = Invoice(
        contract_id=contract_id,
        number=number,
        kind="regular",
        status="open",
        issue_date=due - 9 * DAY,
        due_date=due,
        effective_due_date=holiday_calendar().effective(due),
        closing_on=due - 9 * DAY,
        total=total,
        base=total,
        left=total,
        punctuality_discount=Decimal(0),
        late_fee_percent=Decimal(0),
        monthly_interest_percent=Decimal(0),
        settle_short_by=Decimal("5.00"),
        holder_name="Marina Tavares",
        holder_document="11144477735",
        billing_address="Rua das Acácias, 120",
        installation_address="Rua das Acácias, 120",
        created_at=now(),
    )
    with transaction() as session:
        session.add(made)
    return made.id


def nights(first: date, last: date, told: bool = True) -> None:
    """Every night from one day to another; `told`: each notice is taken on its day."""
    day = first
    while day <= last:
        move(day)
        if told:
            hear_all(day)
        day += DAY


def hear_all(day: date) -> None:
    """Whatever notice waits is taken by some channel on a day."""
    from core.dunning.queries.lists import unheard_notices
    from core.dunning.rules.keys import notice_key
    from core.dunning.services.notice import taken

    for contract_id, notice_id in unheard_notices():
        taken(notice_key(notice_id), contract_id, day)


def pay(contract_id: int, day: date, amount: str = "100.00", paid_on: date | None = None) -> None:
    """Receive money for the contract's first invoice."""
    first = db.select(Invoice.id).where(Invoice.contract_id == contract_id).order_by(Invoice.id)
    key = db.session.scalars(first).first()
    assert key
    receive_payment(key, Money(Decimal(amount), paid_on or day, "pix"), day)


def stage(contract_id: int) -> str:
    """Where it stands now."""
    db.session.rollback()
    found: str = db.session.get_one(Contract, contract_id, populate_existing=True).stage
    return found


def timeline(contract_id: int) -> list[tuple[date, str]]:
    """What happened on the ladder, oldest first."""
    return [(one.on_day, one.event) for one in reversed(history(contract_id))]
