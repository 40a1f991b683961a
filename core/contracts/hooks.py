"""What contracts puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from core.contracts.queries.columns import (
    contract_cells,
    contracts_of,
    customers_without_contract,
    due_cells,
    find_contracts,
    suspended_customers,
)
from core.contracts.views.history import contract_happenings
from core.contracts.views.panels import customer_contracts, page_panels
from core.contracts.views.words import draft_words
from core.extension.markers import hookimpl
from core.extension.types import (
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
        Permission("contracts.view", "Ver contratos", ("finance", "support", "technician")),
        Permission("contracts.edit", "Fazer e mudar contratos", ("finance", "support")),
        Permission("contracts.end", "Encerrar e reativar contratos", ("finance",)),
        Permission("templates.edit", "Mudar layouts e réguas", ("finance",)),
    ]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [
        MenuEntry("Atender", "Contratos", "file-text", "contracts.index", 11, key="T"),
        MenuEntry("Sistema", "Layouts", "template", "layouts.index", 70),
        MenuEntry("Sistema", "Réguas", "clock", "presets.index", 71),
    ]


@hookimpl
def register_customer_columns() -> list[CustomerColumn]:
    return [
        CustomerColumn("contract", "Contrato", 40, contract_cells, read=(contracts_of,)),
        CustomerColumn("due", "Vence", 50, due_cells, read=(contracts_of,)),
    ]


@hookimpl
def register_customer_filters() -> list[CustomerFilter]:
    return [
        CustomerFilter("suspended", "Suspensos", 30, suspended_customers),
        CustomerFilter("without", "Sem contrato", 40, customers_without_contract),
    ]


@hookimpl
def register_searches() -> list[Search]:
    return [Search("Contratos", 20, find_contracts, permission="contracts.view")]


@hookimpl
def customer_panels(customer_id: int) -> list[Panel]:
    return customer_contracts(customer_id)


@hookimpl
def contract_panels(contract_id: int) -> list[Panel]:
    return page_panels(contract_id)


@hookimpl
def contract_history(contract_id: int, limit: int) -> list[Happening]:
    return contract_happenings(contract_id, limit)


@hookimpl
def draft_panels(draft: DraftView) -> list[Panel]:
    return [Panel(draft_words(draft), "aside", 10)]
