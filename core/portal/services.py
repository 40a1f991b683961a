"""What a customer does in the message portal: sign in, ask for a trust unlock."""

from __future__ import annotations

from datetime import date

from core.customers.models import Customer
from core.dunning.services.unlock import trust_unlock
from core.foundation import audit
from core.foundation.database import transaction
from core.identity.passwords import hash_password, outdated, verify_password
from core.identity.throttle import forget_guesses, may_guess
from core.portal.queries import Visitor, customer_called

# Customers and staff may have the same user: neither locks the other out.
GUESSES = "portal:"


class TooManyGuesses(Exception):
    """The user's password was guessed at too often."""


class NotTheirs(Exception):
    """The contract is not one of the visitor's."""


def sign_in(user: str, password: str) -> Customer | None:
    """The customer of a portal user and password, or None; it takes as long for a user that there is not.

    Raises TooManyGuesses, whether there is such a user or not.
    """
    if not may_guess(GUESSES + user):
        raise TooManyGuesses
    customer = customer_called(user)
    stored = customer.portal_password_hash if customer else None
    if not verify_password(stored, password) or customer is None:
        return None
    forget_guesses(GUESSES + user)
    with transaction() as session:
        kept = session.get_one(Customer, customer.id)
        if stored and outdated(stored):
            kept.portal_password_hash = hash_password(password)
    return kept


def unlock(visitor: Visitor, contract_id: int, day: date) -> date:
    """Unlock one of the visitor's contracts in trust; gives the day until when.

    Raises NotTheirs, and UnlockRefused with a sentence where it is not allowed.
    """
    if contract_id not in visitor.contract_ids:
        raise NotTheirs
    audit.act_as(audit.Actor(None, f"{visitor.name} (cliente)"[:120]))
    return trust_unlock(contract_id, day, by_customer=True)
