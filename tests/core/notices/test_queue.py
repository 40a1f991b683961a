"""Messages are made once for each key and channel that reaches the customer, at decent hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.foundation.audit import history
from core.foundation.database import db
from core.foundation.preferences import set_preferences
from core.notices.models import ChannelSettings, NoticeMessage, NoticeText
from core.notices.services.queue import queue_messages, withdraw_messages
from tests.core.notices.conftest import LATE, Post, order, reachable, sao_paulo, set_up

pytestmark = [
    pytest.mark.databases("sqlite", "postgres"),
    pytest.mark.usefixtures("app_context", "clock"),
]
NOON = sao_paulo(11, 12)
Register = Callable[..., None]


def queue(*orders: Any, at: datetime = NOON) -> dict[str, int]:
    from core.foundation.database import transaction

    with transaction():
        return queue_messages(orders, at)


def messages() -> list[NoticeMessage]:
    return list(db.session.scalars(db.select(NoticeMessage).order_by(NoticeMessage.id)))


def own_text(**parts: Any) -> None:
    from core.foundation.database import transaction

    values = {"subject": LATE.subject, "body": LATE.body, "short": LATE.short}
    with transaction() as session:
        session.add(NoticeText(occasion="message", **{**values, **parts}))


def test_a_message_says_the_contracts_figures(post: Post) -> None:
    made = queue(order(reachable()))

    [one] = messages()
    assert made == {"ladder_notice:1": 1}
    assert (one.address, one.subject) == ("marina@example.com", "Fatura em atraso, Marina")
    assert one.text == "Marina, há R$ 130,80 em aberto. Em 20 de abril a internet para."


def test_each_channel_that_reaches_the_customer_gets_one_and_a_short_one_the_short_text(
    register: Register,
) -> None:
    register(Post("mail"), Post("sms", short=True, by="phones"), Post("fax", by="phones"), Post("off"))
    set_up("mail", "sms")

    made = queue(order(reachable(phone="+5519998765432"), "both"), order(reachable(), "mail alone"))

    assert made == {"both": 2, "mail alone": 1}
    assert [(one.channel, one.address, one.text) for one in messages() if one.channel == "sms"] == [
        ("sms", "+5519998765432", "Em aberto: R$ 130,80. Marina")
    ]


def test_a_key_asked_for_again_makes_nothing_more_and_counts_what_it_has(post: Post) -> None:
    contract_id = reachable()
    queue(order(contract_id))

    again = queue(order(contract_id), order(contract_id, "ladder_notice:2"))

    assert again == {"ladder_notice:1": 1, "ladder_notice:2": 1}
    assert [one.key for one in messages()] == ["ladder_notice:1", "ladder_notice:2"]


def test_who_has_no_address_is_reached_by_nobody_and_the_caller_hears_it(post: Post) -> None:
    assert queue(order(reachable(email=""))) == {"ladder_notice:1": 0}
    assert messages() == []


def test_with_no_channel_on_nobody_is_reached(post: Post) -> None:
    from core.foundation.database import transaction

    with transaction() as session:
        session.get_one(ChannelSettings, "post").active = False

    assert queue(order(reachable())) == {"ladder_notice:1": 0}


def test_a_channel_that_breaks_over_a_customer_takes_no_message_from_the_others(register: Register) -> None:
    class Broken(Post):
        def address(self, recipient: Any) -> str:
            raise RuntimeError("no")

    register(Broken("broken"), Post("mail"))
    set_up("broken", "mail")

    assert queue(order(reachable())) == {"ladder_notice:1": 1}


def test_an_occasion_that_is_off_tells_nobody(post: Post) -> None:
    own_text(enabled=False)

    assert queue(order(reachable())) == {"ladder_notice:1": 0}


def test_the_providers_own_text_replaces_the_one_in_code(post: Post) -> None:
    own_text(body="Olá {{ nome|maiusculas }}")

    queue(order(reachable()))

    assert messages()[0].text == "Olá MARINA"


@pytest.mark.parametrize(
    "body",
    ["Olá {{ fatura }}", "{{ nome.x }}", "{{ valor|dm }}", "{% for x in valor %}{% endfor %}", "{{ nome"],
)
def test_a_text_that_breaks_at_night_gives_way_to_the_one_in_code_and_is_listed(
    post: Post, body: str
) -> None:
    own_text(body=body)

    made = queue(order(reachable(), "a"), order(reachable(), "b"))

    [fault] = history([("notice_text:message", 0)])
    assert made == {"a": 1, "b": 1}
    assert {one.text for one in messages()} == {
        "Marina, há R$ 130,80 em aberto. Em 20 de abril a internet para."
    }
    assert fault.action == "notice_text_broke"
    assert fault.data["error"]


def test_where_the_text_in_code_breaks_too_nobody_is_told_and_the_others_are(post: Post) -> None:
    made = queue(order(reachable(), "a", valor=None), order(reachable(), "b"))

    assert made == {"a": 0, "b": 1}


def test_a_figure_begins_no_line_of_its_own_in_the_head(post: Post) -> None:
    contract_id = reachable("Ana\r\nBcc: todos@example.com", email="ana@example.com\r\nBcc: x@y.z")

    queue(order(contract_id, nome="Ana\r\nBcc: todos@example.com"))

    [one] = messages()
    assert one.subject == "Fatura em atraso, Ana Bcc: todos@example.com"
    assert one.address == "ana@example.com Bcc: x@y.z"


def test_markup_in_a_name_stays_text(post: Post) -> None:
    queue(order(reachable(), nome="<b>{{ valor }}</b>"))

    assert messages()[0].text.startswith("<b>{{ valor }}</b>, há R$ 130,80")


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param(sao_paulo(11, 7, 59, 59), sao_paulo(11, 8), id="before opening"),
        pytest.param(sao_paulo(11, 8), sao_paulo(11, 8), id="at opening"),
        pytest.param(sao_paulo(11, 19, 59, 59), sao_paulo(11, 19, 59, 59), id="last second"),
        pytest.param(sao_paulo(11, 20), sao_paulo(12, 8), id="at closing"),
        pytest.param(sao_paulo(11, 23, 59, 59), sao_paulo(12, 8), id="last second of the day"),
        pytest.param(sao_paulo(12, 0, 0, 1), sao_paulo(12, 8), id="first second of the next"),
        pytest.param(datetime(2017, 4, 12, 2, 59, 59, tzinfo=UTC), sao_paulo(12, 8), id="23:59:59 in UTC"),
        pytest.param(datetime(2017, 4, 12, 3, 0, 1, tzinfo=UTC), sao_paulo(12, 8), id="00:00:01 in UTC"),
        pytest.param(datetime(2017, 4, 11, 9, tzinfo=UTC), sao_paulo(11, 8), id="six in the morning in UTC"),
        pytest.param(
            datetime(2017, 4, 11, 22, 59, tzinfo=UTC), sao_paulo(11, 19, 59), id="before eight in UTC"
        ),
    ],
)
def test_a_message_is_due_at_decent_hours_on_the_providers_clocks(
    post: Post, at: datetime, due: datetime
) -> None:
    queue(order(reachable()), at=at)

    assert messages()[0].due_at == due


def test_the_hours_are_the_providers(post: Post) -> None:
    set_preferences({"notices.from_hour": 10, "notices.until_hour": 12})

    queue(order(reachable()), at=NOON)

    assert messages()[0].due_at == sao_paulo(12, 10)


def test_what_was_not_sent_yet_can_be_taken_back(post: Post) -> None:
    queue(order(reachable()))

    taken_back = withdraw_messages(["ladder_notice:1"], "A fatura foi paga antes.")

    [one] = messages()
    assert taken_back == 1
    assert (one.status, one.error) == ("withdrawn", "A fatura foi paga antes.")
