"""The conversation with an SMTP server: one connection for a batch, and an end to every wait."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from malha import DriverRefused, DriverUnreachable, TimeLimit, said
from plugins.channels.email.forms import STARTTLS, TLS
from plugins.channels.email.words import capabilities, why_unreachable

WORKS = range(200, 300)
GOODBYE = 421
WHOLE = 4  # answers' worth of seconds for opening, and for one message
# About us and not about the address: sign in first, encrypt first, this sender may not. Source: RFC 4954, RFC 3463
OURS = (530, 534, 535, 538)
POLICY = "5.7."


class Server:
    """`with Server(settings, seconds) as server: server.deliver(…)`. Entering raises DriverUnreachable."""

    def __init__(self, settings: Mapping[str, Any], seconds: float) -> None:
        self._settings = settings
        self._seconds = seconds
        self._limit = TimeLimit(seconds * WHOLE)
        self._smtp: _Connection | None = None
        self._lost = ""

    def __enter__(self) -> Self:
        try:
            with self._limit.running():
                self._open()
        except (OSError, ValueError) as error:  # smtplib's own are OSErrors; a name with “..” is a ValueError
            self.close()
            raise DriverUnreachable(self._why(error)) from None
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError), self._limit.running():
            if self._smtp and not self._lost:
                self._smtp.quit()
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._smtp:
            self._smtp.close()
        self._limit.close()

    def _open(self) -> None:
        wanted = self._settings
        self._smtp = smtp = _Connection(self._limit, self._seconds, wanted)
        greeting = smtp.connect(wanted["host"], wanted["port"])
        if greeting[0] not in WORKS:
            raise smtplib.SMTPConnectError(*greeting)
        smtp.ehlo_or_helo_if_needed()
        if wanted["security"] == STARTTLS:
            self._encrypt(smtp)
        if wanted.get("user"):
            self._sign_in(smtp)

    def _encrypt(self, smtp: _Connection) -> None:
        if not smtp.has_extn("starttls"):
            raise DriverUnreachable(f"{self._place} não oferece STARTTLS. Confira a porta e a segurança.")
        smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo()

    def _sign_in(self, smtp: _Connection) -> None:
        if not smtp.has_extn("auth"):
            raise DriverUnreachable(
                f"{self._place} não aceita usuário e senha. Confira a porta e a segurança."
            )
        smtp.login(self._settings["user"], self._settings.get("password") or "")

    # One message

    def deliver(self, sender: str, address: str, content: bytes) -> str:
        """The server's words on taking it. Raises DriverRefused for an address that is wrong, else Unreachable."""
        smtp = self._connected()
        with self._limit.running():
            try:
                return self._deliver(smtp, sender, address, content)
            except OSError as error:
                raise self._gone(self._why(error)) from None

    def _deliver(self, smtp: _Connection, sender: str, address: str, content: bytes) -> str:
        size = [f"size={len(content)}"] if smtp.has_extn("size") else []
        self._taken(smtp.mail(sender, size), False)
        self._taken(smtp.rcpt(address), True)
        try:
            return self._taken(smtp.data(content), True)
        except smtplib.SMTPDataError as error:  # refused before it was handed over
            return self._taken((error.smtp_code, error.smtp_error), True)

    def try_sender(self, sender: str) -> None:
        """Name the sender and think better of it. Raises DriverUnreachable where it may not write."""
        with self._limit.running():
            try:
                self._taken(self._connected().mail(sender), False)
                self._connected().rset()
            except OSError as error:
                raise DriverUnreachable(self._why(error)) from None

    def _connected(self) -> _Connection:
        if self._smtp is None or self._lost:
            raise DriverUnreachable(f"Não foi tentado: {self._lost}")
        return self._smtp

    def _taken(self, reply: tuple[int, bytes | str], about_address: bool) -> str:
        """The words of a good reply; a bad one raises, and the connection is made ready for the next message."""
        code, words = reply[0], self._said(*reply)
        if code in WORKS:
            return words
        if code == GOODBYE:
            raise self._gone(words)
        self._start_anew()
        if about_address and code >= 500 and not _is_about_us(*reply):
            raise DriverRefused(words)
        raise DriverUnreachable(words)

    def _start_anew(self) -> None:
        try:
            self._connected().rset()
        except OSError as error:
            self._lost = self._why(error)

    def _gone(self, why: str) -> DriverUnreachable:
        self._lost = why
        return DriverUnreachable(why)

    # Words

    def offers(self) -> str:
        """The server's name, how it is reached and what it says it can do."""
        smtp = self._connected()
        name = self._said(smtp.ehlo_resp or smtp.helo_resp or b"").split(" ")[0]
        return capabilities(name, self._place, smtp.cipher(), self._settings.get("user"), smtp.esmtp_features)

    @property
    def _place(self) -> str:
        return f"{self._settings['host']}:{self._settings['port']}"

    def _said(self, *parts: bytes | str | int) -> str:
        texts = [part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts]
        return said(" ".join(texts), [self._settings.get("password")])

    def _why(self, error: Exception) -> str:
        expired = self._limit.expired
        return self._said(
            why_unreachable(error, self._place, self._seconds * WHOLE if expired else self._seconds, expired)
        )


class _Connection(smtplib.SMTP):
    """An SMTP connection that is watched from its first byte, encrypted at once where that is wanted."""

    def __init__(self, limit: TimeLimit, seconds: float, settings: Mapping[str, Any]) -> None:
        super().__init__(local_hostname=_own_name(settings), timeout=seconds)
        self._limit = limit
        self._context = ssl.create_default_context() if settings["security"] == TLS else None
        self._host = settings["host"]  # whose certificate STARTTLS wants to see

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = socket.create_connection((host, port), timeout)
        try:
            self._limit.watch(connection)
            return (
                self._context.wrap_socket(connection, server_hostname=host) if self._context else connection
            )
        except BaseException:
            connection.close()
            raise

    def cipher(self) -> str:
        """The version of TLS in use, "" where there is none."""
        return (self.sock.version() or "") if isinstance(self.sock, ssl.SSLSocket) else ""


def _own_name(settings: Mapping[str, Any]) -> str:
    """How we greet: this machine's full name, else the sender's domain. No name server is asked."""
    name = socket.gethostname()
    return name if "." in name else settings["from_address"].rpartition("@")[2]


def _is_about_us(code: int, words: bytes | str) -> bool:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return code in OURS or text.startswith(POLICY)
