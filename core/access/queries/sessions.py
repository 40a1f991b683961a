"""Whose an IP address is now: by the address kept with an account, else by what the devices know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import current_app
from sqlalchemy import select

from core.access.models import Device, InternetAccount
from core.access.queries.drivers import driver_of
from core.access.queries.orders import NO_DEVICE, facts_of
from core.access.rules.identifiers import Refused, clean_mac
from core.extension.devices import DeviceFacts
from core.foundation.database import db


def account_at(address: str) -> InternetAccount | None:
    """The account that a contract has and that is at an address; None where nobody, or more than one, is known there.

    A device that does not answer knows nobody.
    """
    found = _linked(InternetAccount.ip == address)
    if not found:
        found = _linked(_is_called(who)) if (who := _known_by_a_device(address)) else []
    return found[0] if len(found) == 1 else None


def _linked(condition: object) -> Sequence[InternetAccount]:
    mine = (InternetAccount.active, InternetAccount.contract_id.is_not(None))
    return db.session.scalars(select(InternetAccount).where(condition, *mine).limit(2)).all()  # type: ignore[arg-type]


def _is_called(who: str) -> object:
    try:
        mac = clean_mac(who)
    except Refused:
        mac = None
    return InternetAccount.mac == mac if mac else db.func.lower(InternetAccount.login) == who.lower()


def _known_by_a_device(address: str) -> str | None:
    return next(filter(None, _answers(address)), None)


def _answers(address: str) -> Iterator[str | None]:
    for driver, device in _asked():
        try:
            yield driver_of(driver).account_at(device, address)
        except Exception:  # a driver may fail in any way; the person then says who they are
            current_app.logger.warning(
                "device %s could not say who is at an address", device.id, exc_info=True
            )


def _asked() -> list[tuple[str | None, DeviceFacts]]:
    """The devices in use that have an address, each driver's own; and the file of those that no driver reaches."""
    rows = db.session.scalars(
        select(Device).where(Device.active, Device.host.is_not(None)).order_by(Device.id)
    )
    return [(row.driver, facts_of(row)) for row in rows if row.driver] + [(None, NO_DEVICE)]
