"""What every channel must do, for the tests of who writes one: against a real other side on this machine.

class TestSms(ChannelConformance):
    @pytest.fixture
    def channel(self):
        return SmsChannel(seconds=1)

    @pytest.fixture
    def peer(self):
        with MyGateway() as running:
            yield running
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from core.api import Channel, DriverRefused, DriverUnreachable, OutgoingMessage, Recipient, Sent
from core.testing.peers import Arrival, ChannelPeer

__all__ = [
    "Arrival",
    "ChannelConformance",
    "ChannelPeer",
    "address",
    "attempt",
    "batch",
    "kinds",
    "message",
    "recipient",
]

PATIENCE = 10  # seconds in which the channel of a test, made impatient, gives up a peer that says nothing
CREATED = datetime(2017, 4, 11, 12, tzinfo=UTC)
TEXT = "Olá, Marina: sua fatura de R$ 100,00 venceu em 10/04.\nPague até 20/04 e nada muda."
WORDS = "nao existe ninguem aqui"


def recipient(number: int = 1) -> Recipient:
    """A customer who can be reached in every way."""
    return Recipient(
        number, f"Cliente {number}", (f"cliente{number}@exemplo.com.br",), (f"+551990000{number:04}",)
    )


class ChannelConformance:
    """Give the fixtures `channel` and `peer`; every test here then holds for your channel."""

    @pytest.fixture
    def channel(self) -> Channel:
        """Your channel, told to be impatient: it gives up a silent peer in well under ten seconds."""
        raise NotImplementedError("the fixture `channel` gives the channel under test")

    @pytest.fixture
    def peer(self) -> ChannelPeer:
        """The other side, running; stopped after the test."""
        raise NotImplementedError("the fixture `peer` gives the channel's other side")

    # What it is

    def test_it_has_a_name_to_be_stored_and_a_label_to_be_shown(self, channel: Channel) -> None:
        assert channel.name.replace("_", "").isalnum() and channel.name.islower() and len(channel.name) <= 40
        assert channel.label and channel.icon

    def test_it_has_no_address_for_a_customer_without_any(self, channel: Channel) -> None:
        assert channel.address(Recipient(1, "Marina")) is None

    def test_it_finds_an_address_of_a_customer_who_has_all(self, channel: Channel) -> None:
        assert channel.address(recipient(7)) in (*recipient(7).emails, *recipient(7).phones)

    # Its settings

    def test_its_settings_are_json_that_its_form_gives_back_unchanged(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        form = channel.form_class()(data=dict(peer.settings))

        assert form.validate(), form.errors
        assert json.loads(json.dumps(form.data)) == dict(peer.settings)

    def test_its_form_shows_no_secret_and_keeps_one_left_blank(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        shown = channel.form_class()(data=dict(peer.settings))
        html = "".join(str(field()) for field in shown)

        again = channel.form_class()(_as_typed(shown), data=dict(peer.settings))

        assert [secret for secret in peer.secrets if secret in html] == []
        assert again.validate(), again.errors
        assert again.data == dict(peer.settings)

    def test_a_check_says_something_and_sends_nothing(self, channel: Channel, peer: ChannelPeer) -> None:
        words = channel.check(peer.settings)

        assert isinstance(words, str)
        assert peer.arrived == []

    # What it sends

    def test_a_message_arrives_whole_and_the_answer_is_kept_as_evidence(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        [answer] = channel.send(peer.settings, [message(channel, 1)])

        [arrival] = peer.arrived
        assert isinstance(answer, Sent), answer
        assert 0 < len(answer.detail) <= 500 and len(answer.reference or "") <= 160
        assert (arrival.address, arrival.text.strip()) == (address(channel, 1), TEXT)

    def test_a_batch_arrives_in_order_and_is_answered_in_order(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        peer.refuse(address(channel, 2), WORDS)

        answers = channel.send(peer.settings, batch(channel, 3))

        assert kinds(answers) == [Sent, DriverRefused, Sent]
        assert [arrival.address for arrival in peer.arrived] == [address(channel, 1), address(channel, 3)]

    def test_an_empty_batch_is_answered_with_nothing(self, channel: Channel, peer: ChannelPeer) -> None:
        assert list(channel.send(peer.settings, [])) == []

    def test_a_message_sent_again_is_known_by_the_same_key(self, channel: Channel, peer: ChannelPeer) -> None:
        for number in (1, 1, 2):
            channel.send(peer.settings, [message(channel, number)])

        first, again, other = [arrival.key for arrival in peer.arrived]
        assert first == again != other

    def test_nothing_in_a_name_subject_or_text_becomes_a_command(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        odd = (
            "Zé\r\nBcc: outro@exemplo.com.br\r\n\r\n.\r\nRCPT TO:<x@exemplo.com.br>\x00=?utf-8?q?=0D=0AX:1?="
        )

        [answer] = channel.send(peer.settings, [message(channel, 1, name=odd, subject=odd, text=odd)])

        assert isinstance(answer, Sent), answer
        assert [arrival.address for arrival in peer.arrived] == [address(channel, 1)]

    # What goes wrong

    def test_a_refusal_comes_with_the_other_sides_words(self, channel: Channel, peer: ChannelPeer) -> None:
        peer.refuse(address(channel, 1), WORDS)

        [answer] = channel.send(peer.settings, [message(channel, 1)])

        assert isinstance(answer, DriverRefused), answer
        assert WORDS in str(answer)

    def test_a_message_put_off_is_to_be_tried_again(self, channel: Channel, peer: ChannelPeer) -> None:
        peer.put_off(address(channel, 1), "agora nao")

        answers = channel.send(peer.settings, batch(channel, 2))

        assert isinstance(answers[0], DriverUnreachable), answers
        assert "agora nao" in str(answers[0])

    def test_where_nobody_listens_all_are_to_be_tried_again(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        peer.stop()

        assert kinds(attempt(channel, peer, batch(channel, 3))) == [DriverUnreachable] * 3
        with pytest.raises(DriverUnreachable):
            channel.check(peer.settings)

    def test_a_peer_that_says_nothing_is_given_up(self, channel: Channel, peer: ChannelPeer) -> None:
        peer.stall(address(channel, 1))
        started = time.monotonic()

        answers = attempt(channel, peer, batch(channel, 3))

        assert time.monotonic() - started < PATIENCE
        assert kinds(answers)[0] is DriverUnreachable

    def test_what_was_taken_before_the_connection_was_lost_is_not_sent_again(
        self, channel: Channel, peer: ChannelPeer
    ) -> None:
        peer.hang_up_on(address(channel, 3))
        first = attempt(channel, peer, batch(channel, 4))
        peer.come_back()

        left = [
            one for one, answer in zip(batch(channel, 4), first, strict=True) if isinstance(answer, Exception)
        ]
        again = attempt(channel, peer, left)

        assert kinds(first) == [Sent, Sent, DriverUnreachable, DriverUnreachable]
        assert kinds(again) == [Sent, Sent]
        assert [one.address for one in peer.arrived] == [address(channel, n) for n in (1, 2, 3, 4)]

    def test_no_fault_tells_a_secret(self, channel: Channel, peer: ChannelPeer) -> None:
        echoed = " ".join(peer.secrets) or WORDS
        peer.refuse(address(channel, 1), echoed)
        peer.put_off(address(channel, 2), echoed)
        peer.hang_up_on(address(channel, 3))

        answers = attempt(channel, peer, batch(channel, 3))
        peer.stop()
        told = "".join(map(_told, [*answers, *attempt(channel, peer, batch(channel, 1))]))

        assert [secret for secret in peer.secrets if secret in told] == []


# Parts of the suite that a test of your own may use


def address(channel: Channel, number: int) -> str:
    """Where the channel reaches the customer of that number."""
    found = channel.address(recipient(number))
    assert found is not None
    return found


def message(channel: Channel, number: int, **fields: Any) -> OutgoingMessage:
    """A message for the customer of that number, the same at every call."""
    plain = {
        "name": f"Cliente {number}",
        "subject": "" if channel.short else "Sua fatura venceu",
        "text": TEXT,
    }
    return OutgoingMessage(
        id=f"aviso-{number}", address=address(channel, number), created_at=CREATED, **{**plain, **fields}
    )


def batch(channel: Channel, size: int) -> list[OutgoingMessage]:
    """Messages for the customers 1 to `size`."""
    return [message(channel, number) for number in range(1, size + 1)]


def attempt(
    channel: Channel, peer: ChannelPeer, messages: Sequence[OutgoingMessage]
) -> Sequence[Sent | Exception]:
    """The answers to a batch; what is raised counts for all of it, as in the core."""
    try:
        return channel.send(peer.settings, messages)
    except (DriverUnreachable, DriverRefused) as error:
        return [error] * len(messages)


def kinds(answers: Sequence[Sent | Exception]) -> list[type]:
    """What sort of answer each is: `Sent`, `DriverRefused` or `DriverUnreachable`."""
    sorts: tuple[type, ...] = (Sent, DriverRefused, DriverUnreachable)
    return [next((sort for sort in sorts if isinstance(one, sort)), type(one)) for one in answers]


def _told(answer: Sent | Exception) -> str:
    """All that a log could say of an answer."""
    if isinstance(answer, Exception):
        return repr(answer) + "".join(traceback.format_exception(answer))
    return repr(answer)


def _as_typed(form: Any) -> MultiDict[str, str]:
    """What a browser sends back of a form as it is shown."""
    fields = [field for field in form if hasattr(field, "_value") or field.data is not None]
    return MultiDict((field.name, _typed_value(field)) for field in fields)


def _typed_value(field: Any) -> str:
    if field.widget.__class__.__name__ == "PasswordInput":
        return ""
    return str(field._value() if hasattr(field, "_value") else field.data)
