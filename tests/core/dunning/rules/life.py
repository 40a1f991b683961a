"""One contract lived day by day with the rules alone, billing and ladder together."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.billing.rules.owed import left_of
from core.contracts.rules.terms import LadderTerms
from core.dunning.rules.facts import Debt, LadderFacts, Stage
from core.dunning.rules.ladder import after_step, step_of_night
from core.dunning.rules.relief import (
    Relief,
    after_relief,
    after_unlock,
    comes_back,
    stage_after_payment,
    unlock,
)
from core.foundation.calendar import Period
from tests.core.billing.rules.ledger import Invoice, Ledger
from tests.core.billing.rules.test_cases import happen


@dataclass
class Life:
    """A contract's books, and where it stands on its ladder."""

    books: Ledger
    facts: LadderFacts
    cancelled_on: date | None = None

    @classmethod
    def of(cls, books: Ledger, terms: LadderTerms) -> "Life":
        return cls(books, LadderFacts(terms, settle_short_by=books.terms.settle_short_by))

    @property
    def stage(self) -> Stage:
        return self.facts.stage

    def happen(self, day: date, event: Any) -> None:
        if event["type"] == "trust_unlock":
            self._unlock(day, event.get("days", 3))
        elif event["type"] == "payment":
            known = event["invoice"] <= len(self.books.invoices)
            happen(self.books, day, event)
            if known:
                self._paid(day, date.fromisoformat(event.get("paid_on", event["date"])))
        elif self.stage is not Stage.CANCELLED:
            happen(self.books, day, event)

    def night(self, day: date, calendar: Any) -> None:
        self._look()
        if step := step_of_night(self.facts, day, calendar):
            self.facts = after_step(self.facts, step)
            if step.event:
                self.books.timeline.append((day, str(step.event)))
            if step.stage is Stage.CANCELLED:
                self.cancelled_on = day
        if self.stage is not Stage.CANCELLED:
            self.books.run(day)

    def _look(self) -> None:
        unpaid = [one for one in self.books.invoices if not one.paid]
        debts = tuple(Debt(one.number, one.debt.effective_due, one.left) for one in unpaid)
        self.facts = replace(self.facts, invoices=debts, settle_short_by=self.books.terms.settle_short_by)

    def _paid(self, day: date, paid_on: date) -> None:
        self._look()
        relief = self._return(day, paid_on) if self.cancelled_on else stage_after_payment(self.facts, day)
        if relief:
            self.facts = after_relief(self.facts, relief)
            if relief.restored:
                self.books.timeline.append((day, "restored"))

    def _return(self, day: date, paid_on: date) -> Relief | None:
        ended = self.cancelled_on
        assert ended is not None
        then = [debt for one in self.books.invoices if (debt := unpaid_on(one, ended))]
        relief = comes_back(self.facts, day, paid_on=paid_on, cancelled_on=ended, unpaid_then=then)
        if relief:
            self.books.never_billed.append(Period(ended, day))
            self.cancelled_on = None
        return relief

    def _unlock(self, day: date, days: int) -> None:
        self._look()
        if given := unlock(self.facts, day, days):
            self.facts = after_unlock(self.facts, given)
            self.books.timeline.append((day, "trust_unlocked"))


def unpaid_on(invoice: Invoice, day: date) -> Debt | None:
    """What was left of it on the day by all payments made until then, None where it was settled."""
    payments = [one for one in invoice.payments if one.counts_on <= day]
    if invoice.paid and len(payments) == len(invoice.payments):
        return None
    return Debt(invoice.number, invoice.debt.effective_due, left_of(invoice.debt.total, payments))
