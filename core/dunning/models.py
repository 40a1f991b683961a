"""Where a contract stands on its ladder and how it came there: its notices, its steps, a hold, a trust unlock.

The stage itself is a column of the contract, since many rooms read it; `core.contracts.services.stage` writes it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Base, Id, UTCDateTime


class LadderNotice(Base):
    """A notice of debt: `on_day` is the day of its step, `invoice_ids` the invoices late then.

    `taken_on` is the first day on which a channel took it, None while none has: the step after it waits.
    """

    __tablename__ = "ladder_notice"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    on_day: Mapped[date]
    invoice_ids: Mapped[list[int]] = mapped_column(JSON)
    taken_on: Mapped[date | None]


class LadderState(Base):
    """What the ladder remembers of a contract beside its stage; no row where it never moved nor was held.

    `notice_id`: the latest notice. `suspended_since`: the day the suspension in force took effect. `done_on`: the
    last date whose night is done with. `unlock_*`: the trust unlock of this delinquency (`unlock_from` is the stage
    it was lifted from). `held_until`: the last night on which it does not move.
    """

    __tablename__ = "ladder_state"
    __table_args__ = (
        Index("ix_ladder_state_held", "held_until"),
        Index("ix_ladder_state_unlock", "unlock_on"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("ladder_notice.id"))
    suspended_since: Mapped[date | None]
    done_on: Mapped[date | None]
    unlock_on: Mapped[date | None]
    unlock_days: Mapped[int | None]
    unlock_from: Mapped[str | None] = mapped_column(String(10))
    unlock_over: Mapped[bool] = mapped_column(default=False)
    unlock_by: Mapped[str | None] = mapped_column(String(120))
    held_until: Mapped[date | None]
    hold_reason: Mapped[str | None] = mapped_column(String(300))
    held_by: Mapped[str | None] = mapped_column(String(120))


class LadderEvent(Base):
    """A move of a contract, never changed afterwards: what happened on which day, and why, in words and in figures.

    `event` is of the scenario file's words (`core.dunning.rules.facts.Event`), or `held`, `released`, `held_back`.
    `data`: invoice, effective_due, days_late, waited, since, as the step's reason had them.
    """

    __tablename__ = "ladder_event"
    __table_args__ = (
        Index("ix_ladder_event_contract", "contract_id", "id"),
        Index("ix_ladder_event_day", "on_day", "event"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    on_day: Mapped[date]
    event: Mapped[str] = mapped_column(String(20))
    stage_before: Mapped[str] = mapped_column(String(10))
    stage: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("ladder_notice.id"))
    actor_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class LadderRun(Base):
    """A nightly run of the ladder for one date, and its report."""

    __tablename__ = "ladder_run"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    run_date: Mapped[date] = mapped_column(index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
