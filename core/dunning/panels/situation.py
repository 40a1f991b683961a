"""Where a contract stands, read once for all that its page says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from core.billing.models import Invoice
from core.billing.queries.lists import InvoiceRow, invoices_of, open_of, sum_owed
from core.billing.rules.facts import Proposal
from core.billing.services.preview import coming_invoice
from core.billing.services.settle import waiting_credit
from core.dunning.models import LadderEvent
from core.dunning.panels.nights import Nights, nights
from core.dunning.panels.outlook import Outlook
from core.dunning.queries.board import ways_of
from core.dunning.queries.facts import Standing, standing_of
from core.dunning.queries.page import events_since, last_event_id, speeds_of
from core.dunning.rules.facts import LadderFacts
from core.dunning.rules.projection import forecast
from core.foundation.calendar import DAY
from core.foundation.clock import today
from core.foundation.database import db
from core.foundation.holidays import holiday_calendar
from core.foundation.money import ZERO


@dataclass(frozen=True)
class Situation:
    """A contract on `day`; `open` are its open invoices, the oldest first."""

    standing: Standing
    day: date
    open: Sequence[InvoiceRow]

    @property
    def contract_id(self) -> int:
        return self.standing.contract_id

    @property
    def facts(self) -> LadderFacts:
        return self.standing.facts

    @property
    def late(self) -> list[InvoiceRow]:
        """The invoices that are late, the latest first."""
        return [row for row in self.open if row.late]

    @property
    def owed(self) -> Decimal:
        """What is owed today, R$."""
        return sum_owed(self.open)

    @cached_property
    def credit(self) -> Decimal:
        """What was paid beyond what was owed, R$."""
        return sum((lot.amount for lot in waiting_credit(self.contract_id)), ZERO)

    @cached_property
    def coming(self) -> Proposal | None:
        """The next regular invoice."""
        return coming_invoice(self.contract_id, self.day) if self.standing.active else None

    @cached_property
    def coming_due(self) -> date | None:
        """The day on which it is effectively due."""
        return holiday_calendar().effective(self.coming.dates.due_date) if self.coming else None

    @cached_property
    def nights(self) -> Nights:
        return nights()

    @cached_property
    def last_invoice(self) -> Invoice | None:
        """The invoice that the page tells of: the one longest late, else the newest that was not cancelled."""
        kept = (row for row in invoices_of([self.contract_id], self.day) if row.cancelled_on is None)
        row = self.late[0] if self.late else next(kept, None)
        return db.session.get(Invoice, row.id) if row else None

    @cached_property
    def events(self) -> Sequence[LadderEvent]:
        """What the ladder did since that invoice was due."""
        start = self.last_invoice.due_date if self.last_invoice else self.day
        return events_since(self.contract_id, start)

    @cached_property
    def ways(self) -> Mapping[int, list[str]]:
        """The channels that took each notice among the events."""
        ids = [one.notice_id for one in self.events if one.notice_id]
        return ways_of(self.contract_id, ids) if ids else {}

    @cached_property
    def speeds(self) -> tuple[str, str] | None:
        return speeds_of(self.contract_id)

    @cached_property
    def outlook(self) -> Outlook | None:
        """What comes if nothing is paid; None where nothing is late, or the contract has ended."""
        if not self.late or not self.standing.active:
            return None
        holding, unlock = self.facts.holding, self.facts.unlock
        return Outlook(
            self.day,
            self.facts.stage,
            forecast(self.facts, self._first_night(), holiday_calendar()).steps,
            self.nights.suspend_hour,
            self.standing.hold if self.standing.held_on(self.nights.coming) else None,
            unlock if self.facts.unlocked else None,
            self.standing.unlock_by,
            holding is not None and not holding.taken,
        )

    def _first_night(self) -> date:
        hold = self.standing.hold
        return max(self.nights.coming, hold.until + DAY) if hold else self.nights.coming

    def version(self) -> str:
        """Another one whenever what the page shows of the stage and of the money has changed."""
        hold = self.standing.hold
        parts: tuple[Any, ...] = (
            self.day,
            self.standing.active,
            last_event_id(self.contract_id),
            self.owed,
            len(self.open),
            hold and hold.until,
            self.facts.holding and self.facts.holding.taken,
        )
        return "·".join(str(part) for part in parts)


def situation_of(contract_id: int) -> Situation | None:
    """The situation of a contract today; None where there is no such contract."""
    standing, day = standing_of(contract_id), today()
    return Situation(standing, day, open_of([contract_id], day)) if standing else None
