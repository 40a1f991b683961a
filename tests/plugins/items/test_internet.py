"""An internet item: its account, its price, whose the account is."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask, render_template
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from core.access import queries
from core.access.services import link_account, set_account_active
from core.customers.models import Customer
from core.extension.calls import item_types
from core.foundation.database import db, transaction
from malha import AccountTaken, ItemType, KeptItem, Price, Use

pytestmark = pytest.mark.usefixtures("app_context")
MakeUse = Callable[..., Use]
Make = Callable[..., int]


@pytest.fixture
def internet(app_context: Flask) -> ItemType:
    return item_types()["internet"]


@pytest.fixture
def marina(app_context: Flask) -> int:
    with transaction() as session:
        made = Customer(
            kind="person",
            name="Marina Tavares",
            sort_name="marina tavares",
            document="11144477735",
            created_at=datetime(2017, 1, 1, tzinfo=UTC),
        )
        session.add(made)
        session.flush()
        return made.id


@pytest.fixture
def count_queries(app_context: Flask) -> Callable[[], int]:
    """`count_queries()`: how many statements went to the database so far."""
    said: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *words: said.append(words[2]))
    return lambda: sum(words.startswith("SELECT") for words in said)


def _kept(
    item_id: int, contract_id: int, account_id: int | None, customer_id: int, ended: bool = False
) -> KeptItem:
    return KeptItem(item_id, contract_id, customer_id, {"account_id": account_id}, ended)


def _form(internet: ItemType, **typed: Any) -> Any:
    return internet.form_class()(MultiDict({f"data-{k}": v for k, v in typed.items()}), prefix="data-")


def test_a_hundred_thousand_items_with_their_own_words_ask_the_database_nothing(
    internet: ItemType, use: MakeUse, count_queries: Callable[[], int]
) -> None:
    prices = internet.price([use(internet, "100.00", "Internet Fibra 30 Mega", account_id=7)] * 1000)

    assert len(prices) == 1000
    assert count_queries() == 0


def test_an_item_without_words_is_called_by_its_plan_in_two_queries_a_batch(
    internet: ItemType, use: MakeUse, account: Make, count_queries: Callable[[], int]
) -> None:
    uses = [use(internet, "90.00", account_id=account(f"conta{i}")) for i in range(20)]
    before = count_queries()

    prices = internet.price(uses)

    assert prices[0] == Price("Internet Fibra 30 Mega", Decimal("90.00"))
    assert count_queries() - before <= 2


def test_the_plan_brings_its_price(internet: ItemType, account: Make) -> None:
    key = account()
    plan_id = queries.plans()[0].id

    assert internet.suggested_amount({"account_id": key}) == Decimal("100.00")
    assert internet.suggested_amount({"account_id": None, "plan_id": plan_id}) == Decimal("100.00")
    assert internet.suggested_amount({"account_id": None}) is None
    assert internet.suggested_description({"account_id": key}) == "Internet Fibra 30 Mega"


def test_the_details_say_plan_reduced_speed_login_and_method(internet: ItemType, account: Make) -> None:
    key = account("marina.tavares")

    said = internet.details([{"account_id": key}, {"account_id": None}])

    assert said == ["Fibra 30 Mega · reduzida 2 Mega · marina.tavares · PPPoE", "sem conta de internet"]


def test_an_item_needs_an_account_that_is_there(internet: ItemType) -> None:
    assert internet.check({}, None) is None
    assert internet.check({"account_id": None}, None) == "Escolha a conta de internet deste item."
    assert internet.check({"account_id": 999}, None) == "Escolha a conta de internet deste item."


def test_an_account_of_another_contract_is_refused_and_says_whose_it_is(
    internet: ItemType, account: Make, marina: int
) -> None:
    key = account()
    link_account(key, 12, marina)

    assert internet.check({"account_id": key}, 12) is None
    assert internet.check({"account_id": key}, None) == (
        "A conta marina.tavares já está no contrato 12, de Marina Tavares. Escolha outra."
    )


def test_an_account_that_was_switched_off_is_refused(internet: ItemType, account: Make) -> None:
    key = account()
    set_account_active(key, active=False)

    assert (
        internet.check({"account_id": key}, None) == "A conta marina.tavares foi desativada. Escolha outra."
    )


def test_saving_links_the_accounts_and_lets_go_of_those_taken_off(
    internet: ItemType, account: Make, marina: int
) -> None:
    first, second = account("primeira"), account("segunda")
    internet.kept([_kept(1, 12, first, marina)])

    internet.kept([_kept(1, 12, first, marina, ended=True), _kept(2, 12, second, marina)])

    assert queries.account(first).contract_id is None
    assert (queries.account(second).contract_id, queries.account(second).customer_id) == (12, marina)


def test_an_account_linked_meanwhile_by_a_colleague_undoes_the_save(
    internet: ItemType, account: Make, marina: int
) -> None:
    free, taken = account("livre"), account("tomada")
    link_account(taken, 13)

    with pytest.raises(AccountTaken, match="já está no contrato 13"), transaction():
        internet.kept([_kept(1, 12, free, marina), _kept(2, 12, taken, marina)])

    db.session.expire_all()
    assert queries.account(free).contract_id is None


def test_one_account_in_two_items_is_refused(internet: ItemType, account: Make, marina: int) -> None:
    key = account()

    with pytest.raises(AccountTaken, match="em dois itens"):
        internet.kept([_kept(1, 12, key, marina), _kept(2, 12, key, marina)])


def test_without_any_free_account_the_form_opens_on_adding_one(internet: ItemType, account: Make) -> None:
    empty = _form(internet).mode.data
    account()

    assert empty == "new"
    assert _form(internet).mode.data == "existing"


def test_an_account_is_added_with_the_item_and_then_chosen(internet: ItemType, account: Make) -> None:
    account("outra")
    plan_id = str(queries.plans()[0].id)

    form = _form(
        internet, mode="new", plan_id=plan_id, method="pppoe", login="marina.t", password="k7-ponte-42"
    )

    assert form.data == {"account_id": None, "plan_id": int(plan_id)}
    assert form.validate()
    made = queries.account(form.data["account_id"])
    assert (made.login, made.contract_id, form.mode.data) == ("marina.t", None, "existing")


def test_a_login_that_is_taken_makes_no_account_and_loses_nothing(
    app_context: Flask, internet: ItemType, account: Make
) -> None:
    account("marina.tavares")
    plan_id = str(queries.plans()[0].id)
    form = _form(internet, mode="new", plan_id=plan_id, method="pppoe", login="marina.tavares", password="k7")

    fine = form.validate()
    with app_context.test_request_context():
        page = render_template(internet.template(), form=form, customer_id=None, item_type=internet)

    assert not fine
    assert "O login marina.tavares já é de uma conta sem contrato." in page
    assert 'value="k7"' in page


def test_nothing_chosen_is_said_in_the_box(internet: ItemType, account: Make) -> None:
    account()
    form = _form(internet, mode="existing")

    assert not form.validate()
    assert form.account_id.errors == ["Escolha uma conta da lista, ou adicione uma."]
