"""Staff users, read."""

from __future__ import annotations

from core.foundation.database import db
from core.identity.models import User
from core.identity.permissions import EVERYTHING


def user_of_session(token: str) -> User | None:
    """The active user that a session's `id:epoch` names, or None: unknown, switched off, or ended."""
    key, _, epoch = token.partition(":")
    if not (key.isdecimal() and epoch.isdecimal()):
        return None
    user = db.session.get(User, int(key))
    return user if user and user.active and user.session_epoch == int(epoch) else None


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
