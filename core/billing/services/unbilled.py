"""Days that are not billed: exempt ones, those between an end and a return, and skipped ones. RULES §3, §4."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.billing.models import ENDED, EXEMPT, IS_OPEN, LEFT_BEHIND, SKIPPED, Invoice, UnbilledDays
from core.contracts.rules.terms import BillingTerms
from core.foundation import audit
from core.foundation.database import db, transaction
from core.foundation.holidays import holiday_calendar


def follow_exemption(contract_id: int, before: BillingTerms | None, after: BillingTerms, day: date) -> None:
    """Days from the start of an exemption to its end are never billed."""
    was = before.exempt if before else False
    if after.exempt and not was:
        with transaction() as session:
            session.add(UnbilledDays(contract_id=contract_id, starts_on=day, ends_on=None, reason=EXEMPT))
    elif was and not after.exempt:
        with transaction() as session:
            for row in _running_exemptions(contract_id):
                row.ends_on = max(day, row.starts_on)


def _running_exemptions(contract_id: int) -> list[UnbilledDays]:
    mine = (UnbilledDays.contract_id == contract_id, UnbilledDays.ends_on.is_(None))
    return list(db.session.scalars(select(UnbilledDays).where(*mine, UnbilledDays.reason == EXEMPT)))


def follow_start(contract_id: int, before: date, after: date) -> None:
    """Exempt and skipped days that began with the contract begin with it still, where its activation moves."""
    mine = (UnbilledDays.contract_id == contract_id, UnbilledDays.starts_on == before)
    with transaction() as session:
        for row in session.scalars(select(UnbilledDays).where(*mine)):
            if row.reason in (EXEMPT, SKIPPED) and (row.ends_on is None or after < row.ends_on):
                row.starts_on = after


def leave_out_absence(contract_id: int, ended_on: date, day: date) -> None:
    """Days from the end of a contract to its return are not billed."""
    if ended_on < day:
        with transaction() as session:
            session.add(UnbilledDays(contract_id=contract_id, starts_on=ended_on, ends_on=day, reason=ENDED))


def bill_left_behind(contract_id: int, unbilled_id: int) -> None:
    """Have skipped days billed after all: they go with the next invoice. Does nothing where they are gone."""
    with transaction() as session:
        row = session.get(UnbilledDays, unbilled_id)
        if row and row.contract_id == contract_id and row.reason == LEFT_BEHIND:
            data = {"from": str(row.starts_on), "to": str(row.ends_on)}
            audit.record("unbilled_days_to_bill", "contract", contract_id, data)
            session.delete(row)


def reckon_due_dates() -> int:
    """After a change of the holidays: the effective due dates of what is open. Gives how many changed."""
    calendar, changed = holiday_calendar(), 0
    with transaction() as session:
        for invoice in session.scalars(select(Invoice).where(IS_OPEN)):
            effective = calendar.effective(invoice.due_date)
            changed += effective != invoice.effective_due_date
            invoice.effective_due_date = effective
    return changed
