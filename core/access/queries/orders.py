"""What the devices of one account are to be told: frozen, so that no transaction is open while a device answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.access.models import AppliedAccess, Device, InternetAccount, WantedAccess
from core.extension.devices import AccessState, DeviceFacts, Wanted
from core.foundation.database import db

NO_DEVICE = DeviceFacts(0, "sem dispositivo", None, None, None, None, tls=False)


@dataclass(frozen=True, slots=True)
class Target:
    """A device of the account, by which driver it is reached, and what it should have.

    `leaving`: the account is not on it any longer. `done`: it has taken this version.
    """

    device: DeviceFacts
    driver: str | None
    wanted: Wanted
    done: bool
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class AccountOrder:
    """What is wanted of an account, of a version, from an instant on, and the devices that it concerns."""

    account_id: int
    version: int
    not_before: datetime | None
    done: bool
    targets: tuple[Target, ...]


def order_of(account_id: int) -> AccountOrder | None:
    """The order as it stands in the database now; None for an account of which nothing is wanted."""
    row = db.session.get(WantedAccess, account_id, populate_existing=True)
    if row is None:
        return None
    account = db.session.get_one(InternetAccount, account_id, populate_existing=True)
    taken = _taken(account_id)
    targets = [_target(account, row, device, taken.get(device.id)) for device in account.devices]
    targets += [_leaving(account, row, device) for device in _left(account, set(taken))]
    done = row.applied_version == row.version
    return AccountOrder(
        account_id, row.version, row.not_before, done, tuple(targets or [_alone(account, row, done)])
    )


def _taken(account_id: int) -> dict[int, int]:
    columns = (AppliedAccess.device_id, AppliedAccess.version)
    rows = db.session.execute(select(*columns).where(AppliedAccess.account_id == account_id))
    return {device_id: version for device_id, version in rows}  # noqa: C416  # rows are no mapping


def _left(account: InternetAccount, told: set[int]) -> list[Device]:
    gone = told - {device.id for device in account.devices}
    return [db.session.get_one(Device, device_id) for device_id in sorted(gone)]


def _target(account: InternetAccount, row: WantedAccess, device: Device, version: int | None) -> Target:
    return Target(facts_of(device), device.driver, _wanted(account, row), done=version == row.version)


def _leaving(account: InternetAccount, row: WantedAccess, device: Device) -> Target:
    nothing = _wanted(account, row, AccessState.REMOVED)
    return Target(facts_of(device), device.driver, nothing, done=False, leaving=True)


def _alone(account: InternetAccount, row: WantedAccess, done: bool) -> Target:
    return Target(NO_DEVICE, None, _wanted(account, row), done)


def facts_of(device: Device) -> DeviceFacts:
    """A device as drivers take it, its password in the clear."""
    names = ("id", "name", "host", "port", "username", "password", "tls")
    return DeviceFacts(**{name: getattr(device, name) for name in names})


def _wanted(account: InternetAccount, row: WantedAccess, state: AccessState | None = None) -> Wanted:
    speeds = (0, 0) if state is AccessState.REMOVED else (row.download_kbps, row.upload_kbps)
    return Wanted(
        account_id=account.id,
        version=row.version,
        state=state or AccessState(row.state),
        method=account.method,
        login=account.login,
        password=account.password,
        mac=account.mac,
        ip=account.ip,
        interface=account.interface,
        download_kbps=speeds[0],
        upload_kbps=speeds[1],
    )
