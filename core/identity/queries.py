"""Staff users, read."""

from __future__ import annotations

from dataclasses import dataclass

from flask_login import UserMixin
from sqlalchemy import bindparam

from core.foundation.database import db
from core.identity.models import User
from core.identity.permissions import EVERYTHING

U = User.__table__.c
AT_SCREEN = db.select(U.id, U.session_epoch, U.login, U.name, U.role, U.password_hash).where(
    U.id == bindparam("key"), U.active
)


@dataclass(frozen=True, slots=True, eq=False)
class SignedIn(UserMixin):
    """Whoever is at the screen, as every page asks for them: their columns, and no object of the database."""

    id: int
    session_epoch: int
    login: str
    name: str
    role: str
    password_hash: str

    def get_id(self) -> str:
        """As a user's own."""
        return f"{self.id}:{self.session_epoch}"


def user_of_session(token: str) -> SignedIn | None:
    """The active user that a session's `id:epoch` names, or None: unknown, switched off, or ended."""
    key, _, epoch = token.partition(":")
    if not (key.isdecimal() and epoch.isdecimal()):
        return None
    row = db.session.execute(AT_SCREEN, {"key": int(key)}).first()
    return SignedIn(*row) if row and row.session_epoch == int(epoch) else None


def user_by_login(login: str) -> User | None:
    """The user of a login, capitals ignored."""
    return db.session.scalar(db.select(User).where(User.login == login.strip().lower()))


def users() -> list[User]:
    """All staff, by name."""
    return list(db.session.scalars(db.select(User).order_by(User.name)))


def other_admins(user_id: int) -> list[int]:
    """Ids of the admins who may come in, without this one; all locked, so that two cannot put each other out."""
    admins = (
        db.select(User.id).where(User.role == EVERYTHING, User.active).order_by(User.id).with_for_update()
    )
    return [key for key in db.session.scalars(admins) if key != user_id]
