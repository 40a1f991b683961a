"""The channels `webhook` and `webhook_email`, against a real HTTP server on this machine that verifies signatures."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.peers.gateway import DRIPS, DRIPS_HEAD, HANG_UP, NO_END, STALL, TOO_SHORT, Gateway, Reply
from core.testing.channels import (
    Arrival,
    ChannelConformance,
    ChannelPeer,
    batch,
    kinds,
    message,
)
from malha import Channel, DriverRefused, DriverUnreachable, Outcome, ReadBack, Recipient, Sent
from plugins.channels.webhook.channel import MailWebhookChannel, WebhookChannel
from plugins.channels.webhook.forms import WebhookSettingsForm
from plugins.channels.webhook.message import headers

SECRET, TOKEN = "um-segredo-so-do-gateway", "token-do-gateway-4471"
CHANNEL = WebhookChannel(seconds=1)
FIRST = "+5519900000001"
README = Path(__file__).parents[3] / "plugins" / "channels" / "webhook" / "README.md"

Start = Callable[..., Gateway]


def settings(gateway: Gateway, **more: Any) -> dict[str, Any]:
    return {
        "url": gateway.url,
        "secret": SECRET,
        "authorization": "bearer" if gateway.token else "signature",
        "token": gateway.token or None,
        "provider": "Provedor Exemplo",
        "extra": {"canal": "whatsapp"},
        "status_url": gateway.url.replace("mensagens", "situacao/{id}"),
        **more,
    }


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Gateway] = []

    def begin(**options: Any) -> Gateway:
        running.append(Gateway(SECRET, **options).start())
        return running[-1]

    yield begin
    for gateway in running:
        gateway.stop()


class GatewayPeer(ChannelPeer):
    """The gateway as the conformance suite wants to lead it."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.settings = settings(gateway)
        self.secrets = (SECRET, TOKEN)

    @property
    def arrived(self) -> list[Arrival]:  # type: ignore[override]  # read from the requests
        return [_arrival(one) for one in self.gateway.taken]

    def refuse(self, address: str, words: str) -> None:
        self.gateway.at_address[address] = _reply(422, detail=words)

    def put_off(self, address: str, words: str) -> None:
        self.gateway.at_address[address] = _reply(503, detail=words)

    def hang_up_on(self, address: str) -> None:
        self.gateway.at_address[address] = HANG_UP

    def stall(self, address: str) -> None:
        self.gateway.at_address[address] = STALL

    def come_back(self) -> None:
        self.gateway.stop()
        self.gateway.at_address.clear()
        self.gateway.start()

    def stop(self) -> None:
        self.gateway.stop()


def _arrival(request: Any) -> Arrival:
    assert request.headers["idempotency-key"] == request.data["id"]
    return Arrival(request.data["id"], request.data["to"], request.data["text"])


def _reply(code: int = 200, **data: Any) -> Reply:
    return Reply(code, json.dumps(data).encode())


class TestWebhookConformance(ChannelConformance):
    @pytest.fixture(params=[WebhookChannel, MailWebhookChannel], ids=["phone", "mail"])
    def channel(self, request: pytest.FixtureRequest) -> Channel:
        made: Channel = request.param(seconds=1)
        return made

    @pytest.fixture(params=["http", "https"])
    def peer(self, request: pytest.FixtureRequest, start: Start, trusted: Any) -> GatewayPeer:
        return GatewayPeer(start(token=TOKEN, tls=trusted.server if request.param == "https" else None))


# What is posted


def test_a_message_is_posted_as_json_with_the_fixed_fields(start: Start) -> None:
    gateway = start(token=TOKEN)

    [answer] = CHANNEL.send(settings(gateway), [message(CHANNEL, 1)])

    [request] = gateway.taken
    assert request.data == {
        "canal": "whatsapp",
        "id": "aviso-1",
        "to": FIRST,
        "name": "Cliente 1",
        "text": "Olá, Marina: sua fatura de R$ 100,00 venceu em 10/04.\nPague até 20/04 e nada muda.",
        "created_at": "2017-04-11T12:00:00Z",
        "provider": "Provedor Exemplo",
    }
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == "aviso-1"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert answer == Sent("queued", "g-1")


def test_a_mail_through_a_gateway_has_its_subject(start: Start) -> None:
    gateway, channel = start(), MailWebhookChannel()

    channel.send(settings(gateway), [message(channel, 1)])

    assert gateway.taken[0].data["subject"] == "Sua fatura venceu"
    assert gateway.taken[0].data["to"] == "cliente1@exemplo.com.br"


def test_the_signature_is_the_documented_one() -> None:
    # printf '1491912000.{"id": "7"}' | openssl dgst -sha256 -hmac chave
    right = "658327b426c05f5dd1b9eb10b92ff1506b736036fee04b6b43aed8f11e08d05a"

    made = headers({"secret": "chave"}, 1491912000, b'{"id": "7"}')

    assert (made["Malha-Timestamp"], made["Malha-Signature"]) == ("1491912000", f"v1={right}")


def test_the_check_that_the_readme_gives_to_gateways_believes_us_and_nobody_else() -> None:
    [source] = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    named: dict[str, Any] = {}
    exec(compile(source, "README.md", "exec"), named)  # noqa: S102  # the page's own code
    made, old = (headers({"secret": SECRET}, int(time.time()) - age, b"{}") for age in (0, 400))

    believed = [
        named["believe"](secret, sent["Malha-Timestamp"], sent["Malha-Signature"], content)
        for secret, sent, content in [
            (SECRET, made, b"{}"),
            (SECRET, made, b"{ }"),
            ("outro", made, b"{}"),
            (SECRET, old, b"{}"),
        ]
    ]

    assert believed == [True, False, False, False]


def test_a_gateway_with_another_secret_takes_nothing_and_it_is_the_settings_fault(start: Start) -> None:
    gateway = start()

    answers = CHANNEL.send(settings(gateway, secret="um-segredo-diferente"), batch(CHANNEL, 3))

    assert kinds(answers) == [DriverUnreachable] * 3
    assert "respondeu 401: bad signature Confira" in str(answers[0])
    assert gateway.taken == []


def test_what_the_settings_add_takes_the_place_of_nothing_of_ours(start: Start) -> None:
    gateway = start()

    CHANNEL.send(settings(gateway, extra={"to": "+5511999999999", "text": "outra coisa"}), batch(CHANNEL, 1))

    assert gateway.taken[0].data["to"] == FIRST
    assert gateway.taken[0].data["text"].startswith("Olá, Marina")


def test_an_id_that_fits_no_header_travels_encoded(start: Start) -> None:
    gateway = start()

    CHANNEL.send(settings(gateway), [replace(message(CHANNEL, 1), id="aviso 7\r\nX: ção")])

    assert gateway.taken[0].headers["idempotency-key"] == "aviso%207%0D%0AX:%20%C3%A7%C3%A3o"
    assert gateway.taken[0].data["id"] == "aviso 7\r\nX: ção"
    assert "x" not in gateway.taken[0].headers


def test_a_batch_goes_over_one_connection(start: Start) -> None:
    gateway = start()

    CHANNEL.send(settings(gateway), batch(CHANNEL, 20))

    assert (gateway.connections, len(gateway.taken)) == (1, 20)


# To whom


@pytest.mark.parametrize(
    ("phones", "expected"),
    [
        (("+5519900001042",), "+5519900001042"),
        (("+551932440000", "+5511987654321"), "+5511987654321"),
        (("+551932440000",), None),
        (("sem número", ""), None),
        (("+351912345678",), "+351912345678"),
    ],
    ids=["mobile", "mobile-second", "landline", "nonsense", "abroad"],
)
def test_a_text_goes_to_the_first_mobile_number(phones: tuple[str, ...], expected: str | None) -> None:
    assert CHANNEL.address(Recipient(1, "Marina", phones=phones)) == expected


# What the gateway answers


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (_reply(status="accepted", id=77, detail="na fila 3"), Sent("accepted: na fila 3", "77")),
        (_reply(201, status="QUEUED"), Sent("queued", "aviso-1")),
        (_reply(status="delivered", id="x" * 200), Sent("delivered", "aviso-1")),
        (_reply(202), Sent("accepted", "aviso-1")),
        (Reply(204, b""), Sent("HTTP 204, sem conteúdo", "aviso-1")),
    ],
    ids=["accepted", "queued", "delivered-long-id", "no-status", "nothing"],
)
def test_a_yes_is_kept_with_the_gateways_words_and_its_name_for_it(
    start: Start, reply: Reply, expected: Sent
) -> None:
    gateway = start(at_address={FIRST: reply})

    assert CHANNEL.send(settings(gateway), [message(CHANNEL, 1)]) == [expected]


@pytest.mark.parametrize(
    ("reply", "expected", "words"),
    [
        (_reply(status="refused", detail="sem WhatsApp"), DriverRefused, "sem WhatsApp"),
        (_reply(status="refused"), DriverRefused, "recusou a mensagem, sem dizer por quê"),
        (_reply(400, detail="número inválido"), DriverRefused, "respondeu 400: número inválido"),
        (Reply(422, b"<html>..."), DriverRefused, "respondeu 422: uma página da web"),
        (Reply(410, b"gone\r\nfor good"), DriverRefused, "respondeu 410: gone for good"),
        (_reply(408), DriverUnreachable, "respondeu 408"),
        (_reply(425), DriverUnreachable, "respondeu 425"),
        (_reply(500, detail="caiu"), DriverUnreachable, "respondeu 500: caiu"),
        (Reply(200, b"<html>Entrar</html>"), DriverUnreachable, "respondeu 200 sem o JSON combinado"),
        (Reply(200, b"ok"), DriverUnreachable, "não prova que a mensagem foi aceita"),
        (Reply(200, b'["accepted"]'), DriverUnreachable, "sem o JSON combinado"),
        (Reply(200, b"[" * 50_000), DriverUnreachable, "sem o JSON combinado"),
        (_reply(status="talvez"), DriverUnreachable, "um status que não existe: talvez"),
        (_reply(status=True), DriverUnreachable, "um status que não existe"),
        (Reply(200, b'{"detail": "' + b"x" * 70_000 + b'"}'), DriverUnreachable, "mais do que se lê"),
        (Reply(200, b"\x1f\x8b", (("Content-Encoding", "gzip"),)), DriverUnreachable, "mais do que se lê"),
    ],
)
def test_a_no_is_told_from_a_not_now_and_from_what_proves_nothing(
    start: Start, reply: Reply, expected: type[Exception], words: str
) -> None:
    gateway = start(at_address={FIRST: reply})

    answers = CHANNEL.send(settings(gateway), batch(CHANNEL, 2))

    assert kinds(answers) == [expected, Sent]
    assert words in str(answers[0])


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (_reply(429, detail="devagar"), "respondeu 429: devagar"),
        (_reply(503), "respondeu 503"),
        (_reply(403, detail="token vencido"), "token vencido Confira o endereço, o segredo e o token."),
        (Reply(404, b"<h1>nada"), "respondeu 404: uma página da web Confira o endereço"),
        (Reply(302, b"", (("Location", "/outro"),)), "Redirecionamento não é seguido"),
        (DRIPS, "não terminou de responder em 3 s"),
        (DRIPS_HEAD, "não terminou de responder em 3 s"),
        (STALL, "não respondeu em 1 s"),
        (HANG_UP, "cortou a conexão"),
        (TOO_SHORT, "cortou a conexão"),
        (NO_END, "cortou a conexão"),
    ],
    ids=[
        "too-many",
        "away",
        "forbidden",
        "no-such-page",
        "moved",
        "drips",
        "drips-head",
        "stalls",
        "hangs-up",
        "too-short",
        "no-end",
    ],
)
def test_where_the_rest_would_fare_no_better_it_is_left_untried(
    start: Start, reply: Reply, words: str
) -> None:
    gateway = start(at_address={FIRST: reply})
    started = time.monotonic()

    answers = CHANNEL.send(settings(gateway), batch(CHANNEL, 3))

    assert kinds(answers) == [DriverUnreachable] * 3
    assert words in str(answers[0])
    assert str(answers[2]) == f"Não foi tentado: {answers[0]}"
    assert (len(gateway.seen), gateway.taken) == (1, [])
    assert time.monotonic() - started < 8


def test_no_redirect_is_followed(start: Start) -> None:
    other = start()
    gateway = start(at_address={FIRST: Reply(307, b"", (("Location", other.url),))})

    CHANNEL.send(settings(gateway), batch(CHANNEL, 1))

    assert other.connections == 0


def test_no_proxy_of_the_environment_sees_a_message(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, gateway = start(), start()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

    answers = CHANNEL.send(settings(gateway), batch(CHANNEL, 1))

    assert kinds(answers) == [Sent]
    assert proxy.connections == 0


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(start: Start, certificate: Any) -> None:
    gateway = start(tls=certificate.server)

    answers = CHANNEL.send(settings(gateway), batch(CHANNEL, 1))

    assert str(answers[0]) == f"O certificado de 127.0.0.1:{gateway.port} não confere."
    assert gateway.seen == []


def test_no_fault_tells_the_path_where_a_key_may_stand(start: Start) -> None:
    gateway = start()
    wanted = settings(gateway, url=gateway.url + "/chave-8812?k=chave-8812")
    gateway.stop()

    answers = CHANNEL.send(wanted, batch(CHANNEL, 1))

    assert str(answers[0]) == f"Não há ninguém em 127.0.0.1:{gateway.port}: a conexão foi recusada."


@pytest.mark.parametrize("url", ["http://gateway.exemplo.com.br/", "ftp://127.0.0.1/", "https://a:b@c.com/"])
def test_an_unsafe_address_is_not_asked_even_where_the_form_let_it_in(start: Start, url: str) -> None:
    with pytest.raises(DriverUnreachable):
        CHANNEL.send(settings(start(), url=url), batch(CHANNEL, 1))


# What became of a message


def test_the_gateway_is_asked_what_became_of_each_message(start: Start) -> None:
    gateway = start(
        at_path={
            "/situacao/g-1": _reply(status="delivered", detail="lida às 9h"),
            "/situacao/g-2": _reply(status="failed", detail="número não existe"),
            "/situacao/g-3": _reply(status="queued"),
            "/situacao/g-4": _reply(404),
            "/situacao/g%2F5": _reply(status="delivered"),
        }
    )

    told = CHANNEL.read_back(settings(gateway), ["g-1", "g-2", "g-3", "g-4"])

    assert told == {
        "g-1": ReadBack(Outcome.TAKEN, "delivered: lida às 9h"),
        "g-2": ReadBack(Outcome.BOUNCED, "failed: número não existe"),
    }


def test_news_stop_where_the_gateway_falls_silent_and_those_read_are_kept(start: Start) -> None:
    gateway = start(at_path={"/situacao/g-1": _reply(status="delivered"), "/situacao/g-2": HANG_UP})

    told = CHANNEL.read_back(settings(gateway), ["g-1", "g-2", "g-3"])

    assert list(told) == ["g-1"]


def test_without_an_address_to_ask_there_are_no_news(start: Start) -> None:
    gateway = start()

    assert CHANNEL.read_back(settings(gateway, status_url=None), ["g-1"]) == {}
    assert gateway.seen == []


# A check


def test_a_check_asks_signed_and_sends_nothing(start: Start) -> None:
    gateway = start()

    words = CHANNEL.check(settings(gateway))

    assert words == f"127.0.0.1:{gateway.port} respondeu (405). Nada foi enviado."
    assert [request.method for request in gateway.seen] == ["OPTIONS"]


def test_a_check_with_a_wrong_secret_says_so(start: Start) -> None:
    with pytest.raises(DriverUnreachable, match="respondeu 401: bad signature. Confira o endereço"):
        CHANNEL.check(settings(start(), secret="um-segredo-diferente"))


# The form


def form(**values: Any) -> WebhookSettingsForm:
    stored = settings(Gateway(SECRET, port=8080), url="https://gateway.exemplo.com.br/m", status_url=None)
    return WebhookSettingsForm(data={**stored, **values})


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"url": None}, "url", "Diga o endereço"),
        ({"url": "https://a.com/{id}"}, "url", "todas as mensagens vão ao mesmo endereço"),
        ({"secret": "curto"}, "secret", "16 letras ou mais"),
        ({"secret": None}, "secret", "Digite o segredo"),
        ({"authorization": "bearer"}, "token", "Digite o token"),
        ({"authorization": "bearer", "token": "um token"}, "token", "espaço nem acento"),
        ({"provider": None}, "provider", "que o cliente conhece"),
        ({"status_url": "https://a.com/x"}, "status_url", "Ponha {id}"),
    ],
)
def test_what_would_not_work_is_refused(values: dict[str, Any], field: str, sentence: str) -> None:
    filled = form(**values)

    assert not filled.validate()
    assert sentence in str(filled[field].errors[0])


@pytest.mark.parametrize(
    "typed",
    [
        "http://gateway.exemplo.com.br/",
        "http://localhost.exemplo.com.br/",
        "http://127.0.0.1@exemplo.com.br/",
        "http://127.0.0.1\\@exemplo.com.br/",
        "http://169.254.169.254/",
        "https://",
        "https://a b.com/",
        "https://a.com:99999/",
        "file:///etc/passwd",
        "gateway.exemplo.com.br",
        "https://user:senha@a.com/",
    ],
)
def test_an_address_that_is_not_safe_is_refused(typed: str) -> None:
    filled = WebhookSettingsForm(_Typed(url=typed))

    assert not filled.validate()
    assert filled.url.errors


@pytest.mark.parametrize(
    "typed", ["https://a.com", "https://a.com:8443/x?y=z", "http://localhost:1/", "http://[::1]/"]
)
def test_an_encrypted_address_and_this_machine_are_taken(typed: str) -> None:
    filled = WebhookSettingsForm(_Typed(url=typed))

    filled.validate()

    assert (filled.url.data, list(filled.url.errors)) == (typed, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("não é json", "Escreva um objeto JSON"),
        ("[1]", "Escreva um objeto JSON"),
        ('{"a": NaN}', "Escreva um objeto JSON"),
        ('{"to": "x"}', "O nome to já é da mensagem"),
        ("[" * 1900, "Escreva um objeto JSON"),
    ],
)
def test_fixed_fields_are_an_object_that_takes_no_name_of_ours(typed: str, sentence: str) -> None:
    filled = WebhookSettingsForm(_Typed(extra=typed))

    assert not filled.validate()
    assert sentence in str(filled.extra.errors[0])


def test_without_the_token_in_use_none_is_kept() -> None:
    assert form(token="antigo").data["token"] is None


class _Typed(dict[str, str]):
    """What a browser sent."""

    def getlist(self, name: str) -> list[str]:
        return [self[name]] if name in self else []
