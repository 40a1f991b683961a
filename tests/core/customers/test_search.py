"""Who is found by what was typed, and in which order."""

from collections.abc import Iterator

import pytest

from core.customers.queries.listing import listing, nobody
from core.customers.queries.page import Wanted, export, page_of
from core.customers.rules.data import PhoneData
from core.customers.services.save import save_customer
from tests.core.customers.builders import OTHER_CPF, registration

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context")]
TAVERN = "12ABC34501DE35"


@pytest.fixture
def people(app_context: object) -> Iterator[None]:
    save_customer(registration())
    save_customer(
        registration(
            name="Otávio 100% Brandão",
            document=OTHER_CPF,
            emails=("tavinho@example.com",),
            phones=(PhoneData("+5519900000377"),),
        )
    )
    save_customer(
        registration(
            kind="company", name="Taverna do Porto", document=TAVERN, emails=("bar@example.com",), phones=()
        )
    )
    yield


def found(text: str) -> list[str]:
    return [row.name for row in page_of(Wanted(text)).rows]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tav", ["Marina Tavares", "Otávio 100% Brandão", "Taverna do Porto"]),
        ("OTAVIO", ["Otávio 100% Brandão"]),
        ("brandao otavio", ["Otávio 100% Brandão"]),
        ("otavio tavares", []),
        ("otavio 0377", ["Otávio 100% Brandão"]),
        ("111.444.777-35", ["Marina Tavares"]),
        ("11144477735", ["Marina Tavares"]),
        ("(19) 90000-1042", ["Marina Tavares"]),
        ("12.abc.345/01de-35", ["Taverna do Porto"]),
        ("bar@", ["Taverna do Porto"]),
        ("100% brandao", ["Otávio 100% Brandão"]),
        ("%", ["Otávio 100% Brandão"]),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
@pytest.mark.usefixtures("people")
def test_all_words_are_found_anywhere_without_accents_capitals_or_signs(text, names):
    assert found(text) == names


@pytest.mark.usefixtures("people")
def test_the_line_says_why_it_matched_where_the_name_does_not():
    rows = {row.name[0][0] if len(row.name) == 1 else "": row for row in listing(Wanted("bar@")).rows}

    assert rows["Taverna do Porto"].why == "e-mail"
    assert rows["Taverna do Porto"].reason == [("bar@", True), ("example.com", False)]


@pytest.mark.usefixtures("people")
def test_the_letters_that_matched_are_marked_in_the_name():
    row = listing(Wanted("otav")).rows[0]

    assert row.name == [("Otáv", True), ("io 100% Brandão", False)]
    assert row.reason is None


def cpf_of(n: int) -> str:
    from stdnum.br import cpf

    base = f"{n:09d}"
    return base + cpf._calc_check_digits(base)


def test_pages_follow_each_other_and_back_without_losing_or_repeating_anyone():
    for n in range(1, 61):
        save_customer(registration(name=f"Pessoa {n // 2:02d}", document=cpf_of(n), emails=(), phones=()))

    first = page_of(Wanted())
    second = page_of(Wanted(after=first.next))
    third = page_of(Wanted(after=second.next))
    back = page_of(Wanted(before=third.previous))

    ids = [row.id for page in (first, second, third) for row in page.rows]
    assert [len(page.rows) for page in (first, second, third)] == [25, 25, 10]
    assert len(set(ids)) == 60
    assert [row.id for row in back.rows] == [row.id for row in second.rows]
    assert (first.previous, third.next) == (None, None)
    assert page_of(Wanted(before=second.previous)).previous is None


@pytest.mark.usefixtures("people")
def test_the_export_holds_all_that_the_list_would_show():
    assert [(row.name, row.email) for row in export(Wanted("tav"))] == [
        ("Marina Tavares", "marina@example.com"),
        ("Otávio 100% Brandão", "tavinho@example.com"),
        ("Taverna do Porto", "bar@example.com"),
    ]


@pytest.mark.usefixtures("people")
def test_where_nobody_was_found_the_name_is_offered_and_those_much_like_it():
    offered = nobody("marino tavares")

    assert offered.name == "Marino Tavares"
    assert [name for _, name in offered.like] == ["Marina Tavares"]
