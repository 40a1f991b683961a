"""What access puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from core.access.connection import contract_connection
from core.access.logdriver import LogDriver
from core.access.models import InternetAccount
from core.access.queries import find_accounts, holder_words
from core.access.services.apply import apply_wanted
from core.extension.devices import DeviceDriver
from core.extension.markers import hookimpl
from core.extension.types import MenuEntry, Panel, Permission, Search, SearchHit
from core.identity.permissions import can

STAFF = ("finance", "support", "technician")


@hookimpl
def register_permissions() -> list[Permission]:
    """See, change, and read the password of an account."""
    return [
        Permission("access.view", "Ver contas, planos e dispositivos", STAFF),
        Permission("access.edit", "Editar contas, planos e dispositivos", ("technician",)),
        Permission("access.secrets", "Ver a senha das contas de internet", ("support", "technician")),
    ]


@hookimpl
def staff_menu() -> list[MenuEntry]:
    """The section *Rede*."""
    return [
        MenuEntry("Rede", "Contas de internet", "plug-connected", "access.accounts", 60),
        MenuEntry("Rede", "Planos", "gauge", "access.plans_list", 61),
        MenuEntry("Rede", "Dispositivos", "router", "access.devices_list", 62),
    ]


@hookimpl
def register_device_drivers() -> list[DeviceDriver]:
    """The one for devices that no plugin reaches."""
    return [LogDriver()]


@hookimpl
def on_access_wanted(account_id: int) -> None:
    """What is wanted of an account is made so."""
    apply_wanted(account_id)


@hookimpl
def contract_panels(contract_id: int) -> list[Panel]:
    """*Conexão*: what the accounts have now, and whether the router agrees."""
    card = contract_connection(contract_id)
    return [Panel(card, "aside", 20)] if card and can("access.view") else []


@hookimpl
def register_searches() -> list[Search]:
    """Accounts by login, MAC, IP or comment."""
    return [Search("Contas de internet", 40, _found, permission="access.view")]


def _found(text: str, limit: int) -> Sequence[SearchHit]:
    return [_hit(account) for account in find_accounts(text, limit)]


def _hit(account: InternetAccount) -> SearchHit:
    state = holder_words(account) if account.contract_id else "sem contrato"
    words = " · ".join(filter(None, (account.plan.name, account.mac, account.ip, account.comment, state)))
    return SearchHit(
        account.label, words, url_for("access.account_page", account_id=account.id), "plug-connected"
    )
