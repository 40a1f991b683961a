"""What notices puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from datetime import timedelta

from core.extension.markers import hookimpl
from core.extension.schedules import Every, Schedule
from core.extension.types import Happening, MenuEntry, Panel, Permission
from core.foundation.clock import now, zone
from core.notices import panels
from core.notices.happened import contract_happenings
from core.notices.queries.listing import anything_due
from core.notices.queries.occasions import quiet_hours
from core.notices.rules.hours import is_open

MINUTE = timedelta(minutes=1)


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("notices.view", "Ver avisos", ("finance", "support")),
        Permission("notices.edit", "Mudar textos e lembretes, tentar avisos de novo", ("finance",)),
        Permission("channels.edit", "Configurar canais"),
    ]


@hookimpl
def register_schedules() -> list[Schedule]:
    return [
        Schedule("notices.send", "Avisos a enviar", "core.notices.jobs.send_waiting", Every(MINUTE, _due)),
        Schedule("notices.news", "Respostas dos canais", "core.notices.jobs.read_back", Every(10 * MINUTE)),
    ]


def _due() -> bool:
    return is_open(at := now(), quiet_hours(), zone()) and anything_due(at)


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [MenuEntry("Cobrar", "Avisos", "bell", "notices.index", 24)]


@hookimpl
def contract_panels(contract_id: int) -> list[Panel]:
    return panels.contract_card(contract_id)


@hookimpl
def customer_panels(customer_id: int) -> list[Panel]:
    return panels.customer_card(customer_id)


@hookimpl
def contract_history(contract_id: int, limit: int) -> list[Happening]:
    return contract_happenings(contract_id, limit)
