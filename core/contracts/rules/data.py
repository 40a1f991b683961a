"""A contract as its form holds it: what a person agreed on, before and after it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.contracts.rules.terms import BillingTerms, LadderTerms


@dataclass(frozen=True, slots=True)
class ItemData:
    """An item of the form. `id` None: a new one. `amount` is positive, R$; `ends_on` the first day not used."""

    id: int | None
    type: str
    description: str
    data: Mapping[str, Any]
    amount: Decimal
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExtraData:
    """An extra item of the form: R$ `total` in `instalments` shares from `first_month` (its first day) on."""

    id: int | None
    description: str
    total: Decimal
    instalments: int
    first_month: date


@dataclass(frozen=True, slots=True)
class ContractData:
    """All that the form of a contract holds.

    `contract_id` and `revision` are None for a new one; `billing_address_id` None: billed where it is
    installed. `sections`: by key, the data of the parts that plugins brought. `new_address`: the columns of an
    address of the customer to be made, where the contract is then installed.
    """

    contract_id: int | None
    revision: int | None
    template_id: int
    customer_id: int
    installation_address_id: int
    billing_address_id: int | None
    bank_account_id: int | None
    starts_on: date
    items: tuple[ItemData, ...]
    extras: tuple[ExtraData, ...]
    billing: BillingTerms
    ladder: LadderTerms
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    new_address: Mapping[str, str | None] | None = None
