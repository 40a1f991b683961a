"""What customers puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from core.customers.queries.search import find_customers
from core.extension.markers import hookimpl
from core.extension.types import MenuEntry, Permission, Search


@hookimpl
def register_permissions() -> list[Permission]:
    return [
        Permission("customers.view", "Ver clientes", ("finance", "support", "technician")),
        Permission("customers.edit", "Cadastrar e editar clientes", ("finance", "support")),
        Permission("customers.export", "Exportar clientes", ("finance",)),
    ]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [MenuEntry("Atender", "Clientes", "users", "customers.index", 10, key="C")]


@hookimpl
def register_searches() -> list[Search]:
    return [Search("Clientes", 10, find_customers, permission="customers.view")]
