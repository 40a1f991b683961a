"""Record what the rules of settling answered, and receive money. Source: RULES §5."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from core.billing.models import IS_OPEN, PAID, Application, Carry, Invoice, Receipt
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.settle import Lot, OpenInvoice, Outcome, Step, receive, use_credit
from core.billing.services.locking import lock_contracts
from core.contracts.models import Contract
from core.extension.calls import tell
from core.foundation import audit, outbox
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.money import ZERO

METHODS = ("cash", "card", "transfer", "pix", "boleto", "other")


class ReceiptRefused(Exception):
    """Money that cannot be received as it was typed; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Money:
    """Money that came in: R$ above 0, the day the customer paid, how, and the bank's own id of it."""

    amount: Decimal
    paid_on: date
    method: str
    external_id: str | None = None


def receive_payment(invoice_id: int, money: Money, day: date, *, bank_settled: bool = False) -> Outcome:
    """Receive money for an invoice on a day; what it does to the invoices of the contract is recorded and given.

    Raises ReceiptRefused with a sentence for an amount of zero or less and for a day paid in the future.
    """
    _check(money, day)
    with transaction() as session:
        invoice = session.get_one(Invoice, invoice_id)
        lock_contracts(session, [invoice.contract_id])
        receipt = _receipt(invoice, money, day)
        short_by = session.get_one(Contract, invoice.contract_id).settle_short_by
        credit = waiting_credit(invoice.contract_id, but=receipt.id)
        new = Lot(receipt.id, money.amount, money.paid_on)
        debts = open_invoices(invoice.contract_id)
        outcome = receive(new, invoice_id, debts, credit, short_by, bank_settled=bank_settled)
        keep_outcome(invoice.contract_id, outcome, [*credit, new], day)
        tell("when_payment_received", contract_id=invoice.contract_id, paid_on=money.paid_on, day=day)
        return outcome


def use_waiting_credit(contract_id: int, day: date) -> Outcome:
    """Use what credit a contract has on what it has open; to be called in a transaction that locked it."""
    credit = waiting_credit(contract_id)
    short_by = db.session.get_one(Contract, contract_id).settle_short_by
    outcome = use_credit(open_invoices(contract_id), credit, short_by)
    keep_outcome(contract_id, outcome, credit, day)
    return outcome


def _check(money: Money, day: date) -> None:
    if money.amount <= 0:
        raise ReceiptRefused("Digite um valor maior que zero.")
    if money.paid_on > day:
        raise ReceiptRefused("O dia do pagamento não pode estar no futuro.")
    if money.method not in METHODS:
        raise ReceiptRefused("Escolha como foi pago.")


def _receipt(invoice: Invoice, money: Money, day: date) -> Receipt:
    receipt = Receipt(
        contract_id=invoice.contract_id,
        invoice_id=invoice.id,
        amount=money.amount,
        credit=money.amount,
        paid_on=money.paid_on,
        known_on=day,
        method=money.method,
        external_id=money.external_id,
        received_by=audit.actor().name,
        created_at=now(),
    )
    db.session.add(receipt)
    db.session.flush()
    data = {"contract": invoice.contract_id, "amount": str(money.amount), "paid_on": str(money.paid_on)}
    audit.record("payment_received", "invoice", invoice.id, {**data, "method": money.method})
    return receipt


def waiting_credit(contract_id: int, but: int = 0) -> list[Lot]:
    """What receipts of a contract still have to give; that of the receipt `but` left out."""
    wanted = (Receipt.contract_id == contract_id, Receipt.credit > ZERO, Receipt.id != but)
    rows = db.session.execute(select(Receipt.id, Receipt.credit, Receipt.paid_on).where(*wanted))
    return [Lot(*row) for row in rows]


def open_invoices(contract_id: int) -> list[OpenInvoice]:
    """The invoices of a contract that are not paid, with all that was applied to them."""
    wanted = (Invoice.contract_id == contract_id, IS_OPEN)
    invoices = list(
        db.session.scalars(select(Invoice).where(*wanted).execution_options(populate_existing=True))
    )
    paid = payments_of([one.id for one in invoices])
    return [OpenInvoice(one.id, debt_of_row(one), tuple(paid.get(one.id, ()))) for one in invoices]


def keep_outcome(contract_id: int, outcome: Outcome, before: Collection[Lot], day: date) -> None:
    """Write the steps in their order, and what is left of every receipt that the rules were given."""
    for step in outcome.steps:
        _keep_step(contract_id, step, day)
    _keep_credit(before, outcome.credit)
    db.session.flush()


def _keep_step(contract_id: int, step: Step, day: date) -> None:
    invoice = db.session.get_one(Invoice, step.invoice_id)
    for one in step.applications:
        db.session.add(
            Application(
                receipt_id=one.receipt_id,
                invoice_id=one.invoice_id,
                amount=one.amount,
                counts_on=one.counts_on,
            )
        )
        invoice.left = max(invoice.left - one.amount, ZERO)
    action = "invoice_settled" if step.paid else "part_payment"
    if step.paid:
        invoice.status, invoice.left, invoice.paid_on = PAID, ZERO, step.counts_on
        outbox.emit("on_invoice_settled", invoice_id=invoice.id)
    if step.carried:
        db.session.add(Carry(contract_id=contract_id, invoice_id=invoice.id, amount=step.carried))
    amount = sum((one.amount for one in step.applications), ZERO)
    data = {"contract": contract_id, "amount": str(amount), "counts_on": str(step.counts_on), "on": str(day)}
    audit.record(action, "invoice", invoice.id, {**data, "carried": str(step.carried)})


def _keep_credit(before: Iterable[Lot], after: Sequence[Lot]) -> None:
    left = {lot.receipt_id: lot.amount for lot in after}
    for lot in before:
        receipt = db.session.get_one(Receipt, lot.receipt_id)
        receipt.credit = left.get(lot.receipt_id, ZERO)
