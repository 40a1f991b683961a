"""Uses of items, and accounts to link, of which a test says only what matters."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.access.services import AccountInput, PlanInput, save_account, save_plan
from malha import ItemFacts, ItemType, Use


@pytest.fixture
def use() -> Callable[..., Use]:
    """`use(item_type, "50.00", description, **data)`: an item of the type in a period of the grid."""

    def make(item_type: ItemType, amount: str = "50.00", description: str = "", **data: Any) -> Use:
        facts = ItemFacts(
            1, item_type.name, item_type.kind, description, Decimal(amount), date(2017, 3, 20), data=data
        )
        return Use(facts, None)

    return make


@pytest.fixture
def account() -> Callable[..., int]:
    """`account(login)`: the id of an account on the plan Fibra 30 Mega, R$ 100.00, reduced to 2 Mega."""
    plans: list[int] = []

    def make(login: str = "marina.tavares", **values: Any) -> int:
        if not plans:
            speeds = (30000, 15000, 2000, 2000)
            plans.append(save_plan(None, PlanInput("Fibra 30 Mega", *speeds, Decimal("100.00"))))
        return save_account(None, AccountInput(plans[0], login=login, **values))

    return make
