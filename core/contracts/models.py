"""Contracts, their items and extra items, the templates they start from, and drafts of the form."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.contracts.rules.terms import (
    BillingTerms,
    IssueMode,
    LadderTerms,
    PeriodDirection,
    PeriodReference,
)
from core.foundation.database import Base, Id, Money, Percent, UTCDateTime
from core.foundation.money import ZERO
from core.foundation.secrets import EncryptedText

ACTIVE, ENDED = "active", "ended"


class LadderColumns:
    """The steps of a ladder as columns."""

    message_after_days: Mapped[int | None]
    throttle_after_days: Mapped[int | None]
    suspend_after_days: Mapped[int | None]
    notice_days: Mapped[int] = mapped_column(default=0)
    suspend_except: Mapped[str] = mapped_column(String(120), default="")
    cancel_after_days: Mapped[int | None]

    @property
    def ladder_terms(self) -> LadderTerms:
        """The ladder's terms as the rules take them."""
        return LadderTerms(
            message_after_days=self.message_after_days,
            throttle_after_days=self.throttle_after_days,
            suspend_after_days=self.suspend_after_days,
            notice_days=self.notice_days,
            suspend_except=frozenset(self.suspend_except.split()),
            cancel_after_days=self.cancel_after_days,
        )

    def set_ladder(self, ladder: LadderTerms) -> None:
        """Take over a ladder's terms."""
        for name in LadderTerms.__dataclass_fields__:
            value = getattr(ladder, name)
            setattr(self, name, " ".join(sorted(value)) if name == "suspend_except" else value)


class TermsColumns(LadderColumns):
    """All terms, billing and ladder, as columns of a contract or of a template."""

    exempt: Mapped[bool] = mapped_column(default=False)
    issue_mode: Mapped[str] = mapped_column(String(10), default="automatic")
    closing_day: Mapped[int] = mapped_column(default=1)
    due_day: Mapped[int] = mapped_column(default=10)
    period_reference: Mapped[str] = mapped_column(String(10), default="issue_date")
    period_direction: Mapped[str] = mapped_column(String(10), default="forward")
    punctuality_discount: Mapped[Decimal] = mapped_column(Money, default=ZERO)
    late_fee_percent: Mapped[Decimal] = mapped_column(Percent, default=Decimal(0))
    monthly_interest_percent: Mapped[Decimal] = mapped_column(Percent, default=Decimal(0))
    min_days_to_pay: Mapped[int] = mapped_column(default=5)
    settle_short_by: Mapped[Decimal] = mapped_column(Money, default=Decimal("5.00"))

    @property
    def billing_terms(self) -> BillingTerms:
        """The billing terms as the rules take them."""
        return BillingTerms(
            exempt=self.exempt,
            issue_mode=IssueMode(self.issue_mode),
            closing_day=self.closing_day,
            due_day=self.due_day,
            period_reference=PeriodReference(self.period_reference),
            period_direction=PeriodDirection(self.period_direction),
            punctuality_discount=self.punctuality_discount,
            late_fee_percent=self.late_fee_percent,
            monthly_interest_percent=self.monthly_interest_percent,
            min_days_to_pay=self.min_days_to_pay,
            settle_short_by=self.settle_short_by,
        )

    def set_terms(self, billing: BillingTerms, ladder: LadderTerms) -> None:
        """Take over all terms."""
        for name in BillingTerms.__dataclass_fields__:
            value = getattr(billing, name)
            setattr(self, name, str(value) if name.startswith(("issue_", "period_")) else value)
        self.set_ladder(ladder)


class StoredPreset(LadderColumns, Base):
    """A ladder that contracts and layouts may start from. `key` names it in forms, and stays when it is renamed.

    A new layout starts from the one that `is_default`. To change a preset changes no contract.
    """

    __tablename__ = "ladder_preset"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    is_default: Mapped[bool] = mapped_column(default=False)


class ContractTemplate(TermsColumns, Base):
    """A *layout*: a name and the terms that contracts of it start with."""

    __tablename__ = "contract_template"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    bank_account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_account.id"))
    active: Mapped[bool] = mapped_column(default=True)


class Contract(TermsColumns, Base):
    """A contract. `starts_on` is the activation date; `closing_since` the day its closing dates count from.

    `revision` counts saves of the form alone: the ladder never touches it. `stage` is written by dunning.
    `billing_address_id` None: billed where it is installed.
    """

    __tablename__ = "contract"
    __table_args__ = (Index("ix_contract_run", "status", "issue_mode", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("contract_template.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    installation_address_id: Mapped[int] = mapped_column(ForeignKey("address.id"))
    billing_address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"))
    bank_account_id: Mapped[int | None] = mapped_column(ForeignKey("bank_account.id"))
    starts_on: Mapped[date]
    closing_since: Mapped[date]
    status: Mapped[str] = mapped_column(String(10), default=ACTIVE)
    ended_on: Mapped[date | None]
    stage: Mapped[str] = mapped_column(String(10), default="normal")
    stage_since: Mapped[date | None]
    ladder_chosen_by: Mapped[str | None] = mapped_column(String(120))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    template: Mapped[ContractTemplate] = relationship()
    items: Mapped[list[ContractItem]] = relationship(order_by="ContractItem.position")
    extras: Mapped[list[ExtraItem]] = relationship(order_by="ExtraItem.position")


class ContractItem(Base):
    """An item: it keeps its id through every edit; taken off the form it is `removed`, never deleted.

    `ends_on` is the first day no longer used. `amount` is positive, R$; the type's kind gives the sign.
    """

    __tablename__ = "contract_item"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    type: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(120), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    amount: Mapped[Decimal] = mapped_column(Money)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    removed: Mapped[bool] = mapped_column(default=False)


class ExtraItem(Base):
    """An extra item, paid in `instalments` shares from `first_month` (its first day) on."""

    __tablename__ = "extra_item"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    description: Mapped[str] = mapped_column(String(120))
    total: Mapped[Decimal] = mapped_column(Money)
    instalments: Mapped[int]
    first_month: Mapped[date]
    removed: Mapped[bool] = mapped_column(default=False)


class ContractDraft(Base):
    """What a user has typed into a contract form and not saved, as JSON, encrypted at rest.

    `form_key` names the form: `novo:<customer>` or `contrato:<id>`.
    """

    __tablename__ = "contract_draft"
    __table_args__ = (UniqueConstraint("user_id", "form_key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id"))
    form_key: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(EncryptedText)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
