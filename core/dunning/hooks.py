"""What dunning puts on the pages of the other rooms, into the core's registers, and what wakes it."""

from __future__ import annotations

from datetime import date

from core.billing.queries.columns import open_invoices_of
from core.contracts.queries.columns import contracts_of
from core.dunning.occasions import occasions
from core.dunning.panels import contract_buttons, dashboard_cards, draft_ladder, timeline
from core.dunning.panels.happened import contract_happenings
from core.dunning.queries.columns import stage_cells
from core.dunning.services import notice
from core.dunning.services.relief import relieve_cancellation, relieve_payment
from core.dunning.services.returns import start_anew
from core.extension.markers import hookimpl
from core.extension.types import (
    Action,
    CustomerColumn,
    DraftView,
    Happening,
    MenuEntry,
    Occasion,
    Panel,
    Permission,
)


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("dunning.view", "Ver a régua", ("finance", "support")),
        Permission("dunning.move", "Segurar contratos e ajustar a régua", ("finance",)),
        Permission("dunning.unlock", "Liberar em confiança", ("finance", "support")),
    ]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [MenuEntry("Cobrar", "Régua", "stairs-up", "dunning.board", 23, key="R")]


@hookimpl
def register_customer_columns() -> list[CustomerColumn]:
    return [CustomerColumn("stage", "Situação", 60, stage_cells, read=(contracts_of, open_invoices_of))]


@hookimpl
def register_occasions() -> list[Occasion]:
    return occasions()


@hookimpl
def draft_panels(draft: DraftView) -> list[Panel]:
    return draft_ladder(draft)


@hookimpl
def dashboard_panels() -> list[Panel]:
    return dashboard_cards()


@hookimpl
def contract_panels(contract_id: int) -> list[Panel]:
    return timeline(contract_id)


@hookimpl
def contract_history(contract_id: int, limit: int) -> list[Happening]:
    return contract_happenings(contract_id, limit)


@hookimpl
def contract_actions(contract_id: int) -> list[Action]:
    return contract_buttons(contract_id)


@hookimpl
def when_payment_received(contract_id: int, paid_on: date, day: date) -> None:
    relieve_payment(contract_id, paid_on, day)


@hookimpl
def when_invoice_cancelled(contract_id: int, day: date) -> None:
    relieve_cancellation(contract_id, day)


@hookimpl
def when_notice_taken(key: str, contract_id: int, day: date) -> None:
    notice.taken(key, contract_id, day)


@hookimpl
def when_notice_bounced(key: str, contract_id: int) -> None:
    notice.bounced(key, contract_id)


@hookimpl
def when_contract_returns(contract_id: int, ended_on: date, day: date) -> None:
    start_anew(contract_id, day)
