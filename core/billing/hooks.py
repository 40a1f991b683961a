"""What billing puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from datetime import date

from core.billing import dashboard, drafts, panels
from core.billing.happened import contract_happenings
from core.billing.queries.columns import late_customers, open_invoices_of, owed_cells
from core.billing.queries.search import find_invoices
from core.billing.services.unbilled import follow_exemption, follow_start, leave_out_absence, reckon_due_dates
from core.contracts.rules.terms import BillingTerms
from core.extension.markers import hookimpl
from core.extension.types import (
    Action,
    CustomerColumn,
    CustomerFilter,
    DraftView,
    Happening,
    MenuEntry,
    Panel,
    Permission,
    Search,
)


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("billing.view", "Ver faturas", ("finance", "support")),
        Permission("billing.issue", "Emitir faturas", ("finance",)),
        Permission("billing.cancel", "Cancelar faturas", ("finance",)),
        Permission("billing.receive", "Receber pagamentos", ("finance", "support")),
        Permission("billing.run", "Rodar o faturamento", ("finance",)),
    ]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [
        MenuEntry("Cobrar", "Faturas", "file-invoice", "billing.invoices", 20, key="F"),
        MenuEntry("Cobrar", "Faturamento", "calendar", "billing.runs", 21, key="M"),
    ]


@hookimpl
def register_customer_columns() -> list[CustomerColumn]:
    return [CustomerColumn("owed", "Deve hoje (R$)", 90, owed_cells, True, (open_invoices_of,))]


@hookimpl
def register_customer_filters() -> list[CustomerFilter]:
    return [CustomerFilter("late", "Em atraso", 20, late_customers)]


@hookimpl
def register_searches() -> list[Search]:
    return [Search("Faturas", 30, find_invoices, permission="billing.view")]


@hookimpl
def dashboard_panels() -> list[Panel]:
    return dashboard.cards()


@hookimpl
def contract_panels(contract_id: int) -> list[Panel]:
    return panels.contract_page(contract_id)


@hookimpl
def contract_actions(contract_id: int) -> list[Action]:
    return panels.contract_buttons(contract_id)


@hookimpl
def contract_history(contract_id: int, limit: int) -> list[Happening]:
    return contract_happenings(contract_id, limit)


@hookimpl
def customer_panels(customer_id: int) -> list[Panel]:
    return panels.customer_page(customer_id)


@hookimpl
def draft_panels(draft: DraftView) -> list[Panel]:
    return drafts.draft_cards(draft)


@hookimpl
def when_terms_change(contract_id: int, before: BillingTerms | None, after: BillingTerms, day: date) -> None:
    follow_exemption(contract_id, before, after, day)


@hookimpl
def when_start_moves(contract_id: int, before: date, after: date) -> None:
    follow_start(contract_id, before, after)


@hookimpl
def when_contract_returns(contract_id: int, ended_on: date, day: date) -> None:
    leave_out_absence(contract_id, ended_on, day)


@hookimpl
def when_holidays_change(day: date) -> None:
    reckon_due_dates()
