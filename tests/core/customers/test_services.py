"""What is kept of a registration, and what is refused."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from core.customers.models import Address, Customer, SearchTerm
from core.customers.queries.one import history_of
from core.customers.rules.data import PhoneData
from core.customers.services.addresses import save_address
from core.customers.services.errors import EditConflict, Taken
from core.customers.services.save import save_customer
from core.customers.services.terms import index_terms
from core.foundation.database import db
from core.identity.passwords import verify_password
from tests.core.customers.builders import ADDRESS, OTHER_CPF, registration

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context")]


def terms_of(customer_id: int) -> set[tuple[str, str]]:
    query = select(SearchTerm.kind, SearchTerm.text).where(SearchTerm.customer_id == customer_id)
    return {(row.kind, row.text) for row in db.session.execute(query)}


def test_a_registration_is_kept_whole():
    saved = save_customer(registration(name="Mârina  Tavares"))

    assert (saved.name, saved.sort_name, saved.document) == (
        "Mârina  Tavares",
        "marina tavares",
        "11144477735",
    )
    assert [phone.number for phone in saved.phones] == ["+5519900001042"]
    assert [(a.main, a.full) for a in saved.addresses] == [
        (True, "Rua das Acácias, 120, Centro, Campinas/SP, CEP 13010-100")
    ]


def test_a_customer_is_found_by_name_document_phone_email_and_portal_user():
    saved = save_customer(registration(portal_user="marina.t", password="segredo-12"))

    assert terms_of(saved.id) == {
        ("name", "marina tavares"),
        ("document", "11144477735"),
        ("phone", "19900001042"),
        ("email", "marina@example.com"),
        ("login", "marina.t"),
    }


def test_a_second_holder_of_a_cpf_is_refused_and_the_first_one_named():
    first = save_customer(registration())

    with pytest.raises(Taken, match="Este CPF já é de Marina Tavares.") as refused:
        save_customer(registration(name="Outra Marina"))

    assert (refused.value.field, refused.value.holder_id) == ("document", first.id)


def test_a_portal_user_belongs_to_one_customer():
    save_customer(registration(portal_user="marina", password="segredo-12"))

    with pytest.raises(Taken) as refused:
        save_customer(registration(document=OTHER_CPF, portal_user="marina", password="segredo-34"))

    assert refused.value.field == "portal_user"


def test_the_second_of_two_savers_is_told_both_values():
    saved = save_customer(registration())
    save_customer(registration(name="Marina T. Souza"), saved.id, revision=1)

    with pytest.raises(EditConflict) as refused:
        save_customer(registration(birth_date=None), saved.id, revision=1)

    told = [(one.label, one.stored, one.typed) for one in refused.value.differences]
    assert told == [("Nome", "Marina T. Souza", "Marina Tavares"), ("Nascimento", "20/03/1985", "")]
    assert refused.value.revision == 2
    assert db.session.get_one(Customer, saved.id).name == "Marina T. Souza"


def test_saving_what_is_there_already_is_no_change():
    saved = save_customer(registration())

    again = save_customer(registration(), saved.id, revision=None)

    assert again.revision == 1
    assert [entry.action for entry in history_of(saved.id)] == ["customer_created"]


def test_the_password_is_kept_as_a_hash_and_named_in_the_history_without_its_value():
    saved = save_customer(registration(portal_user="marina", password="segredo-12"))
    save_customer(registration(portal_user="marina", password="outro-segredo"), saved.id, revision=1)

    entry = history_of(saved.id)[0]
    assert verify_password(saved.portal_password_hash, "outro-segredo")
    assert not verify_password(saved.portal_password_hash, "segredo-12")
    assert entry.data == {"fields": ["password"]}


def test_a_password_left_blank_stays():
    saved = save_customer(registration(portal_user="marina", password="segredo-12"))

    save_customer(registration(name="Marina Souza", portal_user="marina"), saved.id, revision=1)

    assert verify_password(saved.portal_password_hash, "segredo-12")


def test_an_edit_renews_what_the_customer_is_found_by():
    saved = save_customer(registration())

    save_customer(
        registration(name="Ana", emails=(), phones=(PhoneData("+551932000000"),)), saved.id, revision=1
    )

    assert terms_of(saved.id) == {("name", "ana"), ("document", "11144477735"), ("phone", "1932000000")}


def test_the_words_of_another_room_stay_through_an_edit_and_are_replaced_by_it_alone():
    saved = save_customer(registration(emails=(), phones=()))
    index_terms(saved.id, "access", [("login", "tavinha"), ("login", "tavinha2")])
    index_terms(saved.id, "access", [("login", "Távora")])

    save_customer(registration(name="Ana", emails=(), phones=()), saved.id, revision=1)

    assert terms_of(saved.id) == {("name", "ana"), ("document", "11144477735"), ("login", "tavora")}


def test_an_edit_changes_the_main_address_and_no_other():
    saved = save_customer(registration())
    other = save_address(saved.id, ADDRESS)

    save_customer(
        registration(address=ADDRESS.__class__("13000000", "Rua Nova", "1", "Centro", "Campinas", "SP")),
        saved.id,
        revision=1,
    )

    streets = db.session.execute(select(Address.id, Address.main, Address.street).order_by(Address.id)).all()
    assert [(row.main, row.street) for row in streets] == [(True, "Rua Nova"), (False, "Rua das Acácias")]
    assert streets[1].id == other.id


def test_an_address_is_changed_for_its_own_customer_alone():
    marina = save_customer(registration())
    ana = save_customer(registration(name="Ana", document=OTHER_CPF))

    with pytest.raises(ValueError, match="is not one of customer"):
        save_address(ana.id, ADDRESS, marina.addresses[0].id)


def test_letters_from_right_to_left_and_long_folded_names_are_kept():
    saved = save_customer(registration(name="مريم ﷺ" + "ﷺ" * 150))

    assert saved.name == "مريم ﷺ" + "ﷺ" * 150
    assert len(saved.sort_name) == 160


def test_who_is_not_there_cannot_be_edited():
    with pytest.raises(NoResultFound):
        save_customer(registration(), 404, revision=1)
