"""Linking internet accounts to contracts."""

from __future__ import annotations

from collections.abc import Collection

from core.access.models import InternetAccount
from core.access.queries.owners import holder_words
from core.access.services.terms import keep_terms_of
from core.access.services.wanted import let_go
from core.foundation import audit
from core.foundation.database import db, transaction

# The account alone: PostgreSQL locks no row that an outer join may not find.
LOCK = {"of": InternetAccount}


class AccountTaken(Exception):
    """The account cannot be given to the contract; the message is for a person."""


def link_account(account_id: int, contract_id: int, customer_id: int | None = None) -> None:
    """Give an account to a contract and its holder.

    Raises AccountTaken where it is another contract's, is switched off, or is there no more.
    """
    with transaction() as session:
        account = session.get(InternetAccount, account_id, with_for_update=LOCK, populate_existing=True)
        if account is None or not account.active:
            raise AccountTaken(
                "A conta de internet escolhida não existe mais ou foi desativada. Escolha outra."
            )
        if account.contract_id not in (None, contract_id):
            raise AccountTaken(f"A conta {account.label} já está no {holder_words(account)}. Escolha outra.")
        before = account.customer_id
        if (account.contract_id, before) != (contract_id, customer_id):
            account.contract_id, account.customer_id = contract_id, customer_id
            audit.record("account_linked", "account", account_id, {"contract": contract_id})
            keep_terms_of(before, customer_id)


def unlink_accounts(contract_id: int, keep: Collection[int]) -> None:
    """Take from a contract all its accounts but those to keep: they have no access from then on."""
    gone: list[int] = []
    with transaction() as session:
        mine = InternetAccount.contract_id == contract_id
        for account in session.scalars(db.select(InternetAccount).where(mine)):
            if account.id not in keep:
                before, account.contract_id, account.customer_id = account.customer_id, None, None
                audit.record("account_unlinked", "account", account.id, {"contract": contract_id})
                keep_terms_of(before)
                gone.append(account.id)
        let_go(gone, f"saiu do contrato {contract_id}")
