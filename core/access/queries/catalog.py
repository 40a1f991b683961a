"""Devices and plans: few, listed whole."""

from __future__ import annotations

from core.access.models import Device, Plan
from core.foundation.database import db


def plans(active_only: bool = False) -> list[Plan]:
    """Plans by name, those in use first."""
    query = db.select(Plan).order_by(Plan.active.desc(), Plan.name)
    return list(db.session.scalars(query.where(Plan.active) if active_only else query))


def plan(plan_id: int) -> Plan | None:
    """A plan by its id."""
    return db.session.get(Plan, plan_id)


def devices(active_only: bool = False) -> list[Device]:
    """Devices by name, those in use first."""
    query = db.select(Device).order_by(Device.active.desc(), Device.name)
    return list(db.session.scalars(query.where(Device.active) if active_only else query))


def device(device_id: int) -> Device | None:
    """A device by its id."""
    return db.session.get(Device, device_id)


def interfaces(active: list[Device] | None = None) -> list[str]:
    """The interfaces named in devices (those in use unless given), each once, in order."""
    lines = "\n".join(one.interfaces or "" for one in active or devices(active_only=True)).splitlines()
    return sorted({line.strip() for line in lines if line.strip()})
