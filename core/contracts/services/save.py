"""Make a contract, or change one, with its items, terms and sections: all in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from core.contracts.models import Contract
from core.contracts.queries.snapshot import last_saver, snapshot, values_when_opened
from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.data import ContractData, ExtraData, ItemData
from core.contracts.rules.differences import HEAD, differences
from core.contracts.services.access import want_access
from core.contracts.services.changes import record_changes
from core.contracts.services.errors import ContractConflict, ContractRefused
from core.contracts.services.rows import (
    from_the_day,
    keep_extras,
    keep_items,
    refuse_bad_items,
    tell_item_types,
)
from core.contracts.services.strictness import record_strictness
from core.contracts.services.terms import apply_terms
from core.customers.models import Address
from core.extension.calls import collect, tell
from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import transaction
from core.foundation.outbox import emit

__all__ = ["ContractConflict", "ContractData", "ContractRefused", "ExtraData", "ItemData", "save_contract"]


def save_contract(data: ContractData, day: date) -> Contract:
    """Keep a contract as the form has it, on a business day; gives it back.

    An item keeps its id; one no longer in `data` is ended on `day`, never deleted. Raises ContractRefused
    with a sentence for each field that cannot be kept, and ContractConflict where another saved it first.
    """
    with transaction() as session:
        _refuse_bad_terms(data)
        refuse_bad_items(data)
        contract = _new(data) if data.contract_id is None else _opened(session, data)
        before = None if data.contract_id is None else snapshot(contract)
        data = _with_new_address(session, data)
        _keep_head(session, contract, data)
        _tell_of_start(contract, before)
        apply_terms(contract, before.billing if before else None, data.billing, data.ladder, day)
        _keep_parts(contract, data, day)
        want_access(contract)
        record_strictness(contract, before)
        _record_save(contract, before, data)
        emit("on_contract_saved", contract_id=contract.id)
        return contract


def _refuse_bad_terms(data: ContractData) -> None:
    found = problems(data.billing, data.ladder)
    errors = [(one.field, one.sentence) for one in found if one.severity == Severity.ERROR]
    if errors:
        raise ContractRefused(errors)


def _new(data: ContractData) -> Contract:
    return Contract(customer_id=data.customer_id, created_at=now())


def _opened(session: Session, data: ContractData) -> Contract:
    contract = session.get_one(Contract, data.contract_id, with_for_update=True, populate_existing=True)
    if contract.revision != data.revision:
        opened = values_when_opened(contract.id, data.revision or 0)
        raise ContractConflict(snapshot(contract), data, last_saver(contract.id), opened)
    contract.revision += 1
    return contract


def _with_new_address(session: Session, data: ContractData) -> ContractData:
    if data.new_address is None:
        return data
    address = Address(customer_id=data.customer_id, main=False, **data.new_address)
    session.add(address)
    session.flush()
    return replace(data, installation_address_id=address.id, new_address=None)


def _keep_head(session: Session, contract: Contract, data: ContractData) -> None:
    moved = contract.closing_since in (None, contract.starts_on)
    for name in HEAD:
        setattr(contract, name, getattr(data, name))
    # Closing dates count from the activation until the terms change for the first time.
    if moved:
        contract.closing_since = data.starts_on
    session.add(contract)


def _tell_of_start(contract: Contract, before: ContractData | None) -> None:
    if before and before.starts_on != contract.starts_on:
        tell("when_start_moves", contract_id=contract.id, before=before.starts_on, after=contract.starts_on)


def _keep_parts(contract: Contract, data: ContractData, day: date) -> None:
    items = data.items if data.contract_id is None else from_the_day(data, day)
    gone = keep_items(contract, items, day)
    keep_extras(contract, data.extras)
    tell_item_types(contract, gone)
    for section in collect("register_contract_sections"):
        if section.key in data.sections:
            section.save(contract.id, data.sections[section.key])


def _record_save(contract: Contract, before: ContractData | None, data: ContractData) -> None:
    if before is None:
        audit.record("contract_created", "contract", contract.id, {"starts_on": data.starts_on.isoformat()})
        return
    own = [one for one in differences(before, data) if not one.path.startswith(("items", "extras"))]
    record_changes(contract, own)
