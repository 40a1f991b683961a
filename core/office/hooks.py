"""What the office puts into the core's registers and on the sidebar."""

from __future__ import annotations

from core.extension.markers import hookimpl
from core.extension.schedules import Daily, Schedule
from core.extension.types import MenuEntry, Permission
from core.foundation.preferences import preference
from core.office.services.nightly import NIGHTLY


@hookimpl
def register_permissions() -> list[Permission]:
    return [Permission("office.settings", "Mudar configurações")]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [
        MenuEntry("", "Painel", "home", "office.dashboard", 0, key="P"),
        MenuEntry("Sistema", "Feriados", "calendar-event", "office.holidays", 55),
        MenuEntry("Sistema", "Configurações", "settings", "office.settings", 70),
    ]


@hookimpl
def register_schedules() -> list[Schedule]:
    hour = Daily(lambda: int(preference("dunning.run_hour")))
    return [Schedule("nightly", "Rotina da noite", NIGHTLY, hour)]
