"""Money received by a person at a form: shown first, then kept once, however often the form is sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.models import Invoice, Receipt
from core.billing.rules.effects import Effect, effect_of
from core.billing.services.locking import lock_contracts
from core.billing.services.settle import Money, open_invoices, receive_payment, waiting_credit
from core.contracts.models import Contract
from core.foundation.database import db, transaction

MARK = "form:"


def effect_of_payment(invoice_id: int, amount: Decimal, paid_on: date) -> Effect:
    """What receiving an amount (R$) for an invoice would do; writes nothing."""
    contract_id = db.session.get_one(Invoice, invoice_id).contract_id
    short_by = db.session.get_one(Contract, contract_id).settle_short_by
    return effect_of(
        amount, paid_on, invoice_id, open_invoices(contract_id), waiting_credit(contract_id), short_by
    )


def receive_once(invoice_id: int, amount: Decimal, paid_on: date, method: str, token: str, day: date) -> bool:
    """Receive money (R$) by hand, once a token; False where that form was received before.

    The token is kept with the receipt, and looked for with the contract locked: of two sendings at one moment the
    second finds it. Raises ReceiptRefused with a sentence.
    """
    mark = MARK + token
    with transaction() as session:
        contract_id = session.get_one(Invoice, invoice_id).contract_id
        lock_contracts(session, [contract_id])
        if _received(session, contract_id, mark):
            return False
        receive_payment(invoice_id, Money(amount, paid_on, method, mark), day)
        return True


def _received(session: Session, contract_id: int, mark: str) -> bool:
    mine = (Receipt.contract_id == contract_id, Receipt.external_id == mark)
    return session.scalars(select(Receipt.id).where(*mine)).first() is not None
