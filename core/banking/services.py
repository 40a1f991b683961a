"""Bank accounts: made, renamed, switched off."""

from __future__ import annotations

from core.banking.models import BankAccount
from core.foundation import audit
from core.foundation.database import db, transaction


class NameTaken(ValueError):
    """Another bank account has the name; the text is for a person."""


def save_account(account_id: int | None, name: str, active: bool = True) -> int:
    """Make or change a bank account without a plugin (received over the counter); returns its id.

    Raises NameTaken where another has the name, capitals ignored.
    """
    with transaction() as session:
        same = db.func.lower(BankAccount.name) == name.lower()
        if session.scalar(db.select(BankAccount.id).where(same, BankAccount.id != (account_id or 0))):
            raise NameTaken(f"Já há uma conta “{name}”.")
        account = session.get_one(BankAccount, account_id) if account_id else BankAccount()
        account.name, account.active = name, active
        session.add(account)
        session.flush()
        action = "bank_account_changed" if account_id else "bank_account_created"
        audit.record(action, "bank_account", account.id, {"name": name, "active": active})
        return account.id
