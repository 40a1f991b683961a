"""Cancel an invoice, with a reason: what it billed goes to the next one, unless it is waived. RULES §4."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.billing.models import CANCELLED, Application, Carry, Invoice, InvoiceLine, Receipt
from core.billing.services.locking import lock_contracts
from core.billing.services.settle import use_waiting_credit
from core.extension.calls import tell
from core.foundation import audit, outbox
from core.foundation.database import transaction
from core.foundation.money import ZERO

LONGEST_REASON = 300


class CancelRefused(Exception):
    """An invoice that cannot be cancelled; the message is for a person."""


def cancel_invoice(invoice_id: int, reason: str, day: date, *, waive: bool = False) -> None:
    """Take an invoice out of every sum. What was paid on it is credit again, and used at once.

    Its days, one-off items, instalments and carried sums wait for the next invoice, unless they are waived.
    Raises CancelRefused with a sentence.
    """
    if not reason.strip():
        raise CancelRefused("Escreva o motivo; ele fica no histórico.")
    with transaction() as session:
        invoice = session.get_one(Invoice, invoice_id)
        lock_contracts(session, [invoice.contract_id])
        session.refresh(invoice)
        _check(session, invoice)
        _mark(invoice, reason.strip()[:LONGEST_REASON], day, waive)
        if not waive:
            _give_back(session, invoice)
        _free_payments(session, invoice)
        session.execute(update(Carry).where(Carry.invoice_id == invoice.id).values(void=True))
        _tell(invoice)
        use_waiting_credit(invoice.contract_id, day)
        tell("when_invoice_cancelled", contract_id=invoice.contract_id, day=day)


def _check(session: Session, invoice: Invoice) -> None:
    if invoice.status == CANCELLED:
        raise CancelRefused("Esta fatura já foi cancelada.")
    taken = select(Invoice.id).join(Carry, Carry.taken_by_id == Invoice.id)
    later = session.scalar(taken.where(Carry.invoice_id == invoice.id, Invoice.status != CANCELLED))
    if later:
        raise CancelRefused(
            f"O que faltou desta fatura já foi cobrado na {later}. Cancele primeiro a {later}."
        )


def _mark(invoice: Invoice, reason: str, day: date, waive: bool) -> None:
    invoice.status, invoice.left, invoice.paid_on = CANCELLED, ZERO, None
    invoice.cancelled_on, invoice.cancel_reason, invoice.waived = day, reason, waive


def _give_back(session: Session, invoice: Invoice) -> None:
    session.execute(update(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).values(live=False))
    session.execute(update(Carry).where(Carry.taken_by_id == invoice.id).values(taken_by_id=None))


def _free_payments(session: Session, invoice: Invoice) -> None:
    """Every part applied to the invoice is credit of its receipt again."""
    for one in session.scalars(select(Application).where(Application.invoice_id == invoice.id)):
        receipt = session.get_one(Receipt, one.receipt_id)
        receipt.credit += one.amount
        session.delete(one)
    session.flush()


def _tell(invoice: Invoice) -> None:
    data = {"contract": invoice.contract_id, "reason": invoice.cancel_reason, "waived": invoice.waived}
    audit.record("invoice_cancelled", "invoice", invoice.id, data)
    outbox.emit("on_invoice_cancelled", invoice_id=invoice.id)
