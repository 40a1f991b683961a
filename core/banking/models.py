"""Bank accounts."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Base, Id
from core.foundation.secrets import EncryptedText


class BankAccount(Base):
    """An account that invoices are charged through. `plugin` None: received over the counter.

    `settings` is the plugin's form as JSON, encrypted at rest.
    """

    __tablename__ = "bank_account"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    plugin: Mapped[str | None] = mapped_column(String(40))
    settings: Mapped[str | None] = mapped_column(EncryptedText)
    active: Mapped[bool] = mapped_column(default=True)
