"""Customers and what is known of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.foundation.database import Base, Id, UTCDateTime


class Customer(Base):
    """A registration. `document` is a CPF (person) or CNPJ (company) without signs, unique.

    `sort_name` is the folded name that lists are ordered by; `revision` tells the second of two savers.
    """

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_sort", "sort_name", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(160))
    sort_name: Mapped[str] = mapped_column(String(160))
    trade_name: Mapped[str | None] = mapped_column(String(160))
    document: Mapped[str] = mapped_column(String(14), unique=True)
    identity_number: Mapped[str | None] = mapped_column(String(20))
    birth_date: Mapped[date | None]
    notes: Mapped[str | None] = mapped_column(Text)
    portal_user: Mapped[str | None] = mapped_column(String(60), unique=True)
    portal_password_hash: Mapped[str | None] = mapped_column(String(255))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    phones: Mapped[list[CustomerPhone]] = relationship(
        order_by="CustomerPhone.position", cascade="all, delete-orphan"
    )
    emails: Mapped[list[CustomerEmail]] = relationship(
        order_by="CustomerEmail.position", cascade="all, delete-orphan"
    )
    addresses: Mapped[list[Address]] = relationship(order_by="Address.id")


class CustomerPhone(Base):
    """A telephone, stored with its country (+5519900001042)."""

    __tablename__ = "customer_phone"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    label: Mapped[str | None] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(default=0)


class CustomerEmail(Base):
    """An e-mail address."""

    __tablename__ = "customer_email"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    address: Mapped[str] = mapped_column(String(160))
    position: Mapped[int] = mapped_column(default=0)


class Address(Base):
    """An address of a customer: the registration's (`main`) or one that a contract is installed or billed at."""

    __tablename__ = "address"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    main: Mapped[bool] = mapped_column(default=False)
    postal_code: Mapped[str] = mapped_column(String(8))
    street: Mapped[str] = mapped_column(String(160))
    number: Mapped[str] = mapped_column(String(20))
    complement: Mapped[str | None] = mapped_column(String(80))
    district: Mapped[str] = mapped_column(String(80))
    city: Mapped[str] = mapped_column(String(80))
    city_code: Mapped[str | None] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=True))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=True))

    @property
    def short(self) -> str:
        """Street, number and district, as lists and heads show it."""
        return f"{self.street}, {self.number}, {self.district}"

    @property
    def full(self) -> str:
        """The whole address on one line, as an invoice carries it."""
        extra = f", {self.complement}" if self.complement else ""
        code = f"{self.postal_code[:5]}-{self.postal_code[5:]}"
        return f"{self.street}, {self.number}{extra}, {self.district}, {self.city}/{self.state}, CEP {code}"


class SearchTerm(Base):
    """A word by which a customer is found: `text` folded, `shown` as people write it.

    `source` is the room that wrote it; `kind` name, document, phone, email or login.
    """

    __tablename__ = "customer_search"
    __table_args__ = (
        Index("ix_customer_search_owner", "customer_id", "source"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    source: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(200))
    shown: Mapped[str] = mapped_column(String(200))
