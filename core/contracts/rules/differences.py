"""What differs between a contract as it is kept and as a form has it, field by field. Source: UX §1, Forms."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from core.contracts.rules.data import ContractData, ExtraData, ItemData
from core.contracts.rules.terms import BillingTerms

HEAD = (
    "template_id",
    "installation_address_id",
    "billing_address_id",
    "bank_account_id",
    "starts_on",
)
Row = ItemData | ExtraData


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two values. `path` names it: `starts_on`, `billing.due_day`, `items.7.amount`.

    A whole row that only one side has is `items.7`, None on the other. Rows not saved yet are nobody's conflict.
    """

    path: str
    stored: Any
    typed: Any

    @property
    def field(self) -> str:
        """The field's own name, the last part of its path."""
        return self.path.rpartition(".")[2]


def plain(value: Any) -> Any:
    """A value of the terms or the head as JSON holds it."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def billing_differences(before: BillingTerms, after: BillingTerms) -> list[Difference]:
    """The billing terms that differ."""
    return list(_parts("billing", before, after))


def differences(stored: ContractData, typed: ContractData) -> list[Difference]:
    """All fields whose values differ, in the order of the form."""
    head = [Difference(name, getattr(stored, name), getattr(typed, name)) for name in HEAD]
    return [
        *(one for one in head if one.stored != one.typed),
        *_rows("items", stored.items, typed.items),
        *_rows("extras", stored.extras, typed.extras),
        *_parts("billing", stored.billing, typed.billing),
        *_parts("ladder", stored.ladder, typed.ladder),
    ]


def _parts(path: str, stored: Any, typed: Any) -> Iterator[Difference]:
    for one in fields(stored):
        before, after = getattr(stored, one.name), getattr(typed, one.name)
        if before != after:
            yield Difference(f"{path}.{one.name}", before, after)


def _rows(path: str, stored: Sequence[Row], typed: Sequence[Row]) -> Iterator[Difference]:
    kept = {row.id: row for row in typed if row.id is not None}
    for row in stored:
        other = kept.pop(row.id, None) if row.id is not None else None
        if other is None:
            yield Difference(f"{path}.{row.id}", row, None)
        else:
            yield from _parts(f"{path}.{row.id}", row, other)
    for row in typed:
        if row.id in kept:
            yield Difference(f"{path}.{row.id}", None, row)


def choose(stored: ContractData, typed: ContractData, keep: Collection[str]) -> ContractData:
    """What was typed, but for the differences whose paths are in `keep`: there, what is stored."""
    head = {name: getattr(stored, name) for name in HEAD if name in keep}
    return replace(
        typed,
        revision=stored.revision,
        items=tuple(_chosen_rows("items", stored.items, typed.items, keep)),
        extras=tuple(_chosen_rows("extras", stored.extras, typed.extras, keep)),
        billing=_chosen("billing", stored.billing, typed.billing, keep),
        ladder=_chosen("ladder", stored.ladder, typed.ladder, keep),
        **head,
    )


def _chosen(path: str, stored: Any, typed: Any, keep: Collection[str]) -> Any:
    names = [one.name for one in fields(typed) if f"{path}.{one.name}" in keep]
    return replace(typed, **{name: getattr(stored, name) for name in names})


def _chosen_rows(
    path: str, stored: Sequence[Any], typed: Sequence[Any], keep: Collection[str]
) -> Iterator[Any]:
    there = {row.id: row for row in stored}
    for row in typed:
        other = there.pop(row.id, None) if row.id is not None else None
        if other is not None:
            yield _chosen(f"{path}.{row.id}", other, row, keep)
        elif f"{path}.{row.id}" not in keep:
            yield row
    yield from (row for row in there.values() if f"{path}.{row.id}" in keep)
