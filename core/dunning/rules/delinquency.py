"""A delinquency: from the first day something is late until nothing is. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from core.foundation.calendar import DAY


@dataclass(frozen=True, slots=True)
class LateInvoice:
    """An invoice that was late from the day after it was effectively due until `over`, the day on which it was known
    to be settled or was cancelled; None where it is open."""

    id: int
    effective_due: date
    over: date | None = None

    @property
    def since(self) -> date:
        """The first day on which it was late, if it ever was."""
        return self.effective_due + DAY

    def was_late(self, today: date) -> bool:
        """Whether the ladder ever saw it late, up to today."""
        return self.since <= (self.over or today)


@dataclass(frozen=True, slots=True)
class Delinquency:
    """`over` is the day on which nothing was late any more, None while it lasts; `invoices` by their ids, oldest first."""

    since: date
    over: date | None
    invoices: tuple[int, ...]


def delinquencies(invoices: Iterable[LateInvoice], today: date) -> list[Delinquency]:
    """The delinquencies of a contract, the latest first.

    >>> first = LateInvoice(1, date(2017, 4, 10), date(2017, 5, 15))
    >>> [one.invoices for one in delinquencies([first, LateInvoice(2, date(2017, 5, 10))], date(2017, 6, 1))]
    [(1, 2)]
    """
    found: list[Delinquency] = []
    for one in sorted((i for i in invoices if i.was_late(today)), key=lambda i: (i.effective_due, i.id)):
        last = found[-1] if found else None
        if last and (last.over is None or one.since <= last.over):
            found[-1] = Delinquency(last.since, _later(last.over, one.over), (*last.invoices, one.id))
        else:
            found.append(Delinquency(one.since, one.over, (one.id,)))
    return found[::-1]


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


class Dated(Protocol):
    """What happened on a business day."""

    on_day: date


D = TypeVar("D", bound=Dated)


def within(happened: Iterable[D], chosen: Delinquency, every: Sequence[Delinquency]) -> list[D]:
    """What happened from the first day of a delinquency until the next one began: a hold let go, a contract ended."""
    following = min((one.since for one in every if one.since > chosen.since), default=date.max)
    return [one for one in happened if chosen.since <= one.on_day < following]
