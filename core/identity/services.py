"""Staff users: make, change, sign in. Each is one transaction, and leaves a row in the history."""

from __future__ import annotations

from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.identity.models import User
from core.identity.passwords import hash_password, outdated, verify_password
from core.identity.permissions import EVERYTHING, ROLES
from core.identity.queries import user_by_login
from core.identity.rules import UserRefused, check_login, check_password


def create_user(login: str, name: str, role: str, password: str) -> User:
    """A new user. Raises UserRefused with the field and a sentence."""
    login = login.strip().lower()
    check_login(login)
    check_password(password, login)
    _check_role(role)
    with transaction() as session:
        if user_by_login(login):
            raise UserRefused("login", f"Já existe um usuário {login}.")
        user = User(
            login=login,
            name=name.strip() or login,
            role=role,
            password_hash=hash_password(password),
            created_at=now(),
        )
        session.add(user)
        session.flush()
        audit.record("user_created", "user", user.id, {"login": login, "role": role})
        return user


def sign_in(login: str, password: str) -> User | None:
    """The active user of a login and password, or None; it takes as long for a login that there is not."""
    user = user_by_login(login)
    right = verify_password(user.password_hash if user else None, password)
    if not user or not right or not user.active:
        return None
    with transaction() as session:
        user = session.get_one(User, user.id)
        user.last_login_at = now()
        if outdated(user.password_hash):
            user.password_hash = hash_password(password)
    return user


def change_password(user_id: int, password: str) -> User:
    """A new password; every session of the user ends. Raises UserRefused."""
    with transaction() as session:
        user = session.get_one(User, user_id)
        check_password(password, user.login)
        user.password_hash = hash_password(password)
        user.session_epoch += 1
        audit.record("user_password_changed", "user", user.id)
        return user


def change_user(user_id: int, name: str, role: str, active: bool) -> User:
    """Name, role and whether the user may come in; losing either ends the sessions. Raises UserRefused."""
    _check_role(role)
    with transaction() as session:
        user = session.get_one(User, user_id)
        if user.role == EVERYTHING and (role != EVERYTHING or not active):
            _check_not_last(user)
        if (user.role, user.active) != (role, active):
            user.session_epoch += 1
        user.name, user.role, user.active = name.strip() or user.login, role, active
        audit.record("user_changed", "user", user.id, {"role": role, "active": active})
        return user


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UserRefused("role", f"Escolha uma função: {', '.join(ROLES)}.")


def _check_not_last(user: User) -> None:
    others = (User.role == EVERYTHING, User.active, User.id != user.id)
    if not db.session.scalars(db.select(User.id).where(*others)).first():
        raise UserRefused("role", "É a única pessoa da administração: ponha outra antes.")
