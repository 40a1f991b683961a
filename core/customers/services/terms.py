"""The words that a customer is found by, each room's under its own source."""

from __future__ import annotations

from collections.abc import Iterable

from core.customers.models import Customer, SearchTerm
from core.customers.rules.search import term_text
from core.customers.rules.typed import show_phone
from core.foundation.database import db, transaction
from core.foundation.documents import show

OWN = "customers"
MOST = 200


def index_terms(customer_id: int, source: str, terms: Iterable[tuple[str, str]]) -> None:
    """Replace what a customer is found by from one source. `terms`: (kind, as people write it) each; kinds are
    name, document, phone, email and login."""
    with transaction() as session:
        mine = (SearchTerm.customer_id == customer_id, SearchTerm.source == source)
        session.execute(db.delete(SearchTerm).where(*mine))
        session.add_all(_term(customer_id, source, kind, shown) for kind, shown in dict.fromkeys(terms))


def _term(customer_id: int, source: str, kind: str, shown: str) -> SearchTerm:
    text = term_text(kind, shown)[:MOST]
    return SearchTerm(customer_id=customer_id, source=source, kind=kind, text=text, shown=shown[:MOST])


def index_customer(customer: Customer) -> None:
    """Write anew what the registration itself is found by."""
    names = [name for name in (customer.name, customer.trade_name) if name]
    index_terms(
        customer.id,
        OWN,
        [
            *(("name", name) for name in names),
            ("document", show(customer.document)),
            *(("phone", show_phone(phone.number)) for phone in customer.phones),
            *(("email", email.address) for email in customer.emails),
            *([("login", customer.portal_user)] if customer.portal_user else []),
        ],
    )
