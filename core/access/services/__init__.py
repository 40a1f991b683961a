"""What changes devices, plans and internet accounts: one verb, one transaction."""

from core.access.services.accounts import (
    AccountInput,
    create_account,
    reveal_password,
    save_account,
    set_account_active,
)
from core.access.services.devices import DeviceInput, save_device, set_device_active
from core.access.services.links import AccountTaken, link_account, unlink_accounts
from core.access.services.plans import PlanInput, save_plan, set_plan_active
from core.access.services.wanted import Wish, want

__all__ = [
    "AccountInput",
    "AccountTaken",
    "DeviceInput",
    "PlanInput",
    "Wish",
    "create_account",
    "link_account",
    "reveal_password",
    "save_account",
    "save_device",
    "save_plan",
    "set_account_active",
    "set_device_active",
    "set_plan_active",
    "unlink_accounts",
    "want",
]
