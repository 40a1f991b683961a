"""The scenario file, read whole or refused whole. Source: RULES, the scenario file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.billing.rules.facts import FirstInvoiceMode
from core.contracts.rules.checks import problems
from core.contracts.rules.terms import (
    EXCEPTIONS,
    BillingTerms,
    IssueMode,
    LadderTerms,
    PeriodDirection,
    PeriodReference,
)
from core.foundation.money import ZERO
from core.simulator import schema as s
from core.simulator.schema import REQUIRED, ScenarioError, refuse

LONGEST = 3660

ITEM = {
    "type": (s.text, REQUIRED),
    "description": (s.text, REQUIRED),
    "amount": (s.amount, REQUIRED),
    "starts_on": (s.maybe(s.day), None),
    "ends_on": (s.maybe(s.day), None),
}
EXTRA = {
    "description": (s.text, REQUIRED),
    "total": (s.above_zero, REQUIRED),
    "instalments": (s.whole(1, 120), REQUIRED),
    "first_month": (s.month, REQUIRED),
}
BILLING = {
    "exempt": (s.flag, False),
    "issue_mode": (s.one_of(tuple(IssueMode)), "automatic"),
    "closing_day": (s.whole(1, 31), 1),
    "due_day": (s.whole(1, 31), 10),
    "period_reference": (s.one_of(tuple(PeriodReference)), "issue_date"),
    "period_direction": (s.one_of(tuple(PeriodDirection)), "forward"),
    "punctuality_discount": (s.amount, ZERO),
    "late_fee_percent": (s.percent, Decimal(0)),
    "monthly_interest_percent": (s.percent, Decimal(0)),
    "min_days_to_pay": (s.whole(0, 60), 5),
    "settle_short_by": (s.amount, Decimal("5.00")),
}
STEP = s.maybe(s.whole(1, 3650))
DUNNING = {
    "message_after_days": (STEP, None),
    "throttle_after_days": (STEP, None),
    "suspend_after_days": (STEP, None),
    "notice_days": (s.whole(0, 3650), 0),
    "suspend_except": (s.each(s.one_of(EXCEPTIONS)), ()),
    "cancel_after_days": (STEP, None),
}
FIRST = {"mode": (s.one_of(tuple(FirstInvoiceMode)), "skip"), "due_date": (s.maybe(s.day), None)}
CONTRACT = {
    "name": (s.text, REQUIRED),
    "start": (s.day, REQUIRED),
    "items": (s.each(s.table(ITEM)), ()),
    "extra_items": (s.each(s.table(EXTRA)), ()),
    "billing": (s.table(BILLING), None),
    "dunning": (s.table(DUNNING), None),
    "first_invoice": (s.table(FIRST), None),
}
HEAD = {"date": (s.day, REQUIRED), "type": (s.text, REQUIRED), "contract": (s.text, REQUIRED)}
EVENTS: dict[str, dict[str, tuple[s.Read[Any], Any]]] = {
    "payment": {
        "invoice": (s.whole(1), REQUIRED),
        "amount": (s.above_zero, REQUIRED),
        "paid_on": (s.maybe(s.day), None),
    },
    "trust_unlock": {"days": (s.whole(1, 3650), 3)},
    "generate_invoice": {},
    "change_billing": {"billing": (s.given(BILLING), REQUIRED)},
}
FILE = {
    "today": (s.day, REQUIRED),
    "until": (s.day, REQUIRED),
    "holidays": (s.each(s.day), ()),
    "quotes": (s.each(s.day), ()),
    "contracts": (s.each(s.table(CONTRACT)), REQUIRED),
    "events": (s.each(lambda value, place: _event(value, place)), ()),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract of the scenario."""

    name: str
    start: date
    items: tuple[dict[str, Any], ...]
    extras: tuple[dict[str, Any], ...]
    billing: BillingTerms
    ladder: LadderTerms
    first_mode: FirstInvoiceMode
    first_due: date | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario; events in the order of the file, sorted by day."""

    today: date
    until: date
    holidays: tuple[date, ...]
    quotes: tuple[date, ...]
    contracts: tuple[Agreement, ...]
    events: tuple[dict[str, Any], ...]


def read(value: Any, item_types: Collection[str]) -> Scenario:
    """A scenario from parsed JSON. Raises ScenarioError with the place and the reason.

    `item_types`: the names of the types that the enabled plugins bring.
    """
    found = s.table(FILE)(value, "$")
    for i, contract in enumerate(found["contracts"]):
        for j, item in enumerate(contract["items"]):
            s.one_of(item_types)(item["type"], f"$.contracts[{i}].items[{j}].type")
    contracts = tuple(_agreement(one, f"$.contracts[{i}]", found) for i, one in enumerate(found["contracts"]))
    _check(found, contracts)
    events = tuple(sorted(found["events"], key=lambda event: event["date"]))
    return Scenario(found["today"], found["until"], found["holidays"], found["quotes"], contracts, events)


def _check(found: dict[str, Any], contracts: tuple[Agreement, ...]) -> None:
    if found["until"] < found["today"]:
        raise refuse("$.until", "comes before today")
    if (found["until"] - found["today"]).days > LONGEST:
        raise refuse("$.until", f"is more than {LONGEST} days after today")
    names = [one.name for one in contracts]
    for i, name in enumerate(names):
        if name in names[:i]:
            raise refuse(f"$.contracts[{i}].name", f"a second contract named {name!r}")
    for i, event in enumerate(found["events"]):
        _check_event(event, f"$.events[{i}]", names, found)


def _check_event(event: dict[str, Any], place: str, names: Iterable[str], found: dict[str, Any]) -> None:
    if event["contract"] not in names:
        raise refuse(f"{place}.contract", f"no contract named {event['contract']!r}")
    if not found["today"] <= event["date"] <= found["until"]:
        raise refuse(f"{place}.date", "is not between today and until")
    paid_on = event.get("paid_on")
    if paid_on and paid_on > event["date"]:
        raise refuse(f"{place}.paid_on", "comes after the event")


def _agreement(one: dict[str, Any], place: str, found: dict[str, Any]) -> Agreement:
    billing = _billing(one["billing"] or {})
    ladder = _ladder(one["dunning"] or {})
    first = one["first_invoice"] or {"mode": "skip", "due_date": None}
    if one["start"] < found["today"]:
        raise refuse(f"{place}.start", "comes before today")
    if first["due_date"] and first["due_date"] < one["start"]:
        raise refuse(f"{place}.first_invoice.due_date", "comes before the start")
    for problem in problems(billing, ladder):
        if problem.severity == "error":
            part = "dunning" if problem.field in DUNNING else "billing"
            raise refuse(f"{place}.{part}.{problem.field}", problem.sentence)
    mode = FirstInvoiceMode(first["mode"])
    return Agreement(
        one["name"], one["start"], one["items"], one["extra_items"], billing, ladder, mode, first["due_date"]
    )


def typed(changes: dict[str, Any]) -> dict[str, Any]:
    """Billing fields as the rules take them."""
    kinds = {
        "issue_mode": IssueMode,
        "period_reference": PeriodReference,
        "period_direction": PeriodDirection,
    }
    return {name: kinds[name](value) if name in kinds else value for name, value in changes.items()}


def _billing(values: dict[str, Any]) -> BillingTerms:
    return BillingTerms(**typed(values))


def _ladder(values: dict[str, Any]) -> LadderTerms:
    return LadderTerms(**{**values, "suspend_except": frozenset(values.get("suspend_except") or ())})


def _event(value: Any, place: str) -> dict[str, Any]:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in EVENTS:
        raise refuse(f"{place}.type", f"expected one of {', '.join(EVENTS)}, got {kind!r}")
    return s.table({**HEAD, **EVENTS[kind]})(value, place)


__all__ = ["Agreement", "Scenario", "ScenarioError", "read", "typed"]
