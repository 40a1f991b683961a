"""Beside the contract form, as one types: what the customer would pay on which day, and which invoices come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import render_template
from markupsafe import Markup

from core.billing.fieldhelps import field_helps
from core.billing.queries.accounts import load
from core.billing.queries.parts import billed_shares
from core.billing.rules.draft import (
    changed_contract,
    coming_invoices,
    month_of,
    new_contract,
    paid_on_days,
)
from core.billing.rules.facts import ContractFacts, ItemFacts, LineKind, PendingInstalment, Proposal
from core.billing.rules.instalments import pending
from core.billing.services.pricing import ask_prices
from core.extension.calls import item_types
from core.extension.types import DraftView, Panel
from core.foundation.clock import today
from core.foundation.holidays import holiday_calendar
from core.foundation.ptbr import month


def draft_cards(draft: DraftView) -> list[Panel]:
    """“Quanto pagaria”, “Próximas faturas” and help beside the fields; nothing where it cannot be reckoned."""
    helps = list(field_helps(draft))
    if draft.billing is None or draft.starts_on is None or not draft.items:
        return helps
    return [*helps, *_would_pay(draft, draft.starts_on), *_coming(draft, draft.starts_on)]


def _render(template: str, **values: Any) -> Markup:
    return Markup(render_template(f"billing/panels/{template}", **values))  # noqa: S704 - our own template


def _would_pay(draft: DraftView, starts_on: date) -> Iterator[Panel]:
    day = draft.today or today()
    total = month_of(item for item in draft.items if item.ends_on is None or item.ends_on > day)
    if total and not draft.billing.exempt:
        rows = paid_on_days(draft.billing, total, max(starts_on, day), holiday_calendar())
        yield Panel(_render("would_pay.html", rows=rows, total=total), "aside", 20)


def _coming(draft: DraftView, starts_on: date) -> Iterator[Panel]:
    kept = load([draft.contract_id], item_types())[0].facts if draft.contract_id else None
    day = draft.today or today()
    facts = _facts(draft, kept, starts_on, day)
    found = coming_invoices(facts, kept is None, day, ask_prices)
    if found:
        calendar = holiday_calendar()
        dues = [calendar.effective(one.dates.due_date) for one in found]
        rows = list(zip(found, _words(found), dues, strict=True))
        yield Panel(_render("coming.html", rows=rows), "aside", 30)


def _facts(draft: DraftView, kept: ContractFacts | None, starts_on: date, day: date) -> ContractFacts:
    items: tuple[ItemFacts, ...] = draft.items
    shares = list(_instalments(draft, kept))
    if kept is None:
        return new_contract(draft.billing, starts_on, items, shares)
    return changed_contract(kept, draft.billing, items, shares, day)


def _instalments(draft: DraftView, kept: ContractFacts | None) -> Iterator[PendingInstalment]:
    """The shares still to be billed: of a kept extra item only those that wait."""
    done = billed_shares([extra.id for extra in draft.extras if extra.id > 0]) if kept else {}
    for extra in draft.extras:
        billed = done.get(extra.id, {})
        yield from pending(
            extra.id, extra.description, extra.total, extra.instalments, extra.first_month, billed
        )


def _words(found: list[Proposal]) -> Iterator[str]:
    """“1ª fatura, roteador 1/3”, “abril”, “julho em diante”."""
    for place, proposal in enumerate(found):
        shares = [line.description.lower() for line in proposal.lines if line.kind is LineKind.INSTALMENT]
        last = place == len(found) - 1 and place > 0 and not shares
        name = "1ª fatura" if proposal.dates.kind == "first" else month(proposal.dates.due_date, today())
        yield ", ".join([name + (" em diante" if last else ""), *shares])
