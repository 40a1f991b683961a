"""Linking internet accounts to contracts."""

from __future__ import annotations

from collections.abc import Collection

from core.access.models import InternetAccount
from core.foundation.database import db, transaction


class AccountTaken(Exception):
    """The account belongs to another contract; the message is for a person."""


def link_account(account_id: int, contract_id: int) -> None:
    """Give an account to a contract. Raises AccountTaken where another contract has it."""
    with transaction() as session:
        account = session.get_one(InternetAccount, account_id, with_for_update=True, populate_existing=True)
        if account.contract_id not in (None, contract_id):
            raise AccountTaken(f"A conta {account.label} já está no contrato {account.contract_id}.")
        account.contract_id = contract_id


def unlink_accounts(contract_id: int, keep: Collection[int]) -> None:
    """Take from a contract all its accounts but those to keep."""
    with transaction() as session:
        mine = InternetAccount.contract_id == contract_id
        for account in session.scalars(db.select(InternetAccount).where(mine)):
            if account.id not in keep:
                account.contract_id = None
