"""Internet accounts: one, a page of the list, those of a search, those that items stand for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import selectinload

from core.access.models import METHODS, InternetAccount
from core.foundation.database import db
from core.foundation.text import fold, like

PAGE = 50
UNLINKED, INACTIVE = "sem-contrato", "desativadas"


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Accounts, newest first; `newer` and `older` are the ids that the neighbouring pages begin from."""

    rows: list[InternetAccount]
    newer: int | None
    older: int | None


def account(account_id: int) -> InternetAccount | None:
    """An account by its id."""
    return db.session.get(InternetAccount, account_id)


def accounts_page(
    text: str = "", chip: str = "", before: int | None = None, after: int | None = None
) -> AccountsPage:
    """One page of those found by `text` and `chip`: a method, UNLINKED, INACTIVE, or "" for all in use."""
    query = chosen(matching(db.select(InternetAccount), text), chip).options(
        selectinload(InternetAccount.devices)
    )
    if after is not None:
        newer = query.where(InternetAccount.id > after).order_by(InternetAccount.id).limit(PAGE + 1)
        rows = list(db.session.scalars(newer))
        return _page(rows[:PAGE][::-1], more_newer=len(rows) > PAGE, more_older=True)
    older = query if before is None else query.where(InternetAccount.id < before)
    rows = list(db.session.scalars(older.order_by(InternetAccount.id.desc()).limit(PAGE + 1)))
    return _page(rows[:PAGE], more_newer=before is not None, more_older=len(rows) > PAGE)


def _page(rows: list[InternetAccount], more_newer: bool, more_older: bool) -> AccountsPage:
    newer = rows[0].id if rows and more_newer else None
    return AccountsPage(rows, newer, rows[-1].id if rows and more_older else None)


def matching(query: Select[InternetAccount], text: str) -> Select[InternetAccount]:
    """Those whose login, MAC, IP or comment holds each word of the text, accents and capitals ignored."""
    for word in fold(text).split():
        query = query.where(InternetAccount.search_text.like(like(word), escape="\\"))
    return query


def chosen(query: Select[InternetAccount], chip: str) -> Select[InternetAccount]:
    """Those of one chip of the list."""
    if chip == INACTIVE:
        return query.where(~InternetAccount.active)
    query = query.where(InternetAccount.active)
    if chip == UNLINKED:
        return query.where(InternetAccount.contract_id.is_(None))
    return query.where(InternetAccount.method == chip) if chip in METHODS else query


def find_accounts(text: str, limit: int) -> list[InternetAccount]:
    """The first few that a text finds, newest first."""
    query = matching(db.select(InternetAccount), text).order_by(InternetAccount.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def account_data(account_ids: Collection[int]) -> Mapping[int, InternetAccount]:
    """The accounts of these ids, with plan and devices, in two queries however many they are."""
    if not account_ids:
        return {}
    query = db.select(InternetAccount).where(InternetAccount.id.in_(account_ids))
    found = db.session.scalars(query.options(selectinload(InternetAccount.devices)))
    return {one.id: one for one in found}
