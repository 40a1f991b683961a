"""Ladders to start from are the provider's data, read at each request; a stricter one carries a name. RULES §6."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.contracts.models import Contract, StoredPreset
from core.contracts.queries.presets import default_ladder, presets, stored_presets
from core.contracts.rules.presets import ANATEL, MANUAL
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.errors import ContractRefused
from core.contracts.services.presets import bring_back_preset, remove_preset, save_preset
from core.contracts.services.save import save_contract
from core.contracts.services.templates import save_template
from core.extension.types import LadderPreset
from core.foundation import audit
from core.foundation.database import db
from core.testing.builders import user
from tests.core.contracts.builders import START, a_contract, a_holder

GENTLE = LadderTerms(message_after_days=5, suspend_after_days=30, notice_days=20, cancel_after_days=90)
CARLA = audit.Actor(7, "Carla")


def named(name: str) -> StoredPreset:
    return db.session.scalars(db.select(StoredPreset).where(StoredPreset.name == name)).one()


def told(action: str) -> list[tuple[str, int, str]]:
    rows = db.session.scalars(db.select(audit.AuditEntry).where(audit.AuditEntry.action == action))
    return [(row.subject_kind, row.subject_id, row.actor_name) for row in rows]


def as_typed(**changes: str) -> dict[str, str]:
    """Anatel's own steps under another name, but for the fields named."""
    steps = {
        "message_after_days": "1",
        "throttle_after_days": "",
        "suspend_after_days": "16",
        "notice_days": "15",
    }
    return {"name": "Rural", **steps, "cancel_after_days": "60", **changes}


@pytest.fixture
def finance(app: Flask, client: FlaskClient, clock: Any) -> FlaskClient:
    with app.app_context():
        token = user("finance", name="Carla").get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


@pytest.mark.databases("sqlite", "postgres")
def test_a_new_provider_has_anatel_s_ladder_as_the_default_and_the_manual_s(app_context: Flask) -> None:
    found = [(row.key, row.name, row.is_default, row.ladder_terms) for row in stored_presets()]

    assert found == [("anatel", "Anatel", True, ANATEL), ("manual", "Manual", False, MANUAL)]


def test_what_the_table_holds_is_offered_at_once_and_what_plugins_add_after_it(app_context: Flask) -> None:
    added = [LadderPreset("branda", "Branda · 5", GENTLE), LadderPreset("anatel", "Outra", GENTLE)]
    app_context.extensions["malha.collected"] = {"register_ladder_presets": added}

    save_preset(None, "Rural", GENTLE, is_default=False)

    offered = [one.name for one in presets()]
    assert offered == [
        "Anatel · 1 / 16 / 60",
        "Manual · 1 / 3 / 10 / 10",
        "Rural · 5 / 30 / 90",
        "Branda · 5",
    ]


def test_one_preset_is_the_default(app_context: Flask) -> None:
    made = save_preset(None, "Rural", GENTLE, is_default=True)

    assert [row.name for row in stored_presets() if row.is_default] == ["Rural"]
    assert (made.key, default_ladder()) == ("rural", GENTLE)


def test_a_preset_that_is_changed_changes_no_contract(app_context: Flask, clock: Any) -> None:
    contract_id = save_contract(a_contract(a_holder(), ladder=MANUAL), START).id

    save_preset(named("Manual").id, "Manual", GENTLE, is_default=False)

    db.session.expire_all()
    assert db.session.get_one(Contract, contract_id).ladder_terms == MANUAL


@pytest.mark.parametrize(
    ("ladder", "field"),
    [
        pytest.param(replace(ANATEL, suspend_after_days=0), "suspend_after_days", id="a step of 0 days"),
        pytest.param(replace(MANUAL, throttle_after_days=11), "suspend_after_days", id="backwards"),
        pytest.param(replace(ANATEL, message_after_days=None), "notice_days", id="notice without a message"),
    ],
)
def test_steps_that_cannot_be_are_refused(app_context: Flask, ladder: LadderTerms, field: str) -> None:
    with pytest.raises(ContractRefused) as refused:
        save_preset(None, "Rural", ladder, is_default=False)

    assert [name for name, _sentence in refused.value.problems] == [field]
    assert len(stored_presets()) == 2


def test_two_presets_cannot_have_one_name(app_context: Flask) -> None:
    with pytest.raises(ContractRefused, match="Já há uma régua com este nome"):
        save_preset(None, " Manual ", GENTLE, is_default=False)


def test_a_stricter_preset_is_recorded_with_who_chose_it_and_a_gentle_one_is_not(app_context: Flask) -> None:
    audit.act_as(CARLA)

    strict = save_preset(None, "Dura", MANUAL, is_default=False)
    save_preset(None, "Rural", GENTLE, is_default=False)
    save_preset(strict.id, "Duríssima", MANUAL, is_default=False)

    assert told("ladder_stricter_than_law") == [("ladder_preset", strict.id, "Carla")]


def test_a_stricter_layout_is_recorded_with_who_chose_it(app_context: Flask) -> None:
    audit.act_as(CARLA)

    layout = save_template(None, "Residencial", None, BillingTerms(), MANUAL)
    save_template(layout.id, "Residencial novo", None, BillingTerms(), MANUAL)

    assert told("ladder_stricter_than_law") == [("contract_template", layout.id, "Carla")]


def test_a_late_fee_above_the_law_is_recorded_with_who_chose_it(app_context: Flask, clock: Any) -> None:
    audit.act_as(CARLA)
    dear = BillingTerms(late_fee_percent=BillingTerms().late_fee_percent + 3)

    contract = save_contract(a_contract(a_holder(), billing=dear), START)

    assert told("charges_above_law") == [("contract", contract.id, "Carla")]


@pytest.mark.databases("sqlite", "postgres")
def test_a_preset_that_was_removed_can_be_brought_back_as_it_was(app_context: Flask) -> None:
    preset_id = named("Manual").id

    remove_preset(preset_id)
    gone = [row.name for row in stored_presets()]
    bring_back_preset(preset_id)

    db.session.expire_all()
    assert gone == ["Anatel"]
    assert [(row.key, row.ladder_terms) for row in stored_presets()] == [
        ("anatel", ANATEL),
        ("manual", MANUAL),
    ]


def test_the_default_cannot_be_removed_before_another_is_chosen(app_context: Flask) -> None:
    with pytest.raises(ContractRefused, match="Escolha antes outra"):
        remove_preset(named("Anatel").id)


# The page


def test_the_form_shows_the_strip_the_words_and_the_warning_of_the_contract_s_form(
    finance: FlaskClient,
) -> None:
    html = finance.post(
        "/reguas/previa", data=as_typed(throttle_after_days="3", suspend_after_days="10")
    ).text

    assert 'class="draw' in html
    assert "Com <b>1 dia</b> de atraso recebe mensagem; com <b>3 dias</b>, a velocidade cai" in html
    assert "Mais rígida que a Anatel" in html
    assert "fica registrado em seu nome" in html


def test_the_strip_goes_where_it_would_lie(finance: FlaskClient) -> None:
    html = finance.post("/reguas/previa", data=as_typed(suspend_after_days="x")).text

    assert 'class="draw' not in html
    assert "O desenho da régua volta" in html
    assert '<b class="bad">?</b>' in html


def test_while_one_types_no_new_fault_is_shown(finance: FlaskClient) -> None:
    html = finance.post("/reguas/previa?quieto=1", data=as_typed(suspend_after_days="0")).text

    assert 'id="suspend_after_days-h"' not in html
    assert 'id="message_after_days-h"' in html


def test_a_preset_is_made_changed_and_removed_from_the_page(finance: FlaskClient) -> None:
    finance.post("/reguas/nova", data=as_typed())
    listed = finance.get("/reguas").text
    preset_id = re.findall(r'href="/reguas/(\d+)">Rural', listed)[0]
    refused = finance.post(f"/reguas/{preset_id}", data=as_typed(cancel_after_days="0", name=""))
    finance.post(f"/reguas/{preset_id}", data=as_typed(name="Sítios"))
    removed = finance.post(f"/reguas/{preset_id}/remover", follow_redirects=True).text
    back = finance.post(f"/reguas/{preset_id}/voltar", follow_redirects=True).text

    assert refused.status_code == 422
    assert "2 campos a corrigir" in refused.text
    assert "Régua Sítios removida." in removed
    assert f'action="/reguas/{preset_id}/voltar"' in removed
    assert ">Sítios</a>" in back


def test_a_new_layout_starts_from_the_default_of_the_moment(app: Flask, finance: FlaskClient) -> None:
    finance.post("/reguas/nova", data=as_typed(name="Rural", suspend_after_days="33", is_default="y"))

    html = finance.get("/layouts/novo").text

    assert re.search(r'name="suspend_after_days"[^>]*value="33"', html)


def test_the_way_out_of_the_warning_is_anatel_s_whatever_the_preset_of_that_name_holds(
    app: Flask, finance: FlaskClient
) -> None:
    with app.app_context():
        save_preset(named("Anatel").id, "Anatel", MANUAL, is_default=True)
        holder = a_holder()
    form = {"form_key": f"novo:{holder.customer_id}", "regua": "anatel"}

    html = finance.post("/contratos/preencher", data=form).text

    assert re.search(r'name="suspend_after_days"[^>]*value="16"', html)


def test_who_may_not_change_layouts_does_not_see_the_page(
    app: Flask, client: FlaskClient, clock: Any
) -> None:
    with app.app_context():
        token = user("support").get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True

    assert client.get("/reguas").status_code == 403
    assert 'href="/reguas"' not in client.get("/contratos").text


def test_one_day_is_one_day(finance: FlaskClient) -> None:
    html = finance.get("/reguas/nova").text

    assert html.count(">dia de atraso</span>") == 1  # 1 day to the message, 16 to the suspension
    assert ">dias de atraso</span>" in html
