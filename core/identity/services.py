"""Staff users: make, change, sign in. Each is one transaction, and leaves a row in the history."""

from __future__ import annotations

from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import transaction
from core.identity.models import User
from core.identity.passwords import hash_password, outdated, verify_password
from core.identity.permissions import EVERYTHING, ROLES
from core.identity.queries import other_admins, user_by_login
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
        audit.act_as(audit.Actor(user.id, user.name))
        audit.record("signed_in", "user", user.id)
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


def change_user(user_id: int, name: str, role: str, active: bool, password: str = "") -> User:
    """Name, role, whether the user may come in, and a new password unless blank, all or nothing.

    Losing role or entry ends the sessions. Raises UserRefused.
    """
    _check_role(role)
    with transaction() as session:
        user = session.get_one(User, user_id)
        if role != EVERYTHING or not active:
            _check_not_last(user, "role" if role != EVERYTHING else "active")
        if password:
            change_password(user_id, password)
        if (user.role, user.active) != (role, active):
            user.session_epoch += 1
        user.name, user.role, user.active = name.strip() or user.login, role, active
        audit.record("user_changed", "user", user.id, {"role": role, "active": active})
        return user


def end_sessions(user_id: int) -> User:
    """Every browser the user came in by has to ask for the password again."""
    with transaction() as session:
        user = session.get_one(User, user_id)
        user.session_epoch += 1
        audit.record("user_sessions_ended", "user", user.id)
        return user


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UserRefused("role", f"Escolha uma função: {', '.join(ROLES)}.")


def _check_not_last(user: User, field: str) -> None:
    if user.role == EVERYTHING and user.active and not other_admins(user.id):
        raise UserRefused(field, "É a única pessoa da administração: ponha outra antes.")
