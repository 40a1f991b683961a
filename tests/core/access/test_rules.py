"""How logins, addresses and speeds are written, and whose an account seems to be."""

import pytest

from core.access.rules.identifiers import Refused, check_method, clean_ip, clean_login, clean_mac
from core.access.rules.likeness import likeness
from core.access.rules.marks import pieces
from core.access.rules.passwords import readable_password
from core.access.rules.speeds import kbps, mega, speed_words


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        pytest.param("joão", "“ã”", id="an accent"),
        pytest.param("ana lima", "espaço", id="a blank"),
        pytest.param("ana\u200blima", "U+200B", id="one that is not seen"),
        pytest.param("ana\x00", "U+0000", id="a zero byte"),
        pytest.param('ana"', '“"”', id="a quotation mark"),
        pytest.param("ana😀", "“😀”", id="a picture"),
        pytest.param("a" * 81, "81 caracteres", id="too long"),
    ],
)
def test_a_login_that_no_router_takes_is_refused_by_name(typed: str, named: str) -> None:
    with pytest.raises(Refused, match="O login") as refusal:
        clean_login(typed)

    assert named in str(refusal.value)
    assert refusal.value.field == "login"


def test_a_login_may_be_left_empty_and_loses_the_blanks_around_it() -> None:
    assert clean_login("   ") is None
    assert clean_login(" marina.tavares@ipe ") == "marina.tavares@ipe"


@pytest.mark.parametrize(
    "typed", ["b8:27:eb:00:5e:01", "B8-27-EB-00-5E-01", "b827.eb00.5e01", " b827eb005e01 "]
)
def test_a_mac_has_one_way_of_being_written(typed: str) -> None:
    assert clean_mac(typed) == "B8:27:EB:00:5E:01"


@pytest.mark.parametrize("typed", ["B8:27:EB:00:5E", "B8:27:EB:00:5E:0G", "1.0"])
def test_what_is_no_mac_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refused, match="não é um MAC. Escreva, por exemplo, B8:27:EB:00:5E:01"):
        clean_mac(typed)


def test_an_ip_is_kept_in_its_short_form_or_refused() -> None:
    assert clean_ip(" 100.64.0.10 ") == "100.64.0.10"
    assert clean_ip("2001:DB8:0:0:0:0:0:1") == "2001:db8::1"
    with pytest.raises(Refused, match="“100.64.0.256” não é um IP"):
        clean_ip("100.64.0.256")


def test_ip_by_mac_asks_for_one_of_the_two() -> None:
    with pytest.raises(Refused, match="escreva o MAC, o IP ou os dois"):
        check_method("ip_mac", None, None)

    check_method("ip_mac", None, "100.64.0.10")
    check_method("pppoe", None, None)


@pytest.mark.parametrize(
    ("login", "comment", "reason"),
    [
        ("x", "Marina Tavares, Acácias 120", "o comentário no roteador traz o nome e o endereço do cadastro"),
        ("x", "MARINA S. TAVARES", "o comentário no roteador traz o nome do cadastro"),
        ("x", "casa da Acacias, 120 fundos", "o comentário no roteador traz o endereço do cadastro"),
        ("marina.tavares", "", "o login traz o nome do cadastro"),
    ],
)
def test_an_account_seems_to_be_a_customers_for_a_reason(login: str, comment: str, reason: str) -> None:
    found = likeness("Marina de Souza Tavares", [("Rua das Acácias", "120")], login, comment)

    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize("comment", ["Marina", "José Tavares", "Acácias 12", "120", ""])
def test_half_a_name_or_half_an_address_says_too_little(comment: str) -> None:
    assert likeness("Marina Tavares", [("Rua das Acácias", "120")], "mari.lojinha", comment) is None


@pytest.mark.parametrize(
    ("typed", "kept"), [("30", 30000), ("2,5", 2500), ("0,512 Mega", 512), ("1000 mbps", 1000000)]
)
def test_a_speed_is_typed_in_mega_and_kept_in_kilobits(typed: str, kept: int) -> None:
    assert kbps(typed) == kept


@pytest.mark.parametrize("typed", ["2.5", "-3", "0", "1e9", "rápida", "999999"])
def test_a_speed_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        kbps(typed)


def test_a_speed_is_shown_as_it_is_typed() -> None:
    assert mega(2500) == "2,5"
    assert mega(30000) == "30"
    assert speed_words(30000, 15000) == "30/15 Mega"
    assert speed_words(2000, 2000) == "2 Mega"


def test_the_letters_that_were_searched_are_marked_whatever_their_accents() -> None:
    assert pieces("Acácias 120", "acac") == [("Acác", True), ("ias 120", False)]
    assert pieces("josemaria", "mari") == [("jose", False), ("mari", True), ("a", False)]
    assert pieces("josé", "") == [("josé", False)]


def test_a_password_can_be_read_out_on_the_telephone() -> None:
    assert readable_password(lambda choices: choices[0]) == "aa2-ponte-ponte-22"
