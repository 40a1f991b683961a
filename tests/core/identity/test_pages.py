"""The pages of users and of one's own account."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from core.foundation.database import db
from core.identity.models import User
from tests.core.identity.conftest import PASSWORD

Staff = Callable[..., int]
Enter = Callable[..., FlaskClient]


def test_an_admin_makes_a_user_who_can_come_in(staff: Staff, enter: Enter) -> None:
    staff("chefe")
    data = {"login": "Davi", "name": "Davi Reis", "role": "support", "password": PASSWORD, "active": "y"}

    answer = enter("chefe").post("/usuarios/novo", data=data)

    assert answer.location == "/usuarios"
    assert enter("davi").get("/usuarios").status_code == 403


def test_a_refused_user_keeps_what_was_typed_and_says_why_at_the_field(staff: Staff, enter: Enter) -> None:
    staff("chefe")

    data = {"login": "davi", "name": "Davi", "role": "support", "password": "fraca"}
    answer = enter("chefe").post("/usuarios/novo", data=data)

    assert answer.status_code == 422
    assert "ao menos 10 caracteres" in answer.text
    assert 'value="Davi"' in answer.text
    assert "fraca" not in answer.text


def test_the_last_admin_cannot_put_themselves_out(app: Flask, staff: Staff, enter: Enter) -> None:
    key = staff("chefe")

    answer = enter("chefe").post(
        f"/usuarios/{key}", data={"login": "chefe", "name": "Chefe", "role": "admin"}
    )

    assert "única pessoa da administração" in answer.text
    with app.app_context():
        assert db.session.get_one(User, key).active


def test_who_is_put_out_is_out_with_the_next_click(staff: Staff, enter: Enter) -> None:
    staff("chefe")
    key = staff("davi", role="support")
    davi = enter("davi")

    enter("chefe").post(f"/usuarios/{key}", data={"login": "davi", "name": "Davi", "role": "support"})

    assert davi.get("/").status_code == 302


def test_ending_sessions_leaves_ones_own_open(staff: Staff, enter: Enter) -> None:
    key = staff("chefe")
    other, here = enter("chefe"), enter("chefe")

    here.post(f"/usuarios/{key}/encerrar-sessoes")

    assert (here.get("/").status_code, other.get("/").status_code) == (200, 302)


def test_one_changes_ones_own_password_and_stays_in_while_other_browsers_do_not(
    staff: Staff, enter: Enter
) -> None:
    staff("carla", role="support")
    other, here = enter("carla"), enter("carla")

    answer = here.post("/minha-conta", data={"current": PASSWORD, "new": "outra frase longa"})

    assert answer.location == "/minha-conta"
    assert (here.get("/").status_code, other.get("/").status_code) == (200, 302)
    enter("carla", "outra frase longa")


def test_the_password_of_now_has_to_be_right(staff: Staff, enter: Enter) -> None:
    staff("carla")

    answer = enter("carla").post("/minha-conta", data={"current": "errada", "new": "outra frase longa"})

    assert "Não é a senha de agora." in answer.text


def test_a_browser_left_open_is_no_way_to_guess_its_owners_password(staff: Staff, enter: Enter) -> None:
    staff("carla")
    browser = enter("carla")

    wrong = {"current": "errada de todo", "new": "outra frase longa"}
    answers = [browser.post("/minha-conta", data=wrong).text for _ in range(5)]
    sixth = browser.post("/minha-conta", data={**wrong, "current": PASSWORD})

    assert all("Não é a senha de agora." in answer for answer in answers)
    assert sixth.status_code == 422
    assert "Muitas tentativas seguidas" in sixth.text


def test_a_user_that_there_is_not_is_not_found(staff: Staff, enter: Enter) -> None:
    staff("chefe")

    assert enter("chefe").get("/usuarios/999").status_code == 404
    assert enter("chefe").post("/usuarios/999/encerrar-sessoes").status_code == 404
