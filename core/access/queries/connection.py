"""What stands on the card *Conexão*: what each account of a contract has now, and whether its devices agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.access.models import AppliedAccess, InternetAccount, WantedAccess
from core.extension.devices import AccessState
from core.foundation.database import db
from core.foundation.outbox import OutboxDelivery, OutboxEvent


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device of an account. `agrees`: it took what is wanted, at `at`; else `error` is what it said last."""

    name: str
    agrees: bool
    at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Connection:
    """An account and what is wanted of it; `state` None where nothing was asked for yet. Speeds in kbit/s.

    `not_before`: the instant from which it holds, where that is to come. `retry_at`: when what failed is tried again.
    """

    account: InternetAccount
    state: AccessState | None
    speeds: tuple[int, int]
    since: datetime | None
    not_before: datetime | None
    reason: str
    devices: tuple[DeviceState, ...]
    retry_at: datetime | None

    @property
    def agrees(self) -> bool:
        """Whether every device took what is wanted."""
        return all(device.agrees for device in self.devices)


def connections_of_contract(contract_id: int) -> list[Connection]:
    """Those of a contract, by login."""
    return _connections(InternetAccount.contract_id == contract_id)


def connection_of(account_id: int) -> Connection | None:
    """That of one account; None where nothing was ever wanted of it."""
    found = _connections(InternetAccount.id == account_id)
    return found[0] if found and found[0].state else None


def _connections(chosen: object) -> list[Connection]:
    query = select(InternetAccount, WantedAccess).outerjoin(
        WantedAccess, WantedAccess.account_id == InternetAccount.id
    )
    query = query.where(chosen).options(selectinload(InternetAccount.devices))  # type: ignore[arg-type]  # SQL
    found = db.session.execute(query.order_by(InternetAccount.login, InternetAccount.id))
    rows: list[tuple[InternetAccount, WantedAccess | None]] = [(row[0], row[1]) for row in found]
    told = _told([account.id for account, _ in rows])
    return [_connection(account, row, told) for account, row in rows]


def _told(account_ids: Sequence[int]) -> dict[tuple[int, int], AppliedAccess]:
    found = db.session.scalars(select(AppliedAccess).where(AppliedAccess.account_id.in_(account_ids)))
    return {(one.account_id, one.device_id): one for one in found}


def _connection(
    account: InternetAccount, row: WantedAccess | None, told: dict[tuple[int, int], AppliedAccess]
) -> Connection:
    if row is None:
        return Connection(account, None, (0, 0), None, None, "", (), None)
    devices = tuple(
        _device(device.name, row.version, told.get((account.id, device.id))) for device in account.devices
    ) or (_alone(row),)
    return Connection(
        account,
        AccessState(row.state),
        (row.download_kbps, row.upload_kbps),
        row.changed_at,
        row.not_before,
        row.reason,
        devices,
        None if row.applied_version == row.version else _retry_at(account.id),
    )


def _device(name: str, version: int, told: AppliedAccess | None) -> DeviceState:
    if told is None:
        return DeviceState(name, agrees=False, at=None, error=None)
    error = told.error and told.error.removeprefix(f"{name}: ")
    return DeviceState(name, told.version == version, told.applied_at, error)


def _alone(row: WantedAccess) -> DeviceState:
    return DeviceState("Sem dispositivo", row.applied_version == row.version, row.applied_at, row.error)


def _retry_at(account_id: int) -> datetime | None:
    """When the next delivery of the account's event is due."""
    mine = OutboxEvent.payload["account_id"].as_integer() == account_id
    query = select(db.func.min(OutboxDelivery.due_at)).join(
        OutboxEvent, OutboxEvent.id == OutboxDelivery.event_id
    )
    return db.session.scalar(query.where(OutboxEvent.name == "on_access_wanted", mine))
