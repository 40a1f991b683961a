"""What e-mail, virtual disk, one-off and discount items say and cost."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.extension.calls import item_types
from malha import ItemKind, ItemType, Price, Use

pytestmark = pytest.mark.usefixtures("app_context")
MakeUse = Callable[..., Use]


@pytest.fixture
def email(app_context: Flask) -> ItemType:
    return item_types()["email"]


@pytest.fixture
def disk(app_context: Flask) -> ItemType:
    return item_types()["virtual_disk"]


def test_the_five_types_are_offered_in_the_order_of_the_keys_1_to_5() -> None:
    assert list(item_types()) == ["internet", "email", "virtual_disk", "one_off", "discount"]


def test_each_kind_is_billed_as_the_rule_book_says() -> None:
    kinds = {name: item_type.kind for name, item_type in item_types().items()}

    assert kinds == {
        "internet": ItemKind.RECURRING,
        "email": ItemKind.RECURRING,
        "virtual_disk": ItemKind.RECURRING,
        "one_off": ItemKind.ONE_OFF,
        "discount": ItemKind.DISCOUNT,
    }


@pytest.mark.parametrize("name", ["internet", "email", "virtual_disk", "one_off", "discount"])
def test_an_items_own_words_and_amount_are_its_price(use: MakeUse, name: str) -> None:
    item_type = item_types()[name]

    prices = item_type.price([use(item_type, "19.90", "Do jeito que foi escrito")])

    assert prices == [Price("Do jeito que foi escrito", Decimal("19.90"))]


def test_boxes_say_how_many_and_cost_the_items_value(email: ItemType, use: MakeUse) -> None:
    assert email.price([use(email, "15.00", boxes=5)]) == [Price("E-mail, 5 caixas", Decimal("15.00"))]
    assert email.details([{"boxes": 1}, {"boxes": 500}, {}]) == ["1 caixa", "500 caixas", ""]


def test_a_disk_says_its_space(disk: ItemType, use: MakeUse) -> None:
    assert disk.price([use(disk, "9.90", gigabytes=1000)]) == [
        Price("Disco virtual, 1.000 GB", Decimal("9.90"))
    ]
    assert disk.details([{"gigabytes": 50}]) == ["50 GB"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Diga quantas caixas, de 1 a 500."),
        ("0", "Aqui cabe de 1 a 500."),
        ("501", "Aqui cabe de 1 a 500."),
        ("1,5", "“1,5” não é um número inteiro."),
        ("-1", "“-1” não é um número inteiro."),
        ("9" * 10000, "Aqui cabe de 1 a 500."),
    ],
)
def test_boxes_that_cannot_be_are_refused_with_a_sentence(email: ItemType, typed: str, sentence: str) -> None:
    form = email.form_class()(MultiDict({"data-boxes": typed}), prefix="data-")

    assert not form.validate()
    assert sentence in form.boxes.errors[0]


def test_what_the_form_gives_is_what_the_item_keeps(email: ItemType, disk: ItemType) -> None:
    boxes = email.form_class()(MultiDict({"data-boxes": " 5 "}), prefix="data-")
    space = disk.form_class()(MultiDict({"data-gigabytes": "50"}), prefix="data-")

    assert boxes.validate()
    assert space.validate()
    assert (boxes.data, space.data) == ({"boxes": 5}, {"gigabytes": 50})


def test_only_a_person_can_say_what_a_one_off_or_a_discount_is() -> None:
    needing = [name for name, item_type in item_types().items() if item_type.needs_description]

    assert needing == ["one_off", "discount"]
