"""Devices, plans and internet accounts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, String, Table, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.foundation.database import Base, Id, Money, UTCDateTime
from core.foundation.secrets import EncryptedText
from core.foundation.text import fold

METHODS = ("pppoe", "hotspot", "ip_mac", "dhcp")


class Device(Base):
    """A router or RADIUS server. Without a driver it is simply recorded. The password is encrypted at rest."""

    __tablename__ = "device"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    driver: Mapped[str | None] = mapped_column(String(40))
    host: Mapped[str | None] = mapped_column(String(120))
    port: Mapped[int | None]
    username: Mapped[str | None] = mapped_column(String(60))
    password: Mapped[str | None] = mapped_column(EncryptedText)
    tls: Mapped[bool] = mapped_column(default=True)
    interfaces: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)


class Plan(Base):
    """A plan: speeds in kbit/s, full and reduced, and the price (R$ a month) that it proposes for an item."""

    __tablename__ = "plan"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    download_kbps: Mapped[int]
    upload_kbps: Mapped[int]
    reduced_download_kbps: Mapped[int | None]
    reduced_upload_kbps: Mapped[int | None]
    price: Mapped[Decimal] = mapped_column(Money)
    active: Mapped[bool] = mapped_column(default=True)


account_device = Table(
    "account_device",
    Base.metadata,
    Column("account_id", ForeignKey("internet_account.id"), primary_key=True),
    Column("device_id", ForeignKey("device.id"), primary_key=True),
)


class InternetAccount(Base):
    """What a customer connects with. `contract_id` is the contract that it belongs to, None while it has none.

    `customer_id` is that contract's holder. `comment` is the router's, where the account was imported.
    `search_text` is all that it is found by, folded. The password is encrypted at rest.
    """

    __tablename__ = "internet_account"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    login: Mapped[str | None] = mapped_column(String(80), unique=True)
    password: Mapped[str | None] = mapped_column(EncryptedText)
    method: Mapped[str] = mapped_column(String(10))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    interface: Mapped[str | None] = mapped_column(String(60))
    mac: Mapped[str | None] = mapped_column(String(17), index=True)
    ip: Mapped[str | None] = mapped_column(String(45), index=True)
    comment: Mapped[str | None] = mapped_column(String(200))
    contract_id: Mapped[int | None] = mapped_column(Id, index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    search_text: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    plan: Mapped[Plan] = relationship(lazy="joined")
    devices: Mapped[list[Device]] = relationship(secondary=account_device, order_by=Device.name)

    @property
    def label(self) -> str:
        """How the account is called on screen: its login, else its MAC, else its IP."""
        return self.login or self.mac or self.ip or f"conta {self.id}"


class WantedAccess(Base):
    """What an internet account should have, as its contract stands; drivers make it so.

    `state`: active, reduced, suspended or removed. Speeds in kbit/s. Not to be applied before `not_before` (a
    suspension takes effect in the morning); `version` counts changes. `applied_version` is the last that every
    device of the account took, `error` what went wrong since.
    """

    __tablename__ = "wanted_access"

    account_id: Mapped[int] = mapped_column(ForeignKey("internet_account.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    download_kbps: Mapped[int]
    upload_kbps: Mapped[int]
    not_before: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    applied_version: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(String(500))


class AppliedAccess(Base):
    """The version of an account's wanted access that one of its devices took last, when, and what went wrong since.

    Version 0: it may have taken anything. A device that the account left keeps its row until it has let go of it.
    """

    __tablename__ = "applied_access"

    account_id: Mapped[int] = mapped_column(ForeignKey("internet_account.id"), primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(String(500))


@event.listens_for(InternetAccount, "before_insert")
@event.listens_for(InternetAccount, "before_update")
def _keep_search_text(_mapper: object, _connection: object, account: InternetAccount) -> None:
    account.search_text = searchable(account.login, account.mac, account.ip, account.comment)


def searchable(login: str | None, mac: str | None, ip: str | None, comment: str | None) -> str:
    """What an account is found by, folded; a MAC with its colons and without."""
    parts = (login, mac, mac and mac.replace(":", ""), ip, comment)
    return fold(" ".join(part for part in parts if part))
