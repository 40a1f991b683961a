"""The channel `email`, against a real SMTP server on this machine."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.peers.smtp import HANG_UP, STALL, SmtpServer
from core.testing.channels import (
    Arrival,
    ChannelConformance,
    ChannelPeer,
    address,
    batch,
    kinds,
    message,
)
from malha import DriverRefused, DriverUnreachable, Recipient, Sent
from plugins.channels.email.channel import EmailChannel
from plugins.channels.email.forms import EmailSettingsForm
from plugins.channels.email.words import why_unreachable

USER, PASSWORD = "avisos", "senha-do-correio-9182"
CHANNEL = EmailChannel(seconds=1)

Start = Callable[..., SmtpServer]


def settings(server: SmtpServer, security: str = "none", **more: Any) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": server.port,
        "security": security,
        "user": server.user or None,
        "password": server.password or None,
        "from_address": "avisos@provedor.com.br",
        "from_name": "Provedor Exemplo",
        "reply_to": None,
        "bounce_address": None,
        **more,
    }


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[SmtpServer] = []

    def begin(**options: Any) -> SmtpServer:
        running.append(SmtpServer(**options).start())
        return running[-1]

    yield begin
    for server in running:
        server.stop()


class MailPeer(ChannelPeer):
    """The SMTP server as the conformance suite wants to lead it."""

    def __init__(self, server: SmtpServer, security: str) -> None:
        self.server = server
        self.settings = settings(server, security)
        self.secrets = (server.password,)

    @property
    def arrived(self) -> list[Arrival]:  # type: ignore[override]  # read from the letters
        return [_arrival(letter.mail) for letter in self.server.letters]

    def refuse(self, address: str, words: str) -> None:
        self.server.at_recipient[address] = f"550 5.1.1 {words}"

    def put_off(self, address: str, words: str) -> None:
        self.server.at_recipient[address] = f"451 4.3.0 {words}"

    def hang_up_on(self, address: str) -> None:
        self.server.at_recipient[address] = HANG_UP

    def stall(self, address: str) -> None:
        self.server.at_data[address] = STALL

    def come_back(self) -> None:
        self.server.stop()
        self.server.at_recipient.clear()
        self.server.at_data.clear()
        self.server.start()

    def stop(self) -> None:
        self.server.stop()


def _arrival(mail: Any) -> Arrival:
    text = mail.get_content().replace("\r\n", "\n")
    return Arrival(mail["Message-ID"], mail["To"].addresses[0].addr_spec, text)


class TestEmailConformance(ChannelConformance):
    @pytest.fixture
    def channel(self) -> EmailChannel:
        return CHANNEL

    @pytest.fixture(params=["none", "starttls", "tls"])
    def peer(self, request: pytest.FixtureRequest, start: Start, trusted: Any) -> MailPeer:
        contexts = {} if request.param == "none" else {request.param: trusted.server}
        return MailPeer(start(user=USER, password=PASSWORD, **contexts), request.param)


# What a mail is


def test_a_mail_says_who_writes_to_whom_and_that_no_robot_is_to_answer(start: Start) -> None:
    server = start()
    wanted = settings(server, reply_to="atendimento@provedor.com.br", bounce_address="volta@provedor.com.br")

    [answer] = CHANNEL.send(wanted, [replace(message(CHANNEL, 1), name="João da Silva", subject="Atenção")])

    [letter] = server.letters
    mail = letter.mail
    assert letter.sender == "volta@provedor.com.br"
    assert str(mail["From"]) == "Provedor Exemplo <avisos@provedor.com.br>"
    assert str(mail["To"]) == "João da Silva <cliente1@exemplo.com.br>"
    assert (mail["Reply-To"], mail["Subject"]) == ("atendimento@provedor.com.br", "Atenção")
    assert (mail["Auto-Submitted"], mail.get_content_type()) == ("auto-generated", "text/plain")
    assert mail["Message-ID"] == "<aviso-1.1491912000@provedor.com.br>"
    assert mail["Date"].datetime.utcoffset() is not None
    assert answer == Sent("250 2.0.0 Ok: queued as 00001", "<aviso-1.1491912000@provedor.com.br>")


def test_a_mail_is_ascii_on_the_wire_with_lines_that_any_server_takes(start: Start) -> None:
    server = start()

    CHANNEL.send(settings(server), [replace(message(CHANNEL, 1), text="ação " * 500, subject="ç" * 190)])

    content = server.letters[0].content
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 100
    assert server.letters[0].mail.get_content().strip() == ("ação " * 500).strip()
    assert server.letters[0].mail["Subject"] == "ç" * 190


@pytest.mark.parametrize(
    "odd",
    [
        "Boleto\r\nBcc: outro@exemplo.com.br",
        "Boleto\nBcc: outro@exemplo.com.br",
        "Boleto =?utf-8?q?x=0D=0ABcc=3A_outro=40exemplo.com.br?=",
        "Boleto\u2028Bcc: outro@exemplo.com.br\x0b\x00",
        'Maria <outro@exemplo.com.br>, "',
        "ç" * 300 + "\r\nBcc: outro@exemplo.com.br",
    ],
)
def test_no_subject_or_name_adds_a_header_or_a_recipient(start: Start, odd: str) -> None:
    server = start()

    CHANNEL.send(settings(server, from_name=odd), [replace(message(CHANNEL, 1), subject=odd, name=odd)])

    [letter] = server.letters
    head = letter.content.split(b"\r\n\r\n")[0]
    begun = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert letter.recipients == ("cliente1@exemplo.com.br",)
    assert "Bcc" not in letter.mail
    assert str(letter.mail["Subject"]).isprintable() and str(letter.mail["To"]).isprintable()
    assert b"\n" not in head.replace(b"\r\n", b"") and b"\r" not in head.replace(b"\r\n", b"")
    assert sorted(begun) == [
        *(b"Auto-Submitted", b"Content-Transfer-Encoding", b"Content-Type", b"Date", b"From"),
        *(b"MIME-Version", b"Message-ID", b"Subject", b"To"),
    ]


def test_a_text_with_a_lone_dot_and_half_a_character_arrives(start: Start) -> None:
    server = start()

    [answer] = CHANNEL.send(
        settings(server), [replace(message(CHANNEL, 1), text="um\n.\ndois \ud800\x00 fim")]
    )

    assert isinstance(answer, Sent)
    assert server.letters[0].mail.get_content().replace("\r\n", "\n") == "um\n.\ndois ?\x00 fim\n"


def test_an_id_that_fits_no_header_still_makes_one_stable_message_id(start: Start) -> None:
    server = start()
    odd = replace(message(CHANNEL, 1), id="ladder_notice:7> <x@y")

    first, again = [CHANNEL.send(settings(server), [odd])[0] for _ in range(2)]

    ids = [letter.mail["Message-ID"] for letter in server.letters]
    assert ids[0] == ids[1] == first.reference == again.reference
    assert ids[0].endswith("@provedor.com.br>") and " " not in ids[0]


def test_the_same_number_in_another_database_is_another_message(start: Start) -> None:
    server = start()
    later = replace(message(CHANNEL, 1), created_at=datetime(2017, 5, 11, tzinfo=UTC))

    CHANNEL.send(settings(server), [message(CHANNEL, 1), later])

    assert len({letter.mail["Message-ID"] for letter in server.letters}) == 2


# To whom


def test_the_first_address_that_mail_can_go_to_is_taken() -> None:
    emails = ("sem arroba", "zé@exemplo.com.br", "Marina@Exemplo.com.br", "outra@exemplo.com.br")

    assert CHANNEL.address(Recipient(1, "Marina", emails)) == "Marina@exemplo.com.br"


def test_a_domain_with_accents_goes_out_in_ascii() -> None:
    assert CHANNEL.address(Recipient(1, "Zé", ("ze@bücher.com",))) == "ze@xn--bcher-kva.com"


def test_an_address_that_is_none_is_refused_without_asking_the_server(start: Start) -> None:
    server = start()

    [answer] = CHANNEL.send(
        settings(server), [replace(message(CHANNEL, 1), address="a@b\r\nRCPT TO:<c@d.com>")]
    )

    assert isinstance(answer, DriverRefused)
    assert server.letters == []


# What a server answers


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("550 5.1.1 User unknown", DriverRefused),
        ("553 mailbox name not allowed", DriverRefused),
        ("552 5.2.2 mailbox full", DriverRefused),
        ("450 4.2.0 greylisted", DriverUnreachable),
        ("550 5.7.1 relaying denied", DriverUnreachable),
        ("530 5.5.1 authentication required", DriverUnreachable),
    ],
)
def test_an_address_is_wrong_only_where_the_server_speaks_of_it(
    start: Start, line: str, expected: type[Exception]
) -> None:
    server = start(at_recipient={address(CHANNEL, 1): line})

    answers = CHANNEL.send(settings(server), batch(CHANNEL, 2))

    assert kinds(answers) == [expected, Sent]
    assert str(answers[0]) == line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("554 5.6.0 content refused", DriverRefused),
        ("554 5.7.1 looks like spam", DriverUnreachable),
        ("451 4.3.0 try later", DriverUnreachable),
    ],
)
def test_a_content_refused_is_told_like_an_address(
    start: Start, line: str, expected: type[Exception]
) -> None:
    server = start(at_data={address(CHANNEL, 1): line})

    answers = CHANNEL.send(settings(server), batch(CHANNEL, 2))

    assert kinds(answers) == [expected, Sent]
    assert str(answers[0]) == line


def test_a_sender_who_may_not_write_is_a_fault_of_the_settings_and_not_of_the_customers(start: Start) -> None:
    server = start(at_sender="553 5.7.1 not owned by user")

    answers = CHANNEL.send(settings(server), batch(CHANNEL, 2))

    assert kinds(answers) == [DriverUnreachable, DriverUnreachable]
    with pytest.raises(DriverUnreachable, match=r"553 5\.7\.1 not owned by user"):
        CHANNEL.check(settings(server))


def test_a_wrong_password_is_tried_again_once_it_is_mended(start: Start) -> None:
    server = start(user=USER, password=PASSWORD)

    with pytest.raises(DriverUnreachable, match="não aceitou o usuário e a senha: 535") as caught:
        CHANNEL.send(settings(server, password="outra-senha"), batch(CHANNEL, 2))

    assert "outra-senha" not in str(caught.value)
    assert kinds(CHANNEL.send(settings(server), batch(CHANNEL, 2))) == [Sent, Sent]


def test_a_password_with_accents_is_told_and_not_shown(start: Start) -> None:
    server = start(user=USER, password=PASSWORD)

    with pytest.raises(DriverUnreachable, match="acento") as caught:
        CHANNEL.send(settings(server, password="açaí-com-banana"), batch(CHANNEL, 1))

    assert "banana" not in str(caught.value)


def test_a_goodbye_in_the_middle_leaves_the_rest_untried(start: Start) -> None:
    server = start(at_recipient={address(CHANNEL, 2): "421 4.3.2 shutting down"})

    answers = CHANNEL.send(settings(server), batch(CHANNEL, 4))

    assert kinds(answers) == [Sent, DriverUnreachable, DriverUnreachable, DriverUnreachable]
    assert str(answers[3]) == "Não foi tentado: 421 4.3.2 shutting down"
    assert len(server.letters) == 1


def test_a_batch_goes_over_one_connection(start: Start) -> None:
    server = start()

    CHANNEL.send(settings(server), batch(CHANNEL, 25))

    assert (server.connections, len(server.letters)) == (1, 25)


# Encryption


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(start: Start, certificate: Any) -> None:
    server = start(user=USER, password=PASSWORD, starttls=certificate.server)
    over_tls = start(user=USER, password=PASSWORD, tls=certificate.server)

    for wanted in (settings(server, "starttls"), settings(over_tls, "tls")):
        with pytest.raises(DriverUnreachable, match="O certificado de 127.0.0.1:[0-9]+ não confere"):
            CHANNEL.send(wanted, batch(CHANNEL, 1))
    assert server.letters == over_tls.letters == []


def test_a_server_without_starttls_gets_no_password(start: Start) -> None:
    server = start(user=USER, password=PASSWORD)

    with pytest.raises(DriverUnreachable, match="não oferece STARTTLS"):
        CHANNEL.send(settings(server, "starttls"), batch(CHANNEL, 1))


def test_tls_spoken_to_a_port_without_it_is_told(start: Start) -> None:
    server = start()

    with pytest.raises(DriverUnreachable, match="não falou TLS"):
        CHANNEL.send(settings(server, "tls"), batch(CHANNEL, 1))


# Waits


@pytest.mark.parametrize("greeting", [b"", b"2"], ids=["silent", "dripping"])
def test_a_server_that_drips_is_cut_off(greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        over = threading.Event()
        thread = threading.Thread(target=_drip, args=(listener, greeting, over))
        thread.start()
        wanted = settings(SmtpServer(port=listener.getsockname()[1]))
        started = time.monotonic()

        with pytest.raises(DriverUnreachable, match="não terminou de responder em"):
            CHANNEL.send(wanted, batch(CHANNEL, 1))

        assert time.monotonic() - started < 8
        over.set()
        thread.join()


def _drip(listener: socket.socket, piece: bytes, over: threading.Event) -> None:
    connection, _ = listener.accept()
    with connection:
        while not over.wait(0.1):
            try:
                connection.sendall(piece)
            except OSError:
                return


# A check


def test_a_check_names_the_server_and_what_it_offers(start: Start, trusted: Any) -> None:
    server = start(user=USER, password=PASSWORD, starttls=trusted.server)

    words = CHANNEL.check(settings(server, "starttls"))

    assert words.startswith(f"correio.exemplo.com.br (127.0.0.1:{server.port}), conexão cifrada (TLSv1.")
    assert "entrou como avisos, aceita mensagens até 33 MB, oferece 8BITMIME, AUTH" in words
    assert server.letters == []


def test_a_server_that_no_name_service_knows_is_told_as_such() -> None:
    words = why_unreachable(socket.gaierror(-2, "Name or service not known"), "smtp.provedor:25", 20, False)

    assert words.startswith("Não se achou o servidor smtp.provedor:25.")


# The form


def form(**values: Any) -> EmailSettingsForm:
    return EmailSettingsForm(data={**settings(SmtpServer(port=587), "starttls"), **values})


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"security": "none", "host": "smtp.provedor.com.br"}, "security", "nesta máquina"),
        ({"security": "exposed", "user": "avisos", "password": "x"}, "security", "passaria aberta"),
        ({"user": "avisos"}, "password", "Digite a senha deste usuário."),
        ({"security": "outra"}, "security", "Escolha uma das opções da lista."),
        ({"host": None}, "host", "Diga o servidor"),
        ({"from_address": None}, "from_address", "Diga de que e-mail"),
    ],
)
def test_what_would_not_be_safe_or_work_is_refused(values: dict[str, Any], field: str, sentence: str) -> None:
    filled = form(**values)

    assert not filled.validate()
    assert sentence in str(filled[field].errors[0])


@pytest.mark.parametrize(
    "values",
    [
        {"security": "none", "host": "localhost"},
        {"security": "none", "host": "::1"},
        {"security": "exposed", "host": "10.0.0.5"},
    ],
)
def test_no_encryption_is_taken_where_it_was_chosen_knowingly(values: dict[str, Any]) -> None:
    assert form(**values).validate()


@pytest.mark.parametrize("typed", ["smtp://a.com", "a.com:25", "a b", "a\r\nb", "a..b", "a_b/c"])
def test_a_host_is_a_name_and_nothing_more(typed: str) -> None:
    filled = EmailSettingsForm(_Typed(host=typed))

    assert not filled.validate()
    assert filled.host.errors


def test_without_a_user_no_password_is_kept() -> None:
    assert form(user=None, password="antiga").data["password"] is None


class _Typed(dict[str, str]):
    """What a browser sent."""

    def getlist(self, name: str) -> list[str]:
        return [self[name]] if name in self else []
