"""The conversation with a gateway: no redirect, no proxy, no answer without end, and no secret in any fault."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping, Sequence
from socket import gaierror
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ProtocolError

from malha import DriverUnreachable, Sent, TimeLimit, now
from plugins.channels.webhook.addresses import fault_of
from plugins.channels.webhook.answers import SET_UP, Answer, Halted, taken
from plugins.channels.webhook.message import headers, key_header

NO_CONTENT = 204
LARGEST = 64 * 1024  # bytes of an answer
WHOLE = 3  # answers' worth of seconds for one request, however slowly its answer drips


class Gateway:
    """`with Gateway(settings, seconds) as gateway: gateway.post(…)`. Entering raises DriverUnreachable."""

    def __init__(self, settings: Mapping[str, Any], seconds: float) -> None:
        self._settings = settings
        self._seconds = seconds
        self._limit = TimeLimit(seconds * WHOLE)
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy and no .netrc from the environment
        self._lost = ""

    def __enter__(self) -> Self:
        for url in filter(None, (self._settings["url"], self._settings.get("status_url"))):
            if fault := fault_of(url):
                raise DriverUnreachable(fault)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _Adapter(self._limit))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()
        self._limit.close()

    def post(self, key: str, content: bytes) -> Sent:
        """Hand one message over. Raises DriverRefused or DriverUnreachable with the gateway's words."""
        if self._lost:
            raise DriverUnreachable(f"Não foi tentado: {self._lost}")
        more = {"Content-Type": "application/json", "Idempotency-Key": key_header(key)}
        try:
            return taken(self._request("POST", self._settings["url"], content, content, more), key)
        except Halted as error:
            self._lost = str(error)
            raise DriverUnreachable(self._lost) from None

    def options(self) -> str:
        """That the gateway is there and knows us. Raises DriverUnreachable."""
        answer = self._request("OPTIONS", self._settings["url"], b"", None, {})
        # Many do not know the question; that they answer is enough.
        if answer.status in range(200, 300) or answer.status in (400, 405, 415, 422, 501):
            return f"{answer.place} respondeu ({answer.status}). Nada foi enviado."
        hint = " Confira o endereço, o segredo e o token." if answer.status in SET_UP else ""
        raise DriverUnreachable(f"{answer.place} respondeu {answer.status}: {answer.words}.{hint}")

    def ask(self, references: Sequence[str]) -> Iterator[tuple[str, Answer]]:
        """What the gateway says of each message, until it says nothing."""
        for reference in references:
            url = self._settings["status_url"].replace("{id}", quote(reference, safe=""))
            try:
                yield reference, self._request("GET", url, reference.encode(), None, {})
            except DriverUnreachable:
                return

    def _request(
        self, method: str, url: str, signed: bytes, content: bytes | None, more: Mapping[str, str]
    ) -> Answer:
        place = urlsplit(url).netloc  # its path and its question may hold a secret
        sent = {**headers(self._settings, int(now().timestamp()), signed), **more}
        try:
            with self._limit.running():
                return self._read(place, self._send(method, url, content, sent))
        except (OSError, HTTPError, ValueError) as error:  # those of requests are OSErrors
            raise Halted(self._why(error, place)) from None

    def _send(self, method: str, url: str, content: bytes | None, sent: dict[str, str]) -> requests.Response:
        return self._session.request(
            method,
            url,
            data=content,
            headers=sent,
            timeout=(self._seconds, self._seconds),
            allow_redirects=False,
            stream=True,
        )

    def _read(self, place: str, response: requests.Response) -> Answer:
        with response:
            content = _whole(response)
            if len(content) > LARGEST or response.headers.get("Content-Encoding", "identity") != "identity":
                raise DriverUnreachable(f"{place} respondeu {response.status_code} com mais do que se lê.")
            hidden = (self._settings["secret"], self._settings.get("token") or "")
            return Answer(place, response.status_code, content, hidden)

    def _why(self, error: Exception, place: str) -> str:
        if self._limit.expired:
            return f"{place} não terminou de responder em {self._limit.seconds:g} s."
        causes = list(_causes(error))
        if any(isinstance(cause, TimeoutError) for cause in causes):
            return f"{place} não respondeu em {self._seconds:g} s."
        return next(filter(None, map(_network_fault, causes)), "{} cortou a conexão.").format(place)


def _whole(response: requests.Response) -> bytes:
    """The answer as it was sent. Raises ProtocolError where it ends before its end, as a connection lost does."""
    content = b""
    while len(content) <= LARGEST and (
        piece := response.raw.read(LARGEST + 1 - len(content), decode_content=False)
    ):
        content += piece
    ends = {"Content-Length", "Transfer-Encoding"} & {name.title() for name in response.headers}
    if not content and not ends and response.status_code != NO_CONTENT:
        raise ProtocolError
    return content


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__context__


def _network_fault(cause: BaseException) -> str:
    match cause:
        case ssl.SSLCertVerificationError():
            return "O certificado de {} não confere."
        case ssl.SSLError():
            return "{} não falou TLS. Confira o endereço."
        case ConnectionRefusedError():
            return "Não há ninguém em {}: a conexão foi recusada."
        case gaierror():
            return "Não se achou o servidor {}."
        case _:
            return ""


class _Adapter(HTTPAdapter):
    """Connections that are watched from their first byte, by this machine's own store of authorities."""

    def __init__(self, limit: TimeLimit) -> None:
        self._limit = limit
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, ssl_context=ssl.create_default_context())
        limit = self._limit

        class Plain(HTTPConnection):
            def _new_conn(self) -> Any:
                return _watched(limit, super()._new_conn())

        class Encrypted(HTTPSConnection):
            def _new_conn(self) -> Any:
                return _watched(limit, super()._new_conn())

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class EncryptedPool(HTTPSConnectionPool):
            ConnectionCls = Encrypted

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": EncryptedPool}


def _watched(limit: TimeLimit, connection: Any) -> Any:
    limit.watch(connection)
    return connection
