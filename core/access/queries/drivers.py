"""The registered kinds of devices, by name; what has none is only written down."""

from __future__ import annotations

from core.extension.calls import collect
from core.extension.devices import DeviceDriver
from core.extension.drivers import DriverRefused

LOG = "log"


def drivers() -> dict[str, DeviceDriver]:
    """The drivers of the enabled plugins by name, in the order they are offered."""
    return {driver.name: driver for driver in collect("register_device_drivers")}


def driver_of(name: str | None) -> DeviceDriver:
    """The driver of a device. Raises DriverRefused where its plugin is not enabled."""
    found = drivers().get(name or LOG)
    if found is None:
        raise DriverRefused(f"o driver “{name}” não está ligado aqui")
    return found


def driver_choices() -> list[tuple[str, str]]:
    """Name and label of each driver, for a form."""
    return [(name, driver.label) for name, driver in drivers().items()]
