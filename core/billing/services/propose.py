"""Propose the invoices of many contracts: read, ask the item types, compose, let plugins shape. Writes nothing.

What stops one contract never stops another: it is named, with a sentence for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.billing.queries.accounts import Account, load
from core.billing.rules.billable import uses
from core.billing.rules.compose import compose, total_of
from core.billing.rules.facts import ContractFacts, InvoiceDates, Line, LineKind, Price, Proposal, Use
from core.billing.services.answers import checked_adjustments, checked_prices
from core.extension.calls import implementations, item_types, on_batch
from core.extension.items import ItemType
from core.extension.types import Adjustment, InvoiceView, Veto
from core.foundation.calendar import Period
from core.foundation.money import ZERO

DatesOf = Callable[[ContractFacts], InvoiceDates | None]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A contract whose invoice cannot be made until a person mends what the sentence says."""

    contract_id: int
    sentence: str


@dataclass(slots=True)
class Draft:
    """An invoice on its way through the batch."""

    account: Account
    dates: InvoiceDates
    uses: tuple[Use, ...]
    behind: tuple[Period, ...] | None
    prices: list[Price | None]
    proposal: Proposal | None = None


@dataclass(slots=True)
class Batch:
    """What came of a batch. `idle`: contracts with dates but nothing to bill."""

    ready: list[tuple[Account, Proposal]] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    idle: list[tuple[Account, InvoiceDates]] = field(default_factory=list)


def propose(ids: Sequence[int], dates_of: DatesOf) -> Batch:
    """The invoices that these contracts would get on the dates that `dates_of` gives for each."""
    types = item_types()
    batch = Batch()
    drafts = list(_drafts(load(ids, types), dates_of, batch))
    _price(drafts, types, batch)
    _compose(drafts, batch)
    _shape(batch)
    return batch


def _drafts(accounts: Iterable[Account], dates_of: DatesOf, batch: Batch) -> Iterable[Draft]:
    for account in accounts:
        dates = dates_of(account.facts)
        if dates is None:
            continue
        if account.missing:
            batch.stuck.append(Stuck(account.facts.id, _missing_words(account)))
            continue
        found, behind = uses(account.facts, dates)
        yield Draft(account, dates, found, behind, [None] * len(found))


def _missing_words(account: Account) -> str:
    item = account.missing[0]
    return f"O item “{item.description}” é do plugin {item.type}, que está desligado."


def _price(drafts: Sequence[Draft], types: Mapping[str, ItemType], batch: Batch) -> None:
    """Ask each item type once for all its uses in the batch."""
    asked: dict[str, list[tuple[Draft, int]]] = defaultdict(list)
    for draft in drafts:
        for place, use in enumerate(draft.uses):
            asked[use.item.type].append((draft, place))
    stuck: dict[int, str] = {}
    for name, entries in asked.items():
        on_batch(
            _asker(types[name]), entries, lambda entry, why: stuck.update({entry[0].account.facts.id: why})
        )
    batch.stuck.extend(Stuck(*one) for one in stuck.items())


def _asker(item_type: ItemType) -> Callable[[Sequence[tuple[Draft, int]]], list[Any]]:
    def ask(entries: Sequence[tuple[Draft, int]]) -> list[Any]:
        prices = checked_prices(
            item_type.name, item_type.price([draft.uses[place] for draft, place in entries]), len(entries)
        )
        for (draft, place), price in zip(entries, prices, strict=True):
            draft.prices[place] = price
        return []

    return ask


def _compose(drafts: Iterable[Draft], batch: Batch) -> None:
    stuck = {one.contract_id for one in batch.stuck}
    for draft in drafts:
        facts = draft.account.facts
        if facts.id in stuck:
            continue
        priced = [(use, price) for use, price in zip(draft.uses, draft.prices, strict=True) if price]
        proposal = compose(facts, draft.dates, priced, draft.behind)
        if proposal:
            batch.ready.append((draft.account, proposal))
        else:
            batch.idle.append((draft.account, draft.dates))


def _shape(batch: Batch) -> None:
    """Let plugins add lines, then veto. Costs nothing where none does."""
    for impl in implementations("adjust_invoices"):
        given = _ask_plugin(_adjuster(impl), batch)
        batch.ready = [(account, _adjusted(proposal, given)) for account, proposal in batch.ready]
    for impl in implementations("check_invoices"):
        vetoes: list[Veto] = _ask_plugin(impl.function, batch)
        _drop(batch, [Stuck(veto.contract_id, veto.sentence) for veto in vetoes])


def _adjuster(impl: Any) -> Callable[[Sequence[InvoiceView]], list[Adjustment]]:
    return lambda views: checked_adjustments(impl.plugin_name, impl.function(views))


def _ask_plugin(ask: Callable[[Sequence[InvoiceView]], Any], batch: Batch) -> list[Any]:
    stuck: list[Stuck] = []
    views = [view_of(proposal) for _, proposal in batch.ready]
    given = on_batch(ask, views, lambda view, why: stuck.append(Stuck(view.contract_id, why)))
    _drop(batch, stuck)
    return given


def _drop(batch: Batch, stuck: Sequence[Stuck]) -> None:
    names = {one.contract_id for one in stuck}
    batch.stuck.extend(stuck)
    batch.ready = [one for one in batch.ready if one[1].contract_id not in names]


def view_of(proposal: Proposal) -> InvoiceView:
    """A proposal as plugins see it."""
    lines = tuple((line.kind.value, line.description, line.amount) for line in proposal.lines)
    dates = proposal.dates
    return InvoiceView(proposal.contract_id, dates.issue_date, dates.due_date, proposal.total, lines)


def _adjusted(proposal: Proposal, given: Sequence[Adjustment]) -> Proposal:
    mine = [one for one in given if one.contract_id == proposal.contract_id]
    if not mine:
        return proposal
    lines = [*proposal.lines, *(Line(LineKind.ADJUSTMENT, one.description, one.amount) for one in mine)]
    if (total := total_of(lines)) < 0:
        lines.append(Line(LineKind.DISCOUNT_CAP, "Ajuste limitado ao valor da fatura", -total))
    return proposal._replace(lines=tuple(lines), total=max(total, ZERO))
