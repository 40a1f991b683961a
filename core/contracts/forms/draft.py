"""The form as it is being filled in, for the panels beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from core.contracts.forms.contract import ReadContract
from core.contracts.rules.data import ItemData
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.extension.items import ItemFacts, ItemType
from core.extension.types import DraftView


def draft_view(
    read: ReadContract, contract_id: int | None, customer_id: int, types: Mapping[str, ItemType], today: date
) -> DraftView:
    """What the panels get to see. Items of a type that is not enabled are left out."""
    terms = read.terms
    items = [_facts(n, item, types[item.type]) for n, item in enumerate(read.items) if item.type in types]
    extras = [row.value for row in read.extras if row.value is not None]
    return DraftView(
        contract_id=contract_id,
        customer_id=customer_id,
        starts_on=read.head.get("starts_on"),
        billing=terms.billing if terms.readable(BillingTerms) else None,
        ladder=terms.ladder if terms.readable(LadderTerms) else None,
        items=tuple(items),
        extras=tuple(replace(one, id=-1 - n) if one.id is None else one for n, one in enumerate(extras)),
        bad=frozenset(read.errors),
        today=today,
        bank_account_id=read.head.get("bank_account_id"),
        values={name: value for name, value in terms.values.items() if name not in terms.errors},
    )


def _facts(n: int, item: ItemData, item_type: ItemType) -> ItemFacts:
    return ItemFacts(
        id=-1 - n if item.id is None else item.id,
        type=item.type,
        kind=item_type.kind,
        description=item.description,
        amount=item.amount,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
        data=item.data,
    )
