"""A contract is kept whole or not at all; items keep their ids; terms count from their day. RULES §3, DESIGN §2."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from core.billing.models import UnbilledDays
from core.contracts.models import Contract, ContractItem
from core.contracts.queries.contracts import find_contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.data import ContractData
from core.contracts.rules.differences import choose, differences
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.ending import end_contract, reactivate_contract
from core.contracts.services.save import ContractConflict, ContractRefused, save_contract
from core.contracts.services.templates import save_template
from core.contracts.services.terms import change_billing
from core.foundation.audit import Actor, act_as, history
from core.foundation.database import db
from core.foundation.outbox import OutboxEvent
from tests.core.contracts.builders import START, a_contract, a_holder, an_extra, an_item

both = pytest.mark.databases("sqlite", "postgres")
APRIL_15 = date(2017, 4, 15)
MAY_2 = date(2017, 5, 2)


def stored(contract_id: int) -> ContractData:
    db.session.expire_all()
    found = find_contract(contract_id)
    assert found is not None
    return snapshot(found)


def actions(contract_id: int) -> list[str]:
    return [entry.action for entry in reversed(history([("contract", contract_id)]))]


@both
def test_a_new_contract_is_kept_with_all_that_the_form_holds(app_context: Flask) -> None:
    data = a_contract(a_holder(), items=(an_item(), an_item("email", "10.00")), extras=(an_extra(),))

    saved = save_contract(data, START)

    kept = stored(saved.id)
    assert [(item.type, str(item.amount)) for item in kept.items] == [
        ("one_off", "100.00"),
        ("email", "10.00"),
    ]
    assert [(extra.description, extra.instalments) for extra in kept.extras] == [("Roteador", 3)]
    assert saved.closing_since == START
    assert db.session.scalars(db.select(OutboxEvent.name)).all() == ["on_contract_saved"]


@both
def test_an_item_keeps_its_id_through_every_edit_and_one_taken_off_is_ended_not_deleted(
    app_context: Flask,
) -> None:
    saved = save_contract(a_contract(a_holder(), items=(an_item(), an_item("email", "10.00"))), START)
    first = stored(saved.id)
    dearer = replace(first.items[0], amount=Decimal("120.00"))

    save_contract(replace(first, items=(dearer,)), APRIL_15)

    rows = {row.id: row for row in db.session.scalars(db.select(ContractItem))}
    assert [item.id for item in stored(saved.id).items] == [first.items[0].id]
    assert rows[first.items[1].id].removed
    assert rows[first.items[1].id].ends_on == APRIL_15


def test_an_item_that_had_ended_before_keeps_its_end_when_it_is_taken_off(app_context: Flask) -> None:
    ended = an_item(starts_on=date(2017, 3, 20), ends_on=date(2017, 4, 1))
    saved = save_contract(a_contract(a_holder(), items=(ended,)), START)

    save_contract(replace(stored(saved.id), items=()), APRIL_15)

    assert db.session.scalars(db.select(ContractItem.ends_on)).one() == date(2017, 4, 1)


@pytest.mark.parametrize(
    "change",
    [{"closing_day": 5}, {"due_day": 20}, {"exempt": True}, {"issue_mode": "manual"}],
    ids=lambda change: next(iter(change)),
)
def test_closing_dates_count_from_the_day_the_terms_change(
    app_context: Flask, change: dict[str, object]
) -> None:
    saved = save_contract(a_contract(a_holder()), START)

    changed = change_billing(saved.id, change, APRIL_15)

    assert changed.closing_since == APRIL_15


def test_a_change_of_fee_alone_moves_no_closing_date(app_context: Flask) -> None:
    saved = save_contract(a_contract(a_holder()), START)

    changed = change_billing(saved.id, {"late_fee_percent": Decimal(2)}, APRIL_15)

    assert changed.closing_since == START
    assert changed.late_fee_percent == Decimal(2)


def test_the_days_of_a_contract_born_exempt_are_left_out_from_its_activation(app_context: Flask) -> None:
    save_contract(a_contract(a_holder(), billing=BillingTerms(exempt=True)), APRIL_15)

    assert db.session.scalars(db.select(UnbilledDays.starts_on)).one() == START


@both
def test_the_second_of_two_savers_is_told_both_values_and_nothing_is_kept(app_context: Flask) -> None:
    saved = save_contract(a_contract(a_holder()), START)
    opened = stored(saved.id)
    act_as(Actor(7, "Carla"))
    save_contract(replace(opened, billing=replace(opened.billing, due_day=15)), START)
    mine = replace(opened, billing=replace(opened.billing, due_day=20))

    with pytest.raises(ContractConflict) as caught:
        save_contract(mine, START)

    found = caught.value.differences
    assert [(one.path, one.stored, one.typed) for one in found] == [("billing.due_day", 15, 20)]
    assert caught.value.saved_by == "Carla"
    assert stored(saved.id).billing.due_day == 15


def test_what_the_second_saver_left_alone_is_the_first_ones_to_keep(app_context: Flask) -> None:
    saved = save_contract(a_contract(a_holder()), START)
    opened = stored(saved.id)
    change_billing(saved.id, {"due_day": 15, "late_fee_percent": Decimal(2)}, START)
    change_billing(saved.id, {"due_day": 16}, START)
    mine = replace(opened, billing=replace(opened.billing, late_fee_percent=Decimal(1)))

    with pytest.raises(ContractConflict) as caught:
        save_contract(mine, START)

    found = {one.field: caught.value.left_alone(one) for one in caught.value.differences}
    assert found == {"due_day": True, "late_fee_percent": False}


def test_of_two_saves_each_difference_can_be_chosen(app_context: Flask) -> None:
    first = a_contract(a_holder(), items=(an_item(id=1), an_item("email", "10.00", id=2)))
    theirs = replace(first, revision=3, billing=BillingTerms(due_day=15), items=first.items[:1])
    mine = replace(first, revision=2, billing=BillingTerms(due_day=20, closing_day=2))

    chosen = choose(theirs, mine, keep={"billing.due_day", "items.2"})

    assert [one.path for one in differences(theirs, mine)] == [
        "items.2",
        "billing.closing_day",
        "billing.due_day",
    ]
    assert (chosen.billing.due_day, chosen.billing.closing_day, len(chosen.items)) == (15, 2, 1)
    assert chosen.revision == 3


def test_a_ladder_stricter_than_anatel_carries_the_name_of_whoever_chose_it(app_context: Flask) -> None:
    act_as(Actor(7, "Carla"))
    strict = LadderTerms(message_after_days=1, suspend_after_days=10)
    saved = save_contract(a_contract(a_holder(), ladder=strict), START)
    act_as(Actor(8, "Rui"))

    again = save_contract(replace(stored(saved.id), starts_on=APRIL_15), START)

    assert again.ladder_chosen_by == "Carla"
    assert actions(saved.id).count("ladder_stricter_than_law") == 1


def test_terms_with_an_error_are_refused_by_field_and_nothing_is_kept(app_context: Flask) -> None:
    with pytest.raises(ContractRefused) as caught:
        save_contract(a_contract(a_holder(), billing=BillingTerms(closing_day=32)), START)

    assert [field for field, _ in caught.value.problems] == ["closing_day"]
    assert db.session.scalars(db.select(Contract)).all() == []


def test_an_item_of_a_type_that_is_not_enabled_is_refused_only_when_it_is_new(app_context: Flask) -> None:
    with pytest.raises(ContractRefused) as caught:
        save_contract(a_contract(a_holder(), items=(an_item(), an_item("tv"))), START)

    assert [field for field, _ in caught.value.problems] == ["items.1"]


def test_a_refusal_of_an_item_type_undoes_the_whole_save(app_context: Flask) -> None:
    account = an_item("internet", data={"account_id": 99})

    with pytest.raises(ContractRefused):
        save_contract(a_contract(a_holder(), items=(account,)), START)

    assert db.session.scalars(db.select(Contract)).all() == []


def test_a_contract_ends_with_a_reason_and_comes_back_without_the_days_between(app_context: Flask) -> None:
    saved = save_contract(a_contract(a_holder()), START)

    ended = end_contract(saved.id, APRIL_15, "mudou de cidade")
    assert (ended.status, ended.ended_on) == ("ended", APRIL_15)
    back = reactivate_contract(saved.id, MAY_2, "voltou")

    assert (back.status, back.ended_on, back.stage) == ("active", None, "normal")
    left_out = db.session.scalars(db.select(UnbilledDays)).one()
    assert (left_out.starts_on, left_out.ends_on) == (APRIL_15, MAY_2)
    assert actions(saved.id)[-2:] == ["contract_ended", "contract_reactivated"]


def test_without_a_reason_nothing_ends(app_context: Flask) -> None:
    saved = save_contract(a_contract(a_holder()), START)

    with pytest.raises(ContractRefused):
        end_contract(saved.id, APRIL_15, "  ")

    assert db.session.get_one(Contract, saved.id, populate_existing=True).status == "active"


def test_two_layouts_cannot_have_one_name(app_context: Flask) -> None:
    save_template(None, "Empresarial", None, BillingTerms(), LadderTerms())

    with pytest.raises(ContractRefused) as caught:
        save_template(None, " Empresarial ", None, BillingTerms(), LadderTerms())

    assert [field for field, _ in caught.value.problems] == ["name"]
