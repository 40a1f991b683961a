"""The item type `internet`: an internet account, at its plan's price unless a person says another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from malha import (
    AccountTaken,
    ItemKind,
    ItemType,
    KeptItem,
    Price,
    Use,
    account_facts,
    account_holder,
    account_picker,
    link_account,
    plan_facts,
    unlink_accounts,
)
from plugins.items.internet.forms import InternetForm


class InternetItem(ItemType):
    """Its data names the account (`account_id`); whose the account is, is kept with the account."""

    name = "internet"
    label = "Internet"
    unit_label = "por mês"
    icon = "wifi"
    kind = ItemKind.RECURRING

    def form_class(self) -> type[InternetForm]:
        """Which account."""
        return InternetForm

    def template(self) -> str:
        """The box *Conta de internet*."""
        return "internet/form.html"

    def picker(self, form: InternetForm, customer_id: int | None) -> str:
        """The accounts to choose from, drawn, for the template."""
        return account_picker(form.account_id.name, customer_id, form.account_id.data)

    def suggested_amount(self, data: Mapping[str, Any]) -> Decimal | None:
        """The price of the account's plan, or of the plan chosen for an account being added."""
        plan = _plan(data)
        return plan.price if plan else None

    def suggested_description(self, data: Mapping[str, Any]) -> str:
        """“Internet Fibra 30 Mega”."""
        plan = _plan(data)
        return f"{self.label} {plan.name}" if plan else self.label

    def details(self, data: Sequence[Mapping[str, Any]]) -> list[str]:
        """Plan, reduced speed, login, method and devices of each, in two queries however many there are."""
        accounts = account_facts(_ids(data))
        found = [accounts.get(one.get("account_id") or 0) for one in data]
        return [account.words if account else "sem conta de internet" for account in found]

    def price(self, uses: Sequence[Use]) -> list[Price]:
        """The item's own words and amount; accounts are read only where words are missing."""
        accounts = account_facts(_ids([use.item.data for use in uses if not use.item.description]))
        plans = {key: f"{self.label} {account.plan.name}" for key, account in accounts.items()}
        return [Price(_words(use, plans) or self.label, use.item.amount) for use in uses]

    def check(self, data: Mapping[str, Any], contract_id: int | None) -> str | None:
        """Why the account cannot be this contract's: none chosen, gone, switched off, or taken by another.

        Data that says nothing of an account comes from no form (a scenario, an import) and is let be.
        """
        if "account_id" not in data:
            return None
        account = account_facts(_ids([data])).get(data.get("account_id") or 0)
        if account is None:
            return "Escolha a conta de internet deste item."
        if account.contract_id not in (None, contract_id):
            return f"A conta {account.label} já está no {account_holder(account.id)}. Escolha outra."
        return None if account.active else f"A conta {account.label} foi desativada. Escolha outra."

    def kept(self, items: Sequence[KeptItem]) -> None:
        """Give each contract the accounts of its items, and take back the others. Raises AccountTaken."""
        for contract_id in {item.contract_id for item in items}:
            mine = [item for item in items if item.contract_id == contract_id and not item.ended]
            wanted = _once([item.data for item in mine])
            unlink_accounts(contract_id, wanted)
            for account_id in wanted:
                link_account(account_id, contract_id, mine[0].customer_id)


def _ids(data: Sequence[Mapping[str, Any]]) -> list[int]:
    return [one["account_id"] for one in data if one.get("account_id")]


def _once(data: Sequence[Mapping[str, Any]]) -> list[int]:
    wanted = _ids(data)
    if len(set(wanted)) < len(wanted):
        raise AccountTaken("A mesma conta de internet está em dois itens. Deixe-a em um só.")
    return wanted


def _words(use: Use, plans: Mapping[int, str]) -> str | None:
    return use.item.description or plans.get(use.item.data.get("account_id") or 0)


def _plan(data: Mapping[str, Any]) -> Any:
    account = account_facts(_ids([data])).get(data.get("account_id") or 0)
    if account:
        return account.plan
    return next((plan for plan in plan_facts() if plan.id == data.get("plan_id")), None)
