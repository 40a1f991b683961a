"""Devices, plans and accounts are kept, refused with a sentence, linked and found."""

from collections.abc import Callable

import pytest
from flask import Flask

from core.access import queries
from core.access.rules.identifiers import Refused
from core.access.services import (
    AccountInput,
    AccountTaken,
    DeviceInput,
    link_account,
    reveal_password,
    save_account,
    save_device,
    set_account_active,
    set_plan_active,
    unlink_accounts,
)
from core.customers.models import SearchTerm
from core.foundation import audit
from core.foundation.database import db

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context", "clock")]
Make = Callable[..., int]


def _actions(kind: str, key: int) -> list[str]:
    return [entry.action for entry in audit.history([(kind, key)])]


def test_an_account_keeps_its_addresses_in_one_form_and_its_devices(account: Make, device: Make) -> None:
    key = account(method="ip_mac", mac="b827.eb00.5e01", ip="100.64.0.10", device_ids=(device(),))

    kept = queries.account(key)

    assert kept is not None
    assert (kept.mac, kept.ip) == ("B8:27:EB:00:5E:01", "100.64.0.10")
    assert [one.name for one in kept.devices] == ["RB Centro"]
    assert _actions("account", key) == ["account_created"]


def test_a_login_that_is_taken_says_by_whom(account: Make, customer: Make) -> None:
    link_account(account("marina.tavares"), 12, customer("Marina Tavares"))

    with pytest.raises(Refused, match=r"O login marina.tavares já é do contrato 12, de Marina Tavares\."):
        account("Marina.Tavares")


def test_a_login_taken_by_an_account_without_a_contract_says_so(account: Make) -> None:
    account("marina.tavares")

    with pytest.raises(Refused, match="já é de uma conta sem contrato"):
        account("marina.tavares")


def test_an_account_may_keep_its_own_login_when_it_is_changed(account: Make) -> None:
    key = account("marina.tavares")
    plan_id = queries.account(key).plan_id

    save_account(key, AccountInput(plan_id, login="marina.tavares", comment="Acácias 120"))

    assert _actions("account", key) == ["account_changed", "account_created"]


def test_the_password_is_encrypted_kept_when_left_blank_and_its_reading_written_down(account: Make) -> None:
    key = account(password="k7-ponte-42")
    stored = db.session.scalar(db.text("SELECT password FROM internet_account"))

    save_account(key, AccountInput(queries.account(key).plan_id, login="marina.tavares", password=None))

    assert "ponte" not in stored
    assert reveal_password(key) == "k7-ponte-42"
    assert _actions("account", key)[0] == "account_password_seen"


def test_no_secret_stands_in_the_history(device: Make) -> None:
    key = device(password="muito secreta")

    entries = audit.history([("device", key)])

    assert "secreta" not in str([entry.data for entry in entries])


def test_a_device_keeps_its_password_when_it_is_left_blank(device: Make) -> None:
    key = device("RB Centro", password="muito secreta")

    save_device(key, DeviceInput("RB Centro", host="10.0.0.1"))

    assert queries.device(key).password == "muito secreta"


def test_two_devices_or_two_plans_of_one_name_are_refused(device: Make, plan: Make) -> None:
    device("RB Centro")
    plan("Fibra 30 Mega")

    with pytest.raises(Refused, match="Já há um dispositivo “rb centro”"):
        device("rb centro")
    with pytest.raises(Refused, match="Já há um plano “FIBRA 30 MEGA”"):
        plan("FIBRA 30 MEGA")


def test_a_reduced_speed_above_the_full_one_is_refused(plan: Make) -> None:
    with pytest.raises(Refused, match="reduzida é maior"):
        plan(reduced_download_kbps=40000)


def test_half_a_reduced_speed_is_refused(plan: Make) -> None:
    with pytest.raises(Refused, match="Preencha as duas"):
        plan(reduced_upload_kbps=None)


def test_a_plan_no_longer_sold_is_not_offered(plan: Make) -> None:
    set_plan_active(plan("Rádio 10"), active=False)

    assert queries.plan_facts() == []


def test_an_account_of_another_contract_cannot_be_linked(account: Make, customer: Make) -> None:
    key = account()
    link_account(key, 12, customer("Marina Tavares"))

    with pytest.raises(AccountTaken, match=r"já está no contrato 12, de Marina Tavares\. Escolha outra"):
        link_account(key, 13, customer("José Maria"))


def test_an_account_that_was_switched_off_cannot_be_linked(account: Make) -> None:
    key = account()
    set_account_active(key, active=False)

    with pytest.raises(AccountTaken, match="desativada"):
        link_account(key, 12)


def test_an_account_in_a_contract_cannot_be_switched_off(account: Make) -> None:
    key = account()
    link_account(key, 12)

    with pytest.raises(Refused, match="está no contrato 12"):
        set_account_active(key, active=False)


def test_linking_twice_is_written_down_once(account: Make) -> None:
    key = account()

    link_account(key, 12)
    link_account(key, 12)

    assert _actions("account", key) == ["account_linked", "account_created"]


def test_a_customer_is_found_by_the_login_while_the_account_is_theirs(account: Make, customer: Make) -> None:
    key, holder = account("marina.tavares"), customer()

    link_account(key, 12, holder)
    linked = list(db.session.scalars(db.select(SearchTerm.text).where(SearchTerm.customer_id == holder)))
    unlink_accounts(12, keep=())
    unlinked = list(db.session.scalars(db.select(SearchTerm.text).where(SearchTerm.customer_id == holder)))

    assert linked == ["marina.tavares"]
    assert unlinked == []


def test_unlinking_spares_those_to_keep(account: Make) -> None:
    kept, gone = account("um"), account("dois")
    link_account(kept, 12)
    link_account(gone, 12)

    unlink_accounts(12, keep=[kept])

    assert queries.account(kept).contract_id == 12
    assert queries.account(gone).contract_id is None


@pytest.mark.parametrize("text", ["acacias", "ACÁCIAS 120", "b827eb", "b8:27", "100.64", "marina"])
def test_an_account_is_found_by_login_mac_ip_and_comment(account: Make, text: str) -> None:
    key = account("marina.t", mac="B8:27:EB:00:5E:01", ip="100.64.0.10", comment="Acácias, 120")
    account("outra")

    assert [one.id for one in queries.find_accounts(text, 5)] == [key]


def test_a_percent_sign_is_searched_as_it_is(account: Make) -> None:
    account("marina", comment="sem nada")

    assert queries.find_accounts("%", 5) == []


def test_pages_of_accounts_lead_forth_and_back(account: Make, app_context: Flask) -> None:
    keys = [account(f"conta{i}") for i in range(120)]

    first = queries.accounts_page()
    second = queries.accounts_page(before=first.older)
    third = queries.accounts_page(before=second.older)
    back = queries.accounts_page(after=third.newer)

    assert [one.id for one in first.rows] == keys[:69:-1]
    assert first.newer is None
    assert [one.id for one in third.rows] == keys[19::-1]
    assert third.older is None
    assert [one.id for one in back.rows] == [one.id for one in second.rows]


def test_the_account_that_seems_to_be_the_customers_is_on_top_and_chosen(
    account: Make, customer: Make
) -> None:
    hers = account("pppoe-77", comment="Marina Tavares, Acácias 120")
    account("mari.lojinha")

    offer = queries.picker("", customer("Marina Tavares", "Rua das Acácias", "120"), None)

    assert [row.account.login for row in offer.rows] == ["pppoe-77", "mari.lojinha"]
    assert offer.rows[0].why == "o comentário no roteador traz o nome e o endereço do cadastro"
    assert (offer.chosen, offer.unlinked) == (hers, 2)


def test_only_accounts_without_a_contract_are_on_offer_and_the_chosen_one(account: Make) -> None:
    mine, taken, free = account("minha"), account("dela"), account("livre")
    link_account(mine, 12)
    link_account(taken, 13)

    offer = queries.picker("", None, mine)

    assert [row.account.id for row in offer.rows] == [mine, free]


def test_a_search_without_a_hit_chooses_nothing_new(account: Make, customer: Make) -> None:
    account("livre")

    offer = queries.picker("zulmira", customer(), None)

    assert (offer.rows, offer.found, offer.unlinked, offer.chosen) == ([], 0, 1, None)
