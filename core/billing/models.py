"""Invoices and their lines, money received and what it was applied to, days never billed, runs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.foundation.database import Base, Id, Money, Percent, UTCDateTime
from core.foundation.money import ZERO

OPEN, PAID, CANCELLED = "open", "paid", "cancelled"
SKIPPED, LEFT_BEHIND, EXEMPT, ENDED, WAIVED = "skipped", "left_behind", "exempt", "ended", "waived"


class Invoice(Base):
    """An invoice: `number` is the n-th of its contract; the id is what people call it by.

    Terms, name, document and addresses are those of the day of issue. `left` is what is still to be paid of
    `total`; `base` is the total without carried lines. `period_start`/`period_end` are half-open.
    """

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        Index("ix_invoice_closing", "contract_id", "closing_on"),
        Index(
            "ix_invoice_open",
            "contract_id",
            postgresql_where=text("status = 'open'"),
            sqlite_where=text("status = 'open'"),
        ),
        Index("ix_invoice_due", "effective_due_date", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10))
    issue_date: Mapped[date]
    due_date: Mapped[date]
    effective_due_date: Mapped[date]
    closing_on: Mapped[date | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    total: Mapped[Decimal] = mapped_column(Money)
    base: Mapped[Decimal] = mapped_column(Money)
    left: Mapped[Decimal] = mapped_column(Money)
    punctuality_discount: Mapped[Decimal] = mapped_column(Money)
    late_fee_percent: Mapped[Decimal] = mapped_column(Percent)
    monthly_interest_percent: Mapped[Decimal] = mapped_column(Percent)
    settle_short_by: Mapped[Decimal] = mapped_column(Money)
    exempt: Mapped[bool] = mapped_column(default=False)
    bank_account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_account.id"))
    holder_name: Mapped[str] = mapped_column(String(160))
    holder_document: Mapped[str] = mapped_column(String(14))
    billing_address: Mapped[str] = mapped_column(Text)
    installation_address: Mapped[str] = mapped_column(Text)
    paid_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(300))
    waived: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    lines: Mapped[list[InvoiceLine]] = relationship(order_by="InvoiceLine.position")


# Spelled out, not a parameter: only so can a prepared plan use the index of open invoices.
IS_OPEN = Invoice.status == literal_column("'open'")


class InvoiceLine(Base):
    """A line. `live` is what counts as billed: false once its invoice was cancelled and gave it back.

    `days_from`/`days_until` (half-open) bound the days billed, `days` is how many they are; where they have a
    hole, `day_parts` holds them as "2017-06-01/2017-06-05 …". `grid_start`/`grid_end` is the grid period.
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        Index("ix_invoice_line_invoice", "invoice_id"),
        Index("ix_invoice_line_item", "item_id", postgresql_where=text("item_id IS NOT NULL AND live")),
        Index("ix_invoice_line_extra", "extra_id", postgresql_where=text("extra_id IS NOT NULL AND live")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    description: Mapped[str] = mapped_column(String(240))
    amount: Mapped[Decimal] = mapped_column(Money)
    live: Mapped[bool] = mapped_column(default=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("contract_item.id"))
    days_from: Mapped[date | None]
    days_until: Mapped[date | None]
    days: Mapped[int | None]
    day_parts: Mapped[str | None] = mapped_column(Text)
    grid_start: Mapped[date | None]
    grid_end: Mapped[date | None]
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra_item.id"))
    instalment: Mapped[int | None]
    instalments: Mapped[int | None]
    carry_id: Mapped[int | None] = mapped_column(ForeignKey("carry.id"))
    plugin: Mapped[str | None] = mapped_column(String(40))


class Carry(Base):
    """What an invoice left when it was settled; a line of a later invoice takes it: `taken_by_id`.

    `void`: the invoice that left it was cancelled.
    """

    __tablename__ = "carry"
    __table_args__ = (
        Index("ix_carry_waiting", "contract_id", postgresql_where=text("taken_by_id IS NULL")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"))
    void: Mapped[bool] = mapped_column(default=False)


class Receipt(Base):
    """Money that came in for a contract. `credit` is what of it is applied to nothing yet.

    `invoice_id` is the invoice that it was paid for. `undone_on`: taken back by a person, with a reason.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        Index("ix_receipt_credit", "contract_id", postgresql_where=text("credit > 0")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    credit: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    paid_on: Mapped[date]
    known_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str | None] = mapped_column(String(80))
    received_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Application(Base):
    """A part of a receipt applied to an invoice; it counts on `counts_on`, the day the customer paid."""

    __tablename__ = "application"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    counts_on: Mapped[date]


class UnbilledDays(Base):
    """Days of a contract that no invoice bills, and why (`skipped`: until the next invoice takes its part).

    `ends_on` None: still going on.
    """

    __tablename__ = "unbilled_days"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(12))


class ClosedWithout(Base):
    """The last closing date of a contract that a run handled without making an invoice."""

    __tablename__ = "closed_without"

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    closing_on: Mapped[date]


class BillingRun(Base):
    """A run of one date and its report. `state`: waiting, running, done, failed, stopped."""

    __tablename__ = "billing_run"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    run_date: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(10))
    started_by: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    heartbeat_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    contracts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    issued: Mapped[int] = mapped_column(default=0)
    total: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[str | None] = mapped_column(Text)
