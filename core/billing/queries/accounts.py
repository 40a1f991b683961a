"""Contracts as billing needs them, many at a time: their parts put together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from core.billing.models import SKIPPED
from core.billing.queries import parts
from core.billing.queries.parts import ADDRESS, FAR_DAY, TERMS
from core.billing.rules.facts import ContractFacts, ItemFacts, PendingCarry, PendingInstalment
from core.billing.rules.settle import Lot
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from core.extension.items import ItemKind, ItemType
from core.foundation.calendar import Period

ENUMS = {"issue_mode": IssueMode, "period_reference": PeriodReference, "period_direction": PeriodDirection}


@dataclass(frozen=True, slots=True)
class Account:
    """A contract's facts, and what an invoice of it copies: holder, addresses, bank.

    `next_number` is the n-th invoice that comes next; `missing` the items whose plugin is not enabled.
    """

    facts: ContractFacts
    holder: str
    document: str
    installation: str
    billing: str
    bank_account_id: int | None
    next_number: int
    credit: tuple[Lot, ...] = ()
    missing: tuple[ItemFacts, ...] = ()


def load(ids: Sequence[int], types: Mapping[str, ItemType]) -> list[Account]:
    """The accounts of these contracts, in the order of their ids."""
    heads = parts.heads(ids)
    found = _Parts.read(ids, types)
    return [found.account(head) for head in heads]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a batch of contracts holds, by contract id."""

    types: Mapping[str, ItemType]
    items: Mapping[int, list[Any]]
    billed: Mapping[int, tuple[Period, ...]]
    instalments: Mapping[int, list[PendingInstalment]]
    carries: Mapping[int, list[PendingCarry]]
    gaps: Mapping[int, list[Any]]
    invoices: Mapping[int, tuple[int, date | None]]
    closed: Mapping[int, date]
    credit: Mapping[int, list[Lot]]

    @classmethod
    def read(cls, ids: Sequence[int], types: Mapping[str, ItemType]) -> _Parts:
        items = parts.item_rows(ids)
        return cls(
            types=types,
            items=parts.grouped(items),
            billed=parts.billed_days([row.id for row in items]),
            instalments=parts.instalments(ids),
            carries=parts.carries(ids),
            gaps=parts.grouped(parts.gap_rows(ids)),
            invoices=parts.invoice_counts(ids),
            closed=parts.closings_without(ids),
            credit=parts.credit(ids),
        )

    def account(self, head: Any) -> Account:
        rows = self.items.get(head.id, ())
        known = tuple(self._item(row) for row in rows if self._counts(row))
        count, _ = self.invoices.get(head.id, (0, None))
        installed = _address_words(_installed_at(head))
        return Account(
            facts=self._facts(head, known),
            holder=head.holder,
            document=head.document,
            installation=installed,
            billing=_address_words(_billed_at(head)) if head.billed_street else installed,
            bank_account_id=head.bank_account_id,
            next_number=count + 1,
            credit=tuple(self.credit.get(head.id, ())),
            missing=tuple(self._item(row) for row in rows if row.type not in self.types and not row.removed),
        )

    def _counts(self, row: Any) -> bool:
        """A one-off that was taken off counts no more; the days of an item taken off wait for its plugin."""
        found = self.types.get(row.type)
        return found is not None and not (row.removed and found.kind is ItemKind.ONE_OFF)

    def _item(self, row: Any) -> ItemFacts:
        _, key, name, words, amount, starts_on, ends_on, data, _ = row
        item_type = self.types.get(name)
        kind = item_type.kind if item_type else ItemKind.RECURRING
        words = words or ("" if item_type else name)
        billed = self.billed.get(key, ())
        return ItemFacts(key, name, kind, words, amount, starts_on, ends_on, billed, _data(data))

    def _facts(self, head: Any, items: tuple[ItemFacts, ...]) -> ContractFacts:
        gaps = self.gaps.get(head.id, ())
        return ContractFacts(
            id=head.id,
            activation=head.starts_on,
            terms=terms_of(head),
            closing_since=head.closing_since,
            items=items,
            instalments=tuple(self.instalments.get(head.id, ())),
            carries=tuple(self.carries.get(head.id, ())),
            never_billed=tuple(_gap(row) for row in gaps if row.reason != SKIPPED),
            skipped=next((_gap(row) for row in gaps if row.reason == SKIPPED), None),
            closed_through=self._closed_through(head.id),
        )

    def _closed_through(self, contract_id: int) -> date | None:
        _, billed = self.invoices.get(contract_id, (0, None))
        without = self.closed.get(contract_id)
        return max(billed, without) if billed and without else billed or without


_installed_at = attrgetter(*(f"installed_{name}" for name in ADDRESS))
_billed_at = attrgetter(*(f"billed_{name}" for name in ADDRESS))
_terms_in = attrgetter(*TERMS)


def _address_words(values: Sequence[Any]) -> str:
    street, number, complement, district, city, state, code = values
    extra = f", {complement}" if complement else ""
    return f"{street}, {number}{extra}, {district}, {city}/{state}, CEP {code[:5]}-{code[5:]}"


@lru_cache(maxsize=4096)
def _data(text: str) -> Mapping[str, Any]:
    """An item's data from its JSON; read only, since items that say the same share it."""
    return MappingProxyType(json.loads(text) or {})


def terms_of(row: Any) -> BillingTerms:
    """Billing terms from a row with a column for each."""
    return _terms(_terms_in(row))


@lru_cache(maxsize=4096)
def _terms(values: tuple[Any, ...]) -> BillingTerms:
    """Most contracts share their terms with many others."""
    named = dict(zip(TERMS, values, strict=True))
    return BillingTerms(**{**named, **{name: kind(named[name]) for name, kind in ENUMS.items()}})


def _gap(row: Any) -> Period:
    return Period(row.starts_on, row.ends_on or FAR_DAY)
