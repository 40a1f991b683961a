"""The one module a plugin may import (as `malha`): markers, driver contracts, and what plugins may ask for."""

from __future__ import annotations

from core.access.picker import account_picker
from core.access.queries import (
    AccountFacts,
    PlanFacts,
    account_facts,
    account_holder,
    device_choices,
    interfaces,
    plan_facts,
    unlinked_count,
)
from core.access.rules.identifiers import Refused
from core.access.rules.speeds import METHOD_LABELS
from core.access.services import AccountInput, AccountTaken, create_account, link_account, unlink_accounts
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
from core.foundation.forms import ChoiceField, CountField, DateField, MoneyField, TextField
from core.foundation.ptbr import brl, integer, plural

__all__ = [
    "AccountFacts",
    "AccountInput",
    "AccountTaken",
    "Action",
    "Adjustment",
    "Cell",
    "ChoiceField",
    "ContractSection",
    "CountField",
    "CustomerColumn",
    "CustomerFilter",
    "DateField",
    "InvoiceView",
    "ItemFacts",
    "ItemKind",
    "ItemType",
    "KeptItem",
    "METHOD_LABELS",
    "MenuEntry",
    "MoneyField",
    "Panel",
    "Permission",
    "PlanFacts",
    "PluginInfo",
    "Price",
    "Refused",
    "Search",
    "SearchHit",
    "TextField",
    "Use",
    "Veto",
    "account_facts",
    "account_holder",
    "account_picker",
    "brl",
    "create_account",
    "device_choices",
    "hookimpl",
    "integer",
    "interfaces",
    "link_account",
    "plan_facts",
    "plural",
    "unlink_accounts",
    "unlinked_count",
]
