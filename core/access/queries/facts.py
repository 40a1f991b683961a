"""What plugins are told of plans, devices and accounts: frozen facts, no rows of the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from core.access.models import InternetAccount, Plan
from core.access.queries.accounts import account_data
from core.access.queries.catalog import devices, plans
from core.access.queries.owners import holder_words
from core.access.rules.speeds import METHOD_LABELS, speed_words


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan: `reduced` are the words of its reduced speed, "" where it has none; price in R$ a month."""

    id: int
    name: str
    reduced: str
    price: Decimal

    @property
    def label(self) -> str:
        """“Fibra 30 Mega · reduzida 2 Mega”."""
        return f"{self.name} · reduzida {self.reduced}" if self.reduced else self.name


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An internet account; `contract_id` None while no contract has it."""

    id: int
    label: str
    active: bool
    contract_id: int | None
    plan: PlanFacts
    method: str
    devices: tuple[str, ...]

    @property
    def words(self) -> str:
        """“Fibra 30 Mega · reduzida 2 Mega · marina.tavares · PPPoE · RB Centro”."""
        return " · ".join((self.plan.label, self.label, self.method, *self.devices))


def plan_facts() -> list[PlanFacts]:
    """The plans on offer, by name."""
    return [_of_plan(one) for one in plans(active_only=True)]


def device_choices() -> list[tuple[int, str]]:
    """Id and name of the devices in use, by name."""
    return [(device.id, device.name) for device in devices(active_only=True)]


def account_facts(account_ids: Collection[int]) -> dict[int, AccountFacts]:
    """The accounts of these ids, in two queries however many they are."""
    return {key: _of_account(one) for key, one in account_data(account_ids).items()}


def account_holder(account_id: int) -> str:
    """“contrato 12, de Marina Tavares” for a linked account, else ""."""
    account = account_data([account_id]).get(account_id)
    return holder_words(account) if account and account.contract_id else ""


def _of_plan(plan: Plan) -> PlanFacts:
    return PlanFacts(plan.id, plan.name, reduced_words(plan), plan.price)


def reduced_words(plan: Plan) -> str:
    """“2 Mega”, or "" where the plan has no reduced speed."""
    if plan.reduced_download_kbps is None or plan.reduced_upload_kbps is None:
        return ""
    return speed_words(plan.reduced_download_kbps, plan.reduced_upload_kbps)


def _of_account(account: InternetAccount) -> AccountFacts:
    return AccountFacts(
        account.id,
        account.label,
        account.active,
        account.contract_id,
        _of_plan(account.plan),
        METHOD_LABELS[account.method],
        tuple(device.name for device in account.devices),
    )
