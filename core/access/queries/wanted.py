"""What internet accounts should have now, and what they can have, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from core.access.models import InternetAccount, Plan, WantedAccess
from core.access.rules.wanted import PlanSpeeds
from core.extension.devices import AccessState
from core.foundation.bulk import among
from core.foundation.database import db


@dataclass(frozen=True, slots=True)
class Subject:
    """An internet account of which something is wanted: its contract and the speeds of its plan."""

    account_id: int
    contract_id: int | None
    plan: PlanSpeeds


@dataclass(frozen=True, slots=True)
class WantedNow:
    """What an account should have, as it is kept; speeds in kbit/s."""

    state: AccessState
    speeds: tuple[int, int]
    not_before: datetime | None
    reason: str
    version: int


def accounts_of_contracts(contract_ids: Sequence[int]) -> list[Subject]:
    """The accounts of contracts, locked until the running transaction ends, in one query."""
    return _subjects(among(db.session(), InternetAccount.contract_id, contract_ids))


def accounts_of_ids(account_ids: Sequence[int]) -> list[Subject]:
    """The same by the ids of the accounts."""
    return _subjects(among(db.session(), InternetAccount.id, account_ids))


def managed_accounts_on(plan_id: int) -> list[Subject]:
    """The accounts on a plan of which something is wanted, likewise locked."""
    wanted = select(WantedAccess.account_id)
    return _subjects(InternetAccount.plan_id == plan_id, InternetAccount.id.in_(wanted))


def _subjects(*chosen: Any) -> list[Subject]:
    columns = (InternetAccount.id, InternetAccount.contract_id, *_speeds())
    query: Select[Any] = select(*columns).join(Plan, Plan.id == InternetAccount.plan_id).where(*chosen)
    # The account alone, not its plan.
    rows = db.session.execute(query.order_by(InternetAccount.id).with_for_update(of=InternetAccount))
    return [Subject(row[0], row[1], PlanSpeeds(*row[2:])) for row in rows]


def _speeds() -> tuple[Any, ...]:
    return Plan.download_kbps, Plan.upload_kbps, Plan.reduced_download_kbps, Plan.reduced_upload_kbps


def wanted_now(account_ids: Sequence[int]) -> dict[int, WantedNow]:
    """What is wanted of each account, of those of which something is, in one query."""
    row = WantedAccess
    columns = (row.account_id, row.state, row.download_kbps, row.upload_kbps)
    query = select(*columns, row.not_before, row.reason, row.version)
    rows = db.session.execute(query.where(among(db.session(), row.account_id, account_ids)))
    return {
        key: WantedNow(AccessState(state), (down, up), not_before, reason, version)
        for key, state, down, up, not_before, reason, version in rows
    }
