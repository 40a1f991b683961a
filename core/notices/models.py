"""Messages to customers, one row for each channel, every attempt at it, and what a provider sets about them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Base, Id, UTCDateTime
from core.foundation.secrets import EncryptedText

WAITING, TAKEN, BOUNCED, FAILED, WITHDRAWN = "waiting", "taken", "bounced", "failed", "withdrawn"


class NoticeText(Base):
    """A provider's own text for an occasion; without a row the text in code holds.

    `subject` and `body` go where there is room for them, `short` where there is not (SMS, WhatsApp).
    """

    __tablename__ = "notice_text"

    occasion: Mapped[str] = mapped_column(String(20), primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=True)
    subject: Mapped[str] = mapped_column(String(160))
    body: Mapped[str] = mapped_column(Text)
    short: Mapped[str] = mapped_column(Text)


class NoticeMessage(Base):
    """A message by one channel. `key` names the step it is for: one message a key and channel, ever.

    `status`: waiting (`due_at` is when it is tried next), taken by the channel, bounced (after it was taken, or refused for good: the
    address is wrong), failed (given up), withdrawn (no longer true before it went out). `on_day` is the business day that the text was written for. `told`: the other
    rooms know what became of it.
    """

    __tablename__ = "notice_message"
    __table_args__ = (
        UniqueConstraint("key", "channel"),
        Index("ix_notice_message_due", "status", "due_at"),
        Index("ix_notice_message_contract", "contract_id", "id"),
        Index("ix_notice_message_status", "status", "id"),
        Index("ix_notice_message_channel", "channel", "status", "id"),
        Index("ix_notice_message_told", "told", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    occasion: Mapped[str] = mapped_column(String(20))
    contract_id: Mapped[int] = mapped_column(Id)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    channel: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(160))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    status: Mapped[str] = mapped_column(String(10), default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reference: Mapped[str | None] = mapped_column(String(160), index=True)
    error: Mapped[str | None] = mapped_column(String(500))
    told: Mapped[bool] = mapped_column(default=True)


class NoticeAttempt(Base):
    """One try at a message, kept as evidence: what the channel answered, in its own words."""

    __tablename__ = "notice_attempt"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("notice_message.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    outcome: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(500))


class ChannelSettings(Base):
    """A channel that is set up: its form's data as JSON, encrypted at rest; when it took a message last, and its last
    fault, which is over once a later message was taken."""

    __tablename__ = "channel_settings"

    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    active: Mapped[bool] = mapped_column(default=True)
    settings: Mapped[str] = mapped_column(EncryptedText)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault: Mapped[str | None] = mapped_column(String(500))


class ChannelConsent(Base):
    """What a customer said about a channel; without a row the channel may be used."""

    __tablename__ = "channel_consent"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(40), primary_key=True)
    allowed: Mapped[bool]
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)
    noted_by: Mapped[str] = mapped_column(String(120))


class ReminderRule(Base):
    """A reminder that many days before an invoice is due."""

    __tablename__ = "reminder_rule"

    days_before: Mapped[int] = mapped_column(primary_key=True)
