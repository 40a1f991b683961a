"""What was typed into the fields of the terms, read. Pure: text in, values and sentences out. UX §1, Forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from core.contracts.rules.checks import Problem, Severity, problems
from core.contracts.rules.terms import (
    BillingTerms,
    IssueMode,
    LadderTerms,
    PeriodDirection,
    PeriodReference,
)
from core.foundation.money import ZERO
from core.foundation.typed import TypedError, parse_int, parse_money, parse_percent

Raw = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class ReadTerms:
    """`values` are the terms that could be read, by name; `errors` a sentence for each other one.

    `billing` and `ladder` hold every readable term, the others as they were before; `warnings` let save.
    """

    values: Mapping[str, Any]
    errors: Mapping[str, str]
    billing: BillingTerms
    ladder: LadderTerms
    warnings: tuple[Problem, ...] = ()

    def readable(self, terms: type[BillingTerms] | type[LadderTerms]) -> bool:
        """Whether each term of a kind is without error."""
        return not any(name in self.errors for name in terms.__dataclass_fields__)


def read_terms(raw: Raw, billing: BillingTerms, ladder: LadderTerms) -> ReadTerms:
    """Read all terms; those that are not fields of the form stay as in `billing` and `ladder`."""
    return _read(raw, READERS, billing, ladder)


def read_ladder(raw: Raw) -> ReadTerms:
    """Read the steps of a ladder alone; `values` and `errors` are of these."""
    steps = {name: read for name, read in READERS.items() if name in LadderTerms.__dataclass_fields__}
    return _read(raw, steps, BillingTerms(), LadderTerms())


def _read(
    raw: Raw, readers: Mapping[str, Callable[[Raw, str], Any]], billing: BillingTerms, ladder: LadderTerms
) -> ReadTerms:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, read in readers.items():
        try:
            values[name] = read(raw, name)
        except TypedError as error:
            errors[name] = str(error)
    typed_billing = replace(billing, **_of(values, BillingTerms))
    typed_ladder = replace(ladder, **{**_blank_where(errors), **_of(values, LadderTerms)})
    found = [one for one in problems(typed_billing, typed_ladder) if one.field not in errors]
    errors |= {one.field: one.sentence for one in reversed(found) if one.severity == Severity.ERROR}
    hints = tuple(one for one in found if one.severity == Severity.WARNING and one.field not in errors)
    return ReadTerms(values, errors, typed_billing, typed_ladder, hints)


def _of(values: Mapping[str, Any], terms: type[BillingTerms] | type[LadderTerms]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in terms.__dataclass_fields__}


def _blank_where(errors: Mapping[str, str]) -> dict[str, None]:
    return {name: None for name in STEPS if name in errors}


def _text(raw: Raw, name: str) -> str:
    return raw.get(name, "").strip()


def _flag(raw: Raw, name: str) -> bool:
    return name in raw


def _money(raw: Raw, name: str) -> Any:
    return parse_money(_text(raw, name)) if _text(raw, name) else ZERO


def _percent(raw: Raw, name: str) -> Any:
    return parse_percent(_text(raw, name)) if _text(raw, name) else ZERO


def _day(raw: Raw, name: str) -> int:
    if not _text(raw, name):
        raise TypedError("Escreva um dia, de 1 a 31.")
    return parse_int(_text(raw, name))


def _step(raw: Raw, name: str) -> int | None:
    return parse_int(_text(raw, name)) if _text(raw, name) else None


def _count(raw: Raw, name: str) -> int:
    return parse_int(_text(raw, name)) if _text(raw, name) else 0


def _exceptions(raw: Raw, name: str) -> frozenset[str]:
    return frozenset(raw.getlist(name))


def _one_of(choices: type[Any]) -> Callable[[Raw, str], Any]:
    def read(raw: Raw, name: str) -> Any:
        try:
            return choices(_text(raw, name))
        except ValueError:
            raise TypedError("Escolha uma das opções.") from None

    return read


STEPS = ("message_after_days", "throttle_after_days", "suspend_after_days", "cancel_after_days")
READERS: dict[str, Callable[[Raw, str], Any]] = {
    "exempt": _flag,
    "issue_mode": _one_of(IssueMode),
    "punctuality_discount": _money,
    "closing_day": _day,
    "due_day": _day,
    "period_reference": _one_of(PeriodReference),
    "period_direction": _one_of(PeriodDirection),
    "late_fee_percent": _percent,
    "monthly_interest_percent": _percent,
    "message_after_days": _step,
    "throttle_after_days": _step,
    "suspend_after_days": _step,
    "notice_days": _count,
    "suspend_except": _exceptions,
    "cancel_after_days": _step,
}
