"""Contracts as billing needs them, many at a time: their parts put together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from core.billing.models import SKIPPED
from core.billing.queries import parts
from core.billing.queries.parts import FAR_DAY, TERMS
from core.billing.rules.facts import ContractFacts, ItemFacts, PendingCarry, PendingInstalment
from core.billing.rules.settle import Lot
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from core.extension.items import ItemKind, ItemType
from core.foundation.calendar import Period
from core.foundation.database import from_cents

ENUMS = {"issue_mode": IssueMode, "period_reference": PeriodReference, "period_direction": PeriodDirection}
READ = {**{name: parts.ours(parts.CONTRACT.c[name]) for name in TERMS}, **ENUMS}


class Account(NamedTuple):
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
    found = _Parts.read(ids, heads, types)
    return [found.account(head) for head in heads]


Items = Mapping[int, list[ItemFacts]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a batch of contracts holds, by contract id; holders and addresses by their own."""

    holders: Mapping[int, Any]
    addresses: Mapping[int, str]
    items: Items
    missing: Items
    instalments: Mapping[int, list[PendingInstalment]]
    carries: Mapping[int, list[PendingCarry]]
    gaps: Mapping[int, list[Any]]
    invoices: Mapping[int, tuple[int, date | None]]
    closed: Mapping[int, date]
    credit: Mapping[int, list[Lot]]

    @classmethod
    def read(cls, ids: Sequence[int], heads: Sequence[Any], types: Mapping[str, ItemType]) -> _Parts:
        invoices = parts.invoice_counts(ids)
        items, missing = _items(ids, types, invoices)
        places = {
            place
            for head in heads
            for place in (head.installation_address_id, head.billing_address_id)
            if place
        }
        return cls(
            holders=parts.holders(sorted({head.customer_id for head in heads})),
            addresses=parts.addresses(sorted(places)),
            items=items,
            missing=missing,
            instalments=parts.instalments(ids),
            carries=parts.carries(ids),
            gaps=parts.grouped(parts.gap_rows(ids)),
            invoices=invoices,
            closed=parts.closings_without(ids),
            credit=parts.credit(ids),
        )

    def account(self, head: Any) -> Account:
        key, starts_on, closing_since, bank, customer, installed, billed, *_ = head
        _, holder, document = self.holders[customer]
        count, _ = self.invoices.get(key, NO_INVOICE)
        return Account(
            facts=self._facts(key, starts_on, closing_since, _terms(head[_BEFORE_TERMS:])),
            holder=holder,
            document=document,
            installation=self.addresses[installed],
            billing=self.addresses[billed or installed],
            bank_account_id=bank,
            next_number=count + 1,
            credit=tuple(self.credit.get(key, ())),
            missing=tuple(self.missing.get(key, ())),
        )

    def _facts(self, key: int, starts_on: date, since: date, terms: BillingTerms) -> ContractFacts:
        gaps = self.gaps.get(key, ())
        return ContractFacts(
            id=key,
            activation=starts_on,
            terms=terms,
            closing_since=since,
            items=tuple(self.items.get(key, ())),
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
_BEFORE_TERMS = 7


def _items(
    ids: Sequence[int], types: Mapping[str, ItemType], invoiced: Container[int]
) -> tuple[Items, Items]:
    """Items that count, and those whose plugin is not enabled, by contract. `invoiced`: contracts with invoices.

    A one-off that was taken off counts no more; the days of an item taken off wait for its plugin.
    """
    rows, kinds = parts.item_rows(ids), {name: types[name].kind for name in types}
    billed = parts.billed_days([item_id for contract_id, item_id, *_ in rows if contract_id in invoiced])
    known: dict[int, list[ItemFacts]] = defaultdict(list)
    missing: dict[int, list[ItemFacts]] = defaultdict(list)
    for contract_id, key, name, words, cents, starts_on, ends_on, data, removed in rows:
        kind = kinds.get(name)
        if removed and kind in (None, ItemKind.ONE_OFF):
            continue
        shared = (from_cents(cents), starts_on, ends_on, billed.get(key, ()), _data(data))
        if kind is None:
            missing[contract_id].append(ItemFacts(key, name, ItemKind.RECURRING, words or name, *shared))
        else:
            known[contract_id].append(ItemFacts(key, name, kind, words, *shared))
    return known, missing


@lru_cache(maxsize=4096)
def _data(text: str) -> Mapping[str, Any]:
    """An item's data from its JSON; read only, since items that say the same share it."""
    return MappingProxyType(json.loads(text) or {})


@lru_cache(maxsize=4096)
def _terms(kept: tuple[Any, ...]) -> BillingTerms:
    """Terms from their columns as they are kept: most contracts share them with many others."""
    return BillingTerms(**{name: READ[name](value) for name, value in zip(TERMS, kept, strict=True)})


def _gap(row: Any) -> Period:
    return Period(row.starts_on, row.ends_on or FAR_DAY)
