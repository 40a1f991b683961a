"""Who signed in to the message portal: a signed cookie of its own, apart from the session of the staff.

It ends with a new password, after half a day, or with the browser.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.customers.models import Customer
from core.foundation.database import db

NAME, PATH, SECONDS = "mensagens", "/mensagens", 12 * 3600


def write(response: Response, customer: Customer) -> None:
    """Let the customer stay in."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    value = _signer().dumps([customer.id, _mark(customer)])
    response.set_cookie(NAME, value, path=PATH, httponly=True, samesite="Lax", secure=secure)


def forget(response: Response) -> None:
    """Let nobody stay in."""
    response.delete_cookie(NAME, path=PATH)


def read() -> Customer | None:
    """The customer that the request's cookie names, as long as it holds."""
    try:
        customer_id, mark = _signer().loads(request.cookies.get(NAME, ""), max_age=SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    customer = db.session.get(Customer, customer_id)
    return customer if customer and mark == _mark(customer) else None


def _signer() -> URLSafeTimedSerializer:
    key: Any = current_app.secret_key
    return URLSafeTimedSerializer(key, salt="malha.portal")


def _mark(customer: Customer) -> str:
    return blake2b((customer.portal_password_hash or "").encode(), digest_size=8).hexdigest()
