"""Items and extra items follow the form: kept by id, ended when they are taken off, never deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from flask import current_app

from core.contracts.models import Contract, ContractItem, ExtraItem
from core.contracts.rules.data import ContractData, ExtraData, ItemData
from core.contracts.services.errors import ContractRefused
from core.extension.calls import item_types
from core.extension.items import ItemKind, ItemType, KeptItem
from core.foundation import audit
from core.foundation.database import db
from core.foundation.money import is_whole_cents

ITEM_FIELDS = ("type", "description", "amount", "starts_on", "ends_on")
EXTRA_FIELDS = ("description", "total", "instalments", "first_month")


def refuse_bad_items(data: ContractData) -> None:
    """Raise ContractRefused with a sentence for each item or extra item that the contract cannot have."""
    sentences = [(f"items.{n}", _sentence(item, data.contract_id)) for n, item in enumerate(data.items)]
    sentences += [(f"extras.{n}", _extra_sentence(extra)) for n, extra in enumerate(data.extras)]
    if refused := [(field, sentence) for field, sentence in sentences if sentence]:
        raise ContractRefused(refused)


def _extra_sentence(extra: ExtraData) -> str | None:
    if not is_whole_cents(extra.total) or extra.total <= 0:
        return "Digite um total maior que zero, com dois dígitos nos centavos."
    return None if extra.instalments >= 1 else "Use uma parcela ou mais."


def _sentence(item: ItemData, contract_id: int | None) -> str | None:
    if not is_whole_cents(item.amount) or item.amount < 0:
        return "Digite o valor sem o sinal, com dois dígitos nos centavos."
    if item.ends_on is not None and item.starts_on is not None and item.ends_on <= item.starts_on:
        return "O último dia vem antes do primeiro. Confira “Cobrar de” e “até”."
    item_type = item_types().get(item.type)
    if item_type is not None:
        return item_type.check(item.data, contract_id)
    # One that was agreed on while its plugin was there may stay: the run names it.
    return None if item.id else f"O tipo “{item.type}” não está ligado aqui. Ligue o plugin ou escolha outro."


def from_the_day(data: ContractData, day: date) -> tuple[ItemData, ...]:
    """The items of a contract that is changed: one added to it without a first day is billed from `day` on.

    Else it would be billed from the activation, for months in which nobody had it. A one-off needs no day.
    """
    return tuple(
        replace(item, starts_on=day) if _begins_now(item, data, day) else item for item in data.items
    )


def _begins_now(item: ItemData, data: ContractData, day: date) -> bool:
    if item.id is not None or item.starts_on is not None or day <= data.starts_on:
        return False
    item_type = item_types().get(item.type)
    is_one_off = item_type is not None and item_type.kind is ItemKind.ONE_OFF
    return not is_one_off and (item.ends_on is None or item.ends_on > day)


def keep_items(contract: Contract, items: Sequence[ItemData], day: date) -> list[ContractItem]:
    """The contract's items follow the form; gives those taken off it, which end on `day` at the latest."""
    live = {row.id: row for row in contract.items if not row.removed}
    for position, item in enumerate(items):
        row = live.pop(item.id, None) if item.id is not None else None
        if row is None:
            row = ContractItem(removed=False)
            contract.items.append(row)
        _keep_item(contract, row, item, position)
    for row in live.values():
        _remove_item(contract, row, day)
    db.session.flush()
    return list(live.values())


def _keep_item(contract: Contract, row: ContractItem, item: ItemData, position: int) -> None:
    changed = [name for name in ITEM_FIELDS if getattr(row, name) != getattr(item, name)]
    changed += ["data"] if (row.data or {}) != dict(item.data) else []
    row.position, row.data = position, dict(item.data)
    for name in ITEM_FIELDS:
        setattr(row, name, getattr(item, name))
    if changed:
        _record(contract, "item_changed" if item.id else "item_added", row, changed)


def _remove_item(contract: Contract, row: ContractItem, day: date) -> None:
    row.removed = True
    row.ends_on = min(row.ends_on or day, day)
    _record(contract, "item_removed", row, [])


def _record(contract: Contract, action: str, row: ContractItem, changed: list[str]) -> None:
    db.session.flush()
    facts = {"type": row.type, "description": row.description, "amount": str(row.amount), "changed": changed}
    days = {"starts_on": _iso(row.starts_on), "ends_on": _iso(row.ends_on)}
    audit.record(action, "contract", contract.id, {"item_id": row.id, **facts, **days})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def keep_extras(contract: Contract, extras: Sequence[ExtraData]) -> None:
    """The contract's extra items follow the form. What was billed of one that is taken off stays billed."""
    live = {row.id: row for row in contract.extras if not row.removed}
    for position, extra in enumerate(extras):
        row = live.pop(extra.id, None) if extra.id is not None else None
        if row is None:
            row = ExtraItem(removed=False)
            contract.extras.append(row)
        _keep_extra(contract, row, extra, position)
    for row in live.values():
        row.removed = True
        _record_extra(contract, "extra_removed", row)
    db.session.flush()


def _keep_extra(contract: Contract, row: ExtraItem, extra: ExtraData, position: int) -> None:
    changed = any(getattr(row, name) != getattr(extra, name) for name in EXTRA_FIELDS)
    row.position = position
    for name in EXTRA_FIELDS:
        setattr(row, name, getattr(extra, name))
    if changed:
        _record_extra(contract, "extra_changed" if extra.id else "extra_added", row)


def _record_extra(contract: Contract, action: str, row: ExtraItem) -> None:
    db.session.flush()
    facts = {"description": row.description, "total": str(row.total), "instalments": row.instalments}
    month = {"first_month": row.first_month.isoformat()}
    audit.record(action, "contract", contract.id, {"extra_id": row.id, **facts, **month})


def tell_item_types(contract: Contract, gone: Iterable[ContractItem]) -> None:
    """Each item type learns which of its items the contract holds now, and which were just taken off."""
    by_type: defaultdict[str, list[KeptItem]] = defaultdict(list)
    live = [row for row in contract.items if not row.removed]
    for row in (*live, *gone):
        kept = KeptItem(row.id, contract.id, contract.customer_id, dict(row.data), row.removed)
        by_type[row.type].append(kept)
    for name, item_type in item_types().items():
        if name in by_type:
            _tell(item_type, by_type[name], [row.type for row in live])


def _tell(item_type: ItemType, kept: Sequence[KeptItem], types: Sequence[str]) -> None:
    try:
        item_type.kept(kept)
    except Exception as error:  # a plugin's refusal carries its sentence; the whole save is undone
        current_app.logger.warning("item type %s refused a save: %s", item_type.name, error)
        place = f"items.{types.index(item_type.name)}" if item_type.name in types else "items"
        raise ContractRefused([(place, str(error) or type(error).__name__)]) from error
