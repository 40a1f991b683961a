"""What is known of one delinquency of one contract, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.billing.rules.owed import InvoiceDebt, Owed, Payment, owed_on
from core.contracts.rules.terms import LadderTerms
from core.dunning.models import LadderEvent, LadderNotice
from core.dunning.rules.delinquency import Delinquency
from core.dunning.rules.keys import notice_of
from core.foundation.calendar import HolidayCalendar
from core.notices.queries import MessageView


@dataclass(frozen=True, slots=True)
class Who:
    """The provider (its data by name), the customer, and the contract."""

    provider: Mapping[str, str]
    customer: str
    document: str
    contract_id: int
    layout: str
    starts_on: date
    installed_at: str


@dataclass(frozen=True, slots=True)
class Money:
    """Money applied to an invoice: R$, the day it was paid, the day and the instant it was known, how, by whom."""

    invoice_id: int
    amount: Decimal
    counts_on: date
    known_on: date
    at: datetime
    method: str
    by: str


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice of the delinquency; amounts in R$, percentages as a person writes them."""

    id: int
    issue_date: date
    due_date: date
    effective_due: date
    total: Decimal
    debt: InvoiceDebt
    status: str
    paid_on: date | None
    cancelled_on: date | None
    payments: tuple[Money, ...] = ()

    def known(self, day: date, at: datetime) -> list[Money]:
        """The payments that were known at an instant of a business day."""
        return [one for one in self.payments if (one.known_on, one.at) <= (day, at)]

    def owed(self, day: date, at: datetime) -> Owed:
        """What was owed on a day by what was known at the instant."""
        known = [Payment(one.counts_on, one.amount) for one in self.known(day, at)]
        return owed_on(self.debt, known, day)

    def late(self, day: date, at: datetime) -> bool:
        """Whether it was late and still to be paid, as was known at the instant."""
        cancelled = self.cancelled_on is not None and self.cancelled_on <= day
        settled = self.status == "paid" and len(self.known(day, at)) == len(self.payments)
        return self.effective_due < day and not cancelled and not settled


@dataclass(frozen=True, slots=True)
class TermsChange:
    """The ladder's terms were changed within the delinquency: field, before and after as JSON has them."""

    at: datetime
    by: str
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Case:
    """One delinquency, whole. `ladder`: the terms on its first day; `chosen_by`: who chose terms stricter than the
    regulator's. `events`, `notices` and `messages` in the order of time; `one_offs`: one-off lines on later invoices."""

    who: Who
    zone: ZoneInfo
    calendar: HolidayCalendar
    suspend_hour: int
    ladder: LadderTerms
    chosen_by: str | None
    changes: tuple[TermsChange, ...]
    chosen: Delinquency
    bills: tuple[Bill, ...]
    events: tuple[LadderEvent, ...]
    notices: tuple[LadderNotice, ...]
    messages: tuple[MessageView, ...]
    one_offs: tuple[str, ...] = ()

    def events_of(self, *names: str) -> list[LadderEvent]:
        """The events of these kinds."""
        return [one for one in self.events if one.event in names]

    def messages_for(self, notice: LadderNotice) -> list[MessageView]:
        """Every message that gave a notice: on its day, and whenever it was given again."""
        return [one for one in self.messages if notice_of(one.key) == notice.id]

    def notice_of(self, event: LadderEvent) -> LadderNotice | None:
        """The notice that an event stood on."""
        return next((one for one in self.notices if one.id == event.notice_id), None)
