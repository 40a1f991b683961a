"""The one module a plugin may import (as `malha`): markers, driver contracts, and what plugins may ask for."""

from __future__ import annotations

from core.access.services import link_account, unlink_accounts
from core.extension.items import ItemFacts, ItemKind, ItemType, KeptItem, Price, Use
from core.extension.markers import hookimpl
from core.extension.types import (
    Action,
    Adjustment,
    Cell,
    ContractSection,
    CustomerColumn,
    CustomerFilter,
    InvoiceView,
    MenuEntry,
    Panel,
    Permission,
    PluginInfo,
    Search,
    SearchHit,
    Veto,
)

__all__ = [
    "Action",
    "Adjustment",
    "Cell",
    "ContractSection",
    "CustomerColumn",
    "CustomerFilter",
    "InvoiceView",
    "ItemFacts",
    "ItemKind",
    "ItemType",
    "KeptItem",
    "MenuEntry",
    "Panel",
    "Permission",
    "PluginInfo",
    "Price",
    "Search",
    "SearchHit",
    "Use",
    "Veto",
    "hookimpl",
    "link_account",
    "unlink_accounts",
]
