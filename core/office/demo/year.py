"""A year lived through: contracts begin, invoices are issued on their days, most people pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from core.billing.models import Invoice
from core.billing.queries.debts import debt_of_row
from core.billing.rules.facts import FirstInvoiceMode
from core.billing.rules.owed import owed_on
from core.billing.services.issue import IssueRefused, issue_first
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.customers.models import Customer
from core.dunning.queries.lists import at_stage
from core.dunning.rules.facts import Stage
from core.dunning.services.hold import hold
from core.dunning.services.night import move
from core.dunning.services.unlock import trust_unlock
from core.foundation import audit
from core.foundation.calendar import DAY
from core.foundation.database import db, transaction
from core.foundation.outbox import drain
from core.office.demo.house import House, furnish
from core.office.demo.people import MOST_DAYS, SEED, Newcomer, leave_unlinked, newcomers, register
from core.office.demo.post import ACCESS, deliver, open_mailbox

Progress = Callable[[int, int], None]
Payments = dict[date, list[tuple[int, str]]]
STOPPED_PAYING = 75
HOW = ("pix", "pix", "boleto", "cash", "card")


def make_demo(today: date, progress: Progress = lambda done, of: None) -> None:
    """Fill an empty database with the provider as it stands on a day. Raises RuntimeError where it is not empty."""
    if db.session.scalars(select(Customer.id)).first():
        raise RuntimeError("the database already holds customers; the demo wants an empty one")
    audit.act_as(audit.Actor(None, "demonstração"))
    house = furnish(today)
    open_mailbox()
    payments: Payments = defaultdict(list)
    leave_unlinked(house)
    coming = newcomers(today)
    first = today - timedelta(days=MOST_DAYS)
    for n in range(MOST_DAYS):
        day = first + n * DAY
        while coming and (coming[0].starts_on or today) <= day:
            _arrive(coming.pop(0), house, payments, today)
        _live(day, payments, today)
        progress(n + 1, MOST_DAYS)
    for one in coming:
        register(one, house)
    _receive(today, payments)  # of today only what came in: its run is for whoever looks
    deliver(today)
    _spare_some(today)
    drain(ACCESS)  # what its devices were told in that year


def _spare_some(today: date) -> None:
    """Who called is held back, who asked is unlocked: as a provider's desk would have done this week."""
    waiting = [one for stage in (Stage.MESSAGE, Stage.THROTTLED) for one in at_stage(stage)]
    if waiting:
        hold(waiting[:1], today + 2 * DAY, "Vai pagar na quinta, ligou hoje", today)
    for contract_id in at_stage(Stage.SUSPENDED)[:1]:
        trust_unlock(contract_id, today)


def _arrive(one: Newcomer, house: House, payments: Payments, today: date) -> None:
    contract_id = register(one, house)
    if contract_id is None:
        return
    try:
        mode = FirstInvoiceMode.JOIN if one.number % 3 else FirstInvoiceMode.PRORATED
        invoice_id = issue_first(contract_id, mode)
    except IssueRefused:  # an item of a plugin that is off
        return
    if invoice_id:
        _plan(db.session.get_one(Invoice, invoice_id), payments, today)


def _live(day: date, payments: Payments, today: date) -> None:
    """The payments of a day, then its night: the ladder, the invoices. The mail arrives in the morning."""
    _receive(day, payments)
    move(day)
    deliver(day)
    if run(day, confirmed=True).issued:
        for invoice in db.session.scalars(
            select(Invoice).where(Invoice.issue_date == day, Invoice.kind == "regular")
        ):
            _plan(invoice, payments, today)


def _receive(day: date, payments: Payments) -> None:
    with transaction():
        for invoice_id, how in payments.pop(day, ()):
            _pay(invoice_id, day, how)


def _pay(invoice_id: int, day: date, how: str) -> None:
    invoice = db.session.get_one(Invoice, invoice_id)
    amount = owed_on(debt_of_row(invoice), (), day).amount
    if how == "part":
        amount, how = Decimal("50.00"), "cash"
    if invoice.status == "open" and amount:
        receive_payment(invoice_id, Money(amount, day, how), day)


def _plan(invoice: Invoice, payments: Payments, today: date) -> None:
    """When, and whether, the invoice will be paid: by the contract's habit."""
    contract = db.session.get_one(Contract, invoice.contract_id)
    random = Random(SEED * 100_000 + invoice.contract_id * 100 + invoice.number)  # noqa: S311  # made-up habits
    habit = contract.id % 25
    if habit == 3 and (today - invoice.issue_date).days < STOPPED_PAYING:
        return
    late = random.randint(2, 14) if habit in (5, 11, 17) and random.random() < 0.6 else 0
    day = invoice.effective_due_date + late * DAY if late else invoice.due_date - random.randint(0, 6) * DAY
    how = "part" if habit == 8 and invoice.number % 6 == 0 else random.choice(HOW)
    payments[max(day, invoice.issue_date + DAY)].append((invoice.id, how))
