"""The accounts that a contract may take, the one that seems to be its customer's on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import selectinload

from core.access.models import InternetAccount
from core.access.queries.accounts import UNLINKED, chosen, matching
from core.access.rules.likeness import Likeness, likeness, words_of_name, words_of_street
from core.customers.models import Customer
from core.foundation.database import db
from core.foundation.text import like

SHOWN, LOOKED_AT = 5, 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account on offer; `why` says what makes it seem this customer's, "" where nothing does."""

    account: InternetAccount
    why: str = ""


@dataclass(frozen=True, slots=True)
class Picker:
    """What is on offer: the first rows, how many match the text, and how many there are without a contract."""

    rows: list[Candidate]
    found: int
    unlinked: int
    chosen: int | None


def picker(text: str, customer_id: int | None, selected: int | None) -> Picker:
    """The accounts without a contract that match, likely ones first; the selected one is always among them."""
    free = chosen(db.select(InternetAccount), UNLINKED)
    likely = {} if text else _likely(free, customer_id)
    first = _selected(selected) + [_load(key) for key in likely if key != selected]
    rest = matching(free, text).where(InternetAccount.id.not_in([one.id for one in first]))
    listed = db.session.scalars(_with_all(rest).order_by(InternetAccount.id.desc()).limit(SHOWN))
    rows = [Candidate(one, likely[one.id].reason if one.id in likely else "") for one in [*first, *listed]][
        :SHOWN
    ]
    best = next(iter(likely), None)
    return Picker(rows, _count(matching(free, text)), _count(free), selected or best)


def unlinked_count() -> int:
    """How many accounts no contract has."""
    return _count(chosen(db.select(InternetAccount), UNLINKED))


def _selected(account_id: int | None) -> list[InternetAccount]:
    found = db.session.get(InternetAccount, account_id) if account_id else None
    return [found] if found else []


def _load(account_id: int) -> InternetAccount:
    return db.session.get_one(InternetAccount, account_id)


def _with_all(query: Select[InternetAccount]) -> Select[InternetAccount]:
    return query.options(selectinload(InternetAccount.devices))


def _count(query: Select[InternetAccount]) -> int:
    return db.session.scalar(query.with_only_columns(db.func.count())) or 0


def _likely(free: Select[InternetAccount], customer_id: int | None) -> dict[int, Likeness]:
    """Up to three accounts that seem to be the customer's, the surest first."""
    customer = db.session.get(Customer, customer_id) if customer_id else None
    if customer is None:
        return {}
    places = [(address.street, address.number) for address in customer.addresses]
    near = db.session.scalars(_with_all(free.where(db.or_(*_hints(customer, places)))).limit(LOOKED_AT))
    likes = {one.id: likeness(customer.name, places, one.login or "", one.comment or "") for one in near}
    sure = sorted(
        ((like_, key) for key, like_ in likes.items() if like_), key=lambda pair: (-pair[0].score, pair[1])
    )
    return {key: like_ for like_, key in sure[:3]}


def _hints(customer: Customer, places: Iterable[tuple[str, str]]) -> list[ColumnElement[bool]]:
    """Cheap first sieve in the database; the rule decides."""
    words = words_of_name(customer.name)[:1] + [
        word for street, _ in places for word in words_of_street(street)[-1:]
    ]
    return [InternetAccount.search_text.like(like(word), escape="\\") for word in words] or [db.false()]
