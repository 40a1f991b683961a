"""Bank accounts, read."""

from __future__ import annotations

from core.banking.models import BankAccount
from core.foundation.database import db


def active_accounts() -> list[BankAccount]:
    """Those that a contract may be charged through, by name."""
    return list(
        db.session.scalars(db.select(BankAccount).where(BankAccount.active).order_by(BankAccount.name))
    )


def accounts() -> list[BankAccount]:
    """All of them, those in use first."""
    return list(
        db.session.scalars(db.select(BankAccount).order_by(BankAccount.active.desc(), BankAccount.name))
    )


def account(account_id: int) -> BankAccount | None:
    """One by its id."""
    return db.session.get(BankAccount, account_id)
