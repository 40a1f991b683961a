"""What identity puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from core.extension.markers import hookimpl
from core.extension.types import MenuEntry, Permission


@hookimpl
def register_permissions() -> list[Permission]:
    return [Permission("identity.manage", "Cadastrar usuários")]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    return [MenuEntry("Sistema", "Usuários", "user", "identity.staff", 60)]
