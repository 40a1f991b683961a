"""Customers behind the one search box."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from core.customers.queries.page import Wanted, page_of
from core.customers.rules.typed import show_phone
from core.extension.types import SearchHit
from core.foundation.documents import mask


def find_customers(text: str, limit: int) -> Sequence[SearchHit]:
    """The first customers, by name, that hold every word."""
    if not text.strip():
        return []
    return [
        SearchHit(
            row.name,
            " · ".join(
                part for part in (mask(row.document), show_phone(row.phone) if row.phone else "") if part
            ),
            url_for("customers.show", customer_id=row.id),
            "user",
        )
        for row in page_of(Wanted(text)).rows[:limit]
    ]
