"""Contracts as billing needs them, many at a time: their parts put together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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
        key, starts_on, closing_since, bank, holder, document, *rest = head
        terms, installed, billed = rest[:_TERMS_END], rest[_TERMS_END:_PLACE_END], rest[_PLACE_END:]
        known, missing = self._sorted_items(key)
        count, _ = self.invoices.get(key, NO_INVOICE)
        at = _address_words(*installed)
        return Account(
            facts=self._facts(key, starts_on, closing_since, _terms(tuple(terms)), known),
            holder=holder,
            document=document,
            installation=at,
            billing=_address_words(*billed) if billed[0] else at,
            bank_account_id=bank,
            next_number=count + 1,
            credit=tuple(self.credit.get(key, ())),
            missing=missing,
        )

    def _sorted_items(self, contract_id: int) -> tuple[tuple[ItemFacts, ...], tuple[ItemFacts, ...]]:
        """Items that count, and those whose plugin is not enabled.

        A one-off that was taken off counts no more; the days of an item taken off wait for its plugin.
        """
        known, missing = [], []
        for row in self.items.get(contract_id, ()):
            _, _, name, _, _, _, _, _, removed = row
            found = self.types.get(name)
            if found is None:
                if not removed:
                    missing.append(self._item(row, ItemKind.RECURRING, name))
            elif not (removed and found.kind is ItemKind.ONE_OFF):
                known.append(self._item(row, found.kind, ""))
        return tuple(known), tuple(missing)

    def _item(self, row: Any, kind: ItemKind, fallback: str) -> ItemFacts:
        _, key, name, words, amount, starts_on, ends_on, data, _ = row
        billed = self.billed.get(key, ())
        return ItemFacts(key, name, kind, words or fallback, amount, starts_on, ends_on, billed, _data(data))

    def _facts(
        self, key: int, starts_on: date, since: date, terms: BillingTerms, items: tuple[ItemFacts, ...]
    ) -> ContractFacts:
        gaps = self.gaps.get(key, ())
        return ContractFacts(
            id=key,
            activation=starts_on,
            terms=terms,
            closing_since=since,
            items=items,
            instalments=tuple(self.instalments.get(key, ())),
            carries=tuple(self.carries.get(key, ())),
            never_billed=tuple([_gap(row) for row in gaps if row.reason != SKIPPED]),
            skipped=next((_gap(row) for row in gaps if row.reason == SKIPPED), None) if gaps else None,
            closed_through=self._closed_through(key),
        )

    def _closed_through(self, contract_id: int) -> date | None:
        _, billed = self.invoices.get(contract_id, NO_INVOICE)
        without = self.closed.get(contract_id)
        return max(billed, without) if billed and without else billed or without


NO_INVOICE: tuple[int, date | None] = (0, None)
_TERMS_END = len(TERMS)
_PLACE_END = _TERMS_END + len(ADDRESS)


def _address_words(
    street: str, number: str, complement: str | None, district: str, city: str, state: str, code: str
) -> str:
    extra = f", {complement}" if complement else ""
    return f"{street}, {number}{extra}, {district}, {city}/{state}, CEP {code[:5]}-{code[5:]}"


@lru_cache(maxsize=4096)
def _data(text: str) -> Mapping[str, Any]:
    """An item's data from its JSON; read only, since items that say the same share it."""
    return MappingProxyType(json.loads(text) or {})


@lru_cache(maxsize=4096)
def _terms(values: tuple[Any, ...]) -> BillingTerms:
    """Most contracts share their terms with many others."""
    named = dict(zip(TERMS, values, strict=True))
    return BillingTerms(**{**named, **{name: kind(named[name]) for name, kind in ENUMS.items()}})


def _gap(row: Any) -> Period:
    return Period(row.starts_on, row.ends_on or FAR_DAY)
