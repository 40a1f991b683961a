"""What the office puts into the core's registers and on the sidebar."""

from __future__ import annotations

from core.extension.markers import hookimpl
from core.extension.schedules import Daily, Schedule
from core.extension.types import MenuEntry, Panel, Permission
from core.foundation.preferences import preference
from core.identity.permissions import can
from core.office.panels import cards
from core.office.queries.tasks import NIGHTLY, failed_count


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("office.settings", "Mudar configurações"),
        Permission("office.tasks", "Ver e repetir tarefas", roles=("finance", "technician")),
    ]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    failed = failed_count() if can("office.tasks") else 0
    return [
        MenuEntry("", "Painel", "home", "office.dashboard", 0, key="P"),
        MenuEntry("Sistema", "Tarefas", "list-check", "office.tasks", 50, count=failed or None, tone="bad"),
        MenuEntry("Sistema", "Feriados", "calendar-event", "office.holidays", 55),
        MenuEntry("Sistema", "Configurações", "settings", "office.settings", 70),
    ]


@hookimpl
def dashboard_panels() -> list[Panel]:
    return cards()


@hookimpl
def register_schedules() -> list[Schedule]:
    hour = Daily(lambda: int(preference("dunning.run_hour")))
    return [Schedule("nightly", "Rotina da noite", NIGHTLY, hour)]
