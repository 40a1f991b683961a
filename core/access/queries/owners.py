"""Whose an account is, in words for a person."""

from __future__ import annotations

from core.access.models import InternetAccount
from core.customers.models import Customer
from core.foundation.database import db


def holder_words(account: InternetAccount) -> str:
    """“contrato 12, de Marina Tavares”; “contrato 12” where the holder is not known."""
    holder = db.session.get(Customer, account.customer_id) if account.customer_id else None
    return f"contrato {account.contract_id}" + (f", de {holder.name}" if holder else "")


def login_taken(login: str, by_other_than: int | None) -> str | None:
    """A sentence on who has the login already, capitals ignored, or None where it is free."""
    same = db.func.lower(InternetAccount.login) == login.lower()
    others = InternetAccount.id != (by_other_than or 0)
    account = db.session.scalar(db.select(InternetAccount).where(same, others).limit(1))
    if account is None:
        return None
    if account.contract_id:
        return f"O login {account.login} já é do {holder_words(account)}."
    state = "sem contrato" if account.active else "desativada"
    return f"O login {account.login} já é de uma conta {state}."
