"""A contract as its form holds it."""

from __future__ import annotations

from typing import Any

from core.contracts.models import Contract, ContractItem, ExtraItem
from core.contracts.rules.data import ContractData, ExtraData, ItemData
from core.foundation import audit


def snapshot(contract: Contract) -> ContractData:
    """What the form shows of a contract: its items and extra items that are not taken off, in order."""
    return ContractData(
        contract_id=contract.id,
        revision=contract.revision,
        template_id=contract.template_id,
        customer_id=contract.customer_id,
        installation_address_id=contract.installation_address_id,
        billing_address_id=contract.billing_address_id,
        bank_account_id=contract.bank_account_id,
        starts_on=contract.starts_on,
        items=tuple(_item(row) for row in contract.items if not row.removed),
        extras=tuple(_extra(row) for row in contract.extras if not row.removed),
        billing=contract.billing_terms,
        ladder=contract.ladder_terms,
    )


def _item(row: ContractItem) -> ItemData:
    return ItemData(row.id, row.type, row.description, row.data, row.amount, row.starts_on, row.ends_on)


def _extra(row: ExtraItem) -> ExtraData:
    return ExtraData(row.id, row.description, row.total, row.instalments, row.first_month)


def last_saver(contract_id: int) -> str:
    """Who saved the contract last."""
    entries = audit.history([("contract", contract_id)], limit=1)
    return entries[0].actor_name if entries else audit.SYSTEM.name


def values_when_opened(contract_id: int, revision: int) -> dict[str, Any]:
    """The fields of head and terms changed after a revision, each with its value then, as JSON holds it."""
    values: dict[str, Any] = {}
    for entry in audit.history([("contract", contract_id)], limit=200):
        if entry.action == "contract_changed" and entry.data.get("revision", 0) > revision:
            values |= {change["field"]: change["before"] for change in entry.data["changes"]}
    return values
