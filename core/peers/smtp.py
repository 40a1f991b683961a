"""A real SMTP server from the `aiosmtpd` wheel, on loopback, that says what it is told to say: for tests."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

HANG_UP, STALL = "hang up", "stall"
LONG = 3600


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it came: the envelope and the content, byte for byte."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        """The content, parsed."""
        parsed: EmailMessage = message_from_bytes(self.content, policy=default)
        return parsed


@dataclass
class SmtpServer:
    """`with SmtpServer(user="malha", password="…", starttls=context) as server: server.port`.

    `at_recipient[address]` and `at_data[address]` are answers other than 250: a line such as
    "550 5.1.1 nobody here", HANG_UP (and close the port) or STALL; `at_sender` is such a line for all.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    hostname: str = "correio.exemplo.com.br"
    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    connections: int = 0
    at_sender: str = ""
    at_recipient: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    _controller: Any = None

    def start(self) -> Self:
        """Listen, on the same port as before where there was one."""
        self._controller = _Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=self.tls,
            server_hostname=self.hostname,
            ident="Malha test server",
            **self._guards(),
        )
        self._controller.start()
        self.port = self._controller.port
        self.connections = 0  # the controller has tried its own port
        return self

    def _guards(self) -> dict[str, Any]:
        guards: dict[str, Any] = {}
        if self.starttls:
            guards |= {"tls_context": self.starttls, "require_starttls": True}
        if self.user:
            guards |= {"authenticator": self._may_enter, "auth_require_tls": self.starttls is not None}
        return guards

    def stop(self) -> None:
        """Close the port and every connection; may be called twice."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _may_enter(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = LoginPassword(self.user.encode(), self.password.encode())
        return AuthResult(success=data == right, handled=False)

    # What aiosmtpd asks its handler

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a sender, or what was told."""
        if self.user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or what was told."""
        if told := self.at_recipient.get(address):
            return await self._told(server, told)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a letter, or what was told."""
        if told := self.at_data.get(envelope.rcpt_tos[0]):
            return await self._told(server, told)
        self.letters.append(Letter(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return f"250 2.0.0 Ok: queued as {len(self.letters):05}"

    async def _told(self, server: Any, told: str) -> str:
        if told == HANG_UP:
            self._controller.server.close()
            server.transport.abort()
        elif told == STALL:
            await asyncio.sleep(LONG)
        return told


class _Controller(Controller):
    """Counts who comes, and knows the port that the system gave it."""

    def factory(self) -> Any:
        self.handler.connections += 1
        return super().factory()  # type: ignore[no-untyped-call]

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
