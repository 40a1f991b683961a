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
from core.extension.channels import Channel, Outcome, OutgoingMessage, ReadBack, Recipient, Sent
from core.extension.drivers import DriverRefused, DriverUnreachable
from core.extension.evidence import said
from core.extension.fields import KeptSecretField
from core.extension.hosts import is_this_machine
from core.extension.items import ItemFacts, ItemKind, ItemType, KeptItem, Price, Use
from core.extension.markers import hookimpl
from core.extension.schedules import Daily, Every, Schedule
from core.extension.timelimit import TimeLimit
from core.extension.types import (
    Action,
    Adjustment,
    Cell,
    ContractSection,
    CustomerColumn,
    CustomerFilter,
    Happening,
    InvoiceView,
    MenuEntry,
    Panel,
    Permission,
    PluginInfo,
    Search,
    SearchHit,
    Veto,
)
from core.foundation.clock import now
from core.foundation.forms import ChoiceField, CountField, DateField, MoneyField, TextAreaField, TextField
from core.foundation.ptbr import brl, integer, plural
from core.foundation.tasks import progress
from core.foundation.typed import TypedError

__all__ = [
    "AccountFacts",
    "AccountInput",
    "AccountTaken",
    "Action",
    "Adjustment",
    "Cell",
    "Channel",
    "ChoiceField",
    "ContractSection",
    "CountField",
    "CustomerColumn",
    "CustomerFilter",
    "Daily",
    "DateField",
    "DriverRefused",
    "DriverUnreachable",
    "Every",
    "Happening",
    "InvoiceView",
    "ItemFacts",
    "ItemKind",
    "ItemType",
    "KeptItem",
    "KeptSecretField",
    "METHOD_LABELS",
    "MenuEntry",
    "MoneyField",
    "Outcome",
    "OutgoingMessage",
    "Panel",
    "Permission",
    "PlanFacts",
    "PluginInfo",
    "Price",
    "ReadBack",
    "Recipient",
    "Refused",
    "Schedule",
    "Search",
    "SearchHit",
    "Sent",
    "TextAreaField",
    "TextField",
    "TimeLimit",
    "TypedError",
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
    "is_this_machine",
    "link_account",
    "now",
    "plan_facts",
    "plural",
    "progress",
    "said",
    "unlink_accounts",
    "unlinked_count",
]
