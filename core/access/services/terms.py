"""Logins, MACs and IPs of a customer's accounts, as words that the customer is found by."""

from __future__ import annotations

from core.access.models import InternetAccount
from core.customers.models import SearchTerm
from core.foundation.database import db
from core.foundation.text import fold

SOURCE, KIND = "access", "login"


def keep_terms_of(*customer_ids: int | None) -> None:
    """Write anew, in the running transaction, what customers are found by; None is no customer."""
    for customer_id in {key for key in customer_ids if key}:
        db.session.flush()
        mine = (SearchTerm.customer_id == customer_id, SearchTerm.source == SOURCE)
        db.session.execute(db.delete(SearchTerm).where(*mine))
        db.session.add_all(_term(customer_id, shown) for shown in _identifiers(customer_id))


def _identifiers(customer_id: int) -> list[str]:
    columns = (InternetAccount.login, InternetAccount.mac, InternetAccount.ip)
    rows = db.session.execute(db.select(*columns).where(InternetAccount.customer_id == customer_id))
    return sorted({value for row in rows for value in row if value})


def _term(customer_id: int, shown: str) -> SearchTerm:
    return SearchTerm(customer_id=customer_id, source=SOURCE, kind=KIND, text=fold(shown), shown=shown)
