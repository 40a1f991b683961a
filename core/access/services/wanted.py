"""What internet accounts should have: set in the transaction of what changed it, many at a time.

Drivers make it so afterwards, called by the event that is written with it: a payment never waits for a device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.access.models import WantedAccess
from core.access.queries.wanted import (
    Subject,
    WantedNow,
    accounts_of_contracts,
    accounts_of_ids,
    managed_accounts_on,
    wanted_now,
)
from core.access.rules.wanted import reason_of, speeds_of
from core.extension.devices import AccessState
from core.foundation.bulk import write_rows
from core.foundation.clock import now
from core.foundation.database import transaction
from core.foundation.outbox import emit_many

COLUMNS = (
    "account_id", "state", "download_kbps", "upload_kbps", "not_before", "reason",
    "version", "changed_at", "applied_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What every account of a contract should have from `not_before` on (None: now). `reason` is for a person;
    empty, it stays what it was."""

    contract_id: int
    state: AccessState
    reason: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """A wish for one account: `renew` where its device must be told again, though state and speed stay."""

    subject: Subject
    state: AccessState
    reason: str
    not_before: datetime | None
    renew: bool = False


def want(wishes: Sequence[Wish]) -> None:
    """Set what the accounts of contracts should have, in the running transaction, and tell their devices after it.

    An account that should have it already is let be. In five queries or so, however many they are.
    """
    by_contract = {wish.contract_id: wish for wish in wishes}
    with transaction() as session:
        subjects = accounts_of_contracts(list(by_contract)) if by_contract else []
        aims = [_aim(one, by_contract[one.contract_id]) for one in subjects if one.contract_id]
        _keep(session, aims)


def _aim(subject: Subject, wish: Wish) -> Aim:
    return Aim(subject, wish.state, wish.reason, wish.not_before)


def let_go(account_ids: Sequence[int], reason: str) -> None:
    """Accounts that no contract has any longer have no access; those never managed are let be."""
    with transaction() as session:
        managed = wanted_now(account_ids) if account_ids else {}
        subjects = accounts_of_ids(list(managed)) if managed else []
        _keep(session, [Aim(one, AccessState.REMOVED, reason, None) for one in subjects])


def renew_accounts(account_ids: Sequence[int]) -> None:
    """The login, the plan or the devices of accounts were changed: their devices are told, their state stays."""
    with transaction() as session:
        _renew(session, accounts_of_ids(account_ids))


def renew_plan(plan_id: int) -> None:
    """The speeds of a plan were changed: likewise for the accounts on it."""
    with transaction() as session:
        _renew(session, managed_accounts_on(plan_id))


def _renew(session: Session, subjects: Sequence[Subject]) -> None:
    known = wanted_now([one.account_id for one in subjects]) if subjects else {}
    pairs = [(one, known[one.account_id]) for one in subjects if one.account_id in known]
    _keep(session, [Aim(one, now_.state, now_.reason, now_.not_before, renew=True) for one, now_ in pairs])


def _keep(session: Session, aims: Sequence[Aim]) -> None:
    known = wanted_now([aim.subject.account_id for aim in aims]) if aims else {}
    at = now()
    found = [_row(aim, known.get(aim.subject.account_id), at) for aim in aims]
    _write(session, [row for row in found if row and row["account_id"] not in known])
    _change(session, [row for row in found if row and row["account_id"] in known])
    _tell(row for row in found if row and "version" in row)


def _row(aim: Aim, known: WantedNow | None, at: datetime) -> dict[str, object] | None:
    """The columns to write, None where nothing changes. Without a version: only the words of the reason do."""
    speeds, not_before = speeds_of(aim.state, aim.subject.plan), _to_come(aim.not_before, at)
    same = known is not None and (known.state, known.speeds) == (aim.state, speeds)
    reason = reason_of(aim.state, aim.reason or (known.reason if same and known else ""), aim.subject.plan)
    words: dict[str, object] = {"account_id": aim.subject.account_id, "reason": reason}
    if same and known and not aim.renew and _to_come(known.not_before, at) == not_before:
        return None if known.reason == reason else words
    values = {"state": aim.state.value, "download_kbps": speeds[0], "upload_kbps": speeds[1]}
    version = known.version + 1 if known else 1
    return {**words, **values, "not_before": not_before, "version": version, "changed_at": at}


def _to_come(not_before: datetime | None, at: datetime) -> datetime | None:
    return not_before if not_before and not_before > at else None


def _write(session: Session, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        kept = [{**row, "applied_version": 0} for row in rows]
        write_rows(session, WantedAccess, COLUMNS, ([row[name] for name in COLUMNS] for row in kept))


def _change(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Rows with the same columns go together; none waits for another's error to be read."""
    for versioned in (True, False):
        if alike := [row for row in rows if ("version" in row) is versioned]:
            session.execute(update(WantedAccess), alike)


def _tell(rows: Iterable[dict[str, object]]) -> None:
    by_hour: defaultdict[datetime | None, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        by_hour[row["not_before"]].append({"account_id": row["account_id"]})  # type: ignore[index]  # an instant
    for not_before, payloads in by_hour.items():
        emit_many("on_access_wanted", payloads, not_before)
