"""The provider's own holidays, and the calendar that counts them in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.calendar import HolidayCalendar
from core.foundation.database import Base, db


class Holiday(Base):
    """A state or municipal day, of one year."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


def holiday_calendar() -> HolidayCalendar:
    """The country's holidays and the provider's, as they stand now."""
    return HolidayCalendar(frozenset(db.session.scalars(db.select(Holiday.day))))
