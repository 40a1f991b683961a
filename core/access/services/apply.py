"""Devices are made to agree with what is wanted: called after the commit of what changed it, and again until they do.

The state is read anew, the devices are asked with no transaction open, and what came of it is kept. Doing it twice,
or two at once, leaves every device with the newest version.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from core.access.models import AppliedAccess, WantedAccess
from core.access.queries.drivers import driver_of
from core.access.queries.orders import NO_DEVICE, AccountOrder, Target, order_of
from core.extension.drivers import DriverRefused, DriverUnreachable
from core.foundation.clock import now
from core.foundation.database import db, transaction

ROUNDS = 5
Outcome = tuple[Target, str | None]


class NotApplied(Exception):
    """A device did not take what is wanted; the message names it and says why. To be tried again."""


def apply_wanted(account_id: int) -> None:
    """Tell the devices of an account what it should have, those that have taken it already excepted.

    Nothing before its hour. Raises NotApplied once what went wrong is kept.
    """
    for _round in range(ROUNDS):
        order = order_of(account_id)
        db.session.rollback()  # a device may take its time: nobody waits for our read
        if order is None or order.done or _must_wait(order):
            return
        outcomes = [(target, _tell(target)) for target in order.targets if not target.done]
        if _keep(order, outcomes, now()):
            _complain(outcomes)
            return
    raise NotApplied("o que se quer da conta mudou várias vezes enquanto era aplicado")


def _must_wait(order: AccountOrder) -> bool:
    return order.not_before is not None and order.not_before > now()


def _tell(target: Target) -> str | None:
    """What went wrong, None where the device took it. A driver may fail in any way."""
    try:
        driver_of(target.driver).apply(target.device, [target.wanted])
    except (DriverUnreachable, DriverRefused) as error:
        return f"{target.device.name}: {error}"[:500]
    except Exception as error:
        current_app.logger.exception("the driver of device %s failed", target.device.id)
        return f"{target.device.name}: {type(error).__name__}"
    return None


def _keep(order: AccountOrder, outcomes: Sequence[Outcome], at: datetime) -> bool:
    """Keep what came of it; False where something newer is wanted meanwhile, and must be told again."""
    with transaction() as session:
        row = session.get_one(WantedAccess, order.account_id, with_for_update=True, populate_existing=True)
        newest = row.version == order.version
        for target, error in outcomes:
            if target.device is not NO_DEVICE:
                _keep_device(session, order, target, error, at if newest else None)
        if newest:
            errors = [error for _target, error in outcomes if error]
            row.error = "; ".join(errors)[:500] or None
            if not errors:
                row.applied_version, row.applied_at = order.version, at
        else:
            row.applied_version = 0  # whoever told the newer one may have been overtaken by us
        return newest


def _keep_device(
    session: Session, order: AccountOrder, target: Target, error: str | None, at: datetime | None
) -> None:
    """`at` None: another may have told it something newer before or after us, so that it must be told once more."""
    key = (order.account_id, target.device.id)
    row = session.get(AppliedAccess, key) or AppliedAccess(account_id=key[0], device_id=key[1], version=0)
    if target.leaving and not error and at:
        session.delete(row)
        return
    session.add(row)
    row.error = error
    if at is None:
        row.version = 0
    elif not error:
        row.version, row.applied_at = order.version, at


def _complain(outcomes: Sequence[Outcome]) -> None:
    if errors := [error for _target, error in outcomes if error]:
        raise NotApplied("; ".join(errors))
