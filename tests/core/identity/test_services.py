"""Users made, changed, put out and let in; on both databases where rows are locked."""

import pytest
from argon2 import PasswordHasher
from flask import Flask

from core.foundation import audit
from core.foundation.database import db, transaction
from core.identity.models import User
from core.identity.queries import user_of_session
from core.identity.rules import UserRefused
from core.identity.services import change_password, change_user, create_user, end_sessions, sign_in

PASSWORD = "uma frase bem longa"
pytestmark = pytest.mark.usefixtures("app_context")


def _actions(user_id: int) -> list[str]:
    return [row.action for row in audit.history([("user", user_id)])]


def test_a_user_is_kept_in_small_letters_with_an_argon2id_hash_and_a_row_in_the_history() -> None:
    user = create_user("  Carla ", "Carla Souza", "finance", PASSWORD)

    assert user.login == "carla"
    assert user.password_hash.startswith("$argon2id$")
    assert _actions(user.id) == ["user_created"]


def test_two_users_of_one_login_are_refused() -> None:
    create_user("carla", "Carla", "finance", PASSWORD)

    with pytest.raises(UserRefused, match="Já existe um usuário carla"):
        create_user("CARLA", "Outra", "support", PASSWORD)


def test_a_role_that_there_is_not_is_refused() -> None:
    with pytest.raises(UserRefused, match="Escolha uma função"):
        create_user("carla", "Carla", "boss", PASSWORD)


def test_the_right_password_signs_in_is_noted_and_the_user_acts_from_then_on() -> None:
    key = create_user("carla", "Carla", "finance", PASSWORD).id

    found = sign_in(" CARLA ", PASSWORD)

    assert found and found.id == key and found.last_login_at
    assert _actions(key) == ["signed_in", "user_created"]
    assert audit.actor() == audit.Actor(key, "Carla")


@pytest.mark.parametrize(
    ("login", "password"), [("carla", "outra frase longa"), ("ninguem", PASSWORD), ("", "")]
)
def test_a_wrong_password_and_an_unknown_login_sign_nobody_in(login: str, password: str) -> None:
    create_user("carla", "Carla", "finance", PASSWORD)

    assert sign_in(login, password) is None


def test_an_unknown_login_costs_a_hash_like_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, h, p: verified.append(h) or real(self, h, p))

    sign_in("ninguem", PASSWORD)

    assert len(verified) == 1


def test_a_hash_of_another_cost_is_made_anew_at_sign_in() -> None:
    key = create_user("carla", "Carla", "finance", PASSWORD).id
    with transaction() as session:
        session.get_one(User, key).password_hash = PasswordHasher(time_cost=2).hash(PASSWORD)

    sign_in("carla", PASSWORD)

    assert "t=1," in db.session.get_one(User, key).password_hash


def test_who_was_put_out_does_not_sign_in() -> None:
    create_user("chefe", "Chefe", "admin", PASSWORD)
    key = create_user("carla", "Carla", "finance", PASSWORD).id

    change_user(key, "Carla", "finance", active=False)

    assert sign_in("carla", PASSWORD) is None


def test_a_new_password_a_lost_role_and_ending_sessions_each_make_old_cookies_worthless() -> None:
    key = create_user("carla", "Carla", "finance", PASSWORD).id
    cookies = []
    for act in (
        lambda: change_password(key, "outra frase longa"),
        lambda: change_user(key, "Carla", "support", active=True),
        lambda: end_sessions(key),
    ):
        cookies.append(db.session.get_one(User, key).get_id())
        act()

    assert [user_of_session(cookie) for cookie in cookies] == [None, None, None]
    assert user_of_session(db.session.get_one(User, key).get_id())


@pytest.mark.databases("sqlite", "postgres")
@pytest.mark.parametrize(("role", "active"), [("finance", True), ("admin", False)])
def test_the_last_admin_is_neither_put_out_nor_given_another_role(
    app: Flask, role: str, active: bool
) -> None:
    key = create_user("chefe", "Chefe", "admin", PASSWORD).id
    put_out = create_user("antiga", "Antiga", "admin", PASSWORD).id
    change_user(put_out, "Antiga", "admin", active=False)

    with pytest.raises(UserRefused, match="única pessoa da administração"):
        change_user(key, "Chefe", role, active)

    assert sign_in("chefe", PASSWORD)


def test_a_weak_password_leaves_the_rest_of_the_form_unsaved_too() -> None:
    key = create_user("carla", "Carla", "finance", PASSWORD).id

    with pytest.raises(UserRefused):
        change_user(key, "Outra", "support", active=True, password="curta")

    kept = db.session.get_one(User, key)
    assert (kept.name, kept.role) == ("Carla", "finance")


@pytest.mark.parametrize("cookie", ["", "1", "x:1", "1:x", "1:2", "999:1", "²:1"])
def test_a_cookie_that_names_no_session_is_nobody(cookie: str) -> None:
    create_user("carla", "Carla", "finance", PASSWORD)

    assert user_of_session(cookie) is None
