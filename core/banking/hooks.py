"""What banking puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from core.extension.markers import hookimpl
from core.extension.types import MenuEntry, Permission


@hookimpl
def register_permissions() -> list[Permission]:
    """Change bank accounts."""
    return [Permission("banking.edit", "Editar bancos", ("finance",))]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    """One line under *Cobrar*."""
    return [MenuEntry("Cobrar", "Bancos", "building-bank", "banking.index", 48)]
