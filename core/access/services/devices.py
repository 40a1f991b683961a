"""Devices: routers and RADIUS servers, recorded; their password is encrypted and never shown again."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from core.access.models import Device
from core.access.rules.identifiers import Refused
from core.access.services.changes import assign, keep_history, switch
from core.foundation.database import db, transaction


@dataclass(frozen=True, slots=True)
class DeviceInput:
    """A device as it is to be. `driver` None: only recorded. `password` None keeps the one that is stored; `interfaces` one a line."""

    name: str
    driver: str | None = None
    host: str | None = None
    port: int | None = None
    username: str | None = None
    password: str | None = None
    tls: bool = True
    interfaces: str | None = None
    notes: str | None = None


def save_device(device_id: int | None, typed: DeviceInput) -> int:
    """Make or change a device; returns its id. Raises Refused where another has the name."""
    with transaction() as session:
        _check_name(device_id, typed.name)
        device = session.get_one(Device, device_id) if device_id else Device()
        values = {k: v for k, v in asdict(typed).items() if k != "password" or v is not None}
        changed = assign(device, values)
        session.add(device)
        session.flush()
        keep_history("device", device.id, device_id is None, changed)
        return device.id


def _check_name(device_id: int | None, name: str) -> None:
    same = db.func.lower(Device.name) == name.lower()
    if db.session.scalar(db.select(Device.id).where(same, Device.id != (device_id or 0))):
        raise Refused("name", f"Já há um dispositivo “{name}”.")


def set_device_active(device_id: int, active: bool) -> None:
    """Offer a device for new accounts, or no longer. Accounts that are on it stay on it."""
    with transaction() as session:
        switch(session.get_one(Device, device_id), "device", active)
