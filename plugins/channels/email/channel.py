"""The channel `email`: a customer's first e-mail address, by the provider's SMTP server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from malha import Channel, DriverRefused, DriverUnreachable, OutgoingMessage, Recipient, Sent
from plugins.channels.email.client import Server
from plugins.channels.email.forms import EmailSettingsForm
from plugins.channels.email.message import build, mailbox, message_id


class EmailChannel(Channel):
    """One connection for a batch. `seconds` is how long each answer is waited for."""

    name = "email"
    label = "E-mail"
    icon = "mail"

    def __init__(self, seconds: float = 20) -> None:
        self._seconds = seconds

    def form_class(self) -> type[EmailSettingsForm]:
        """Server, how to sign in, and who writes."""
        return EmailSettingsForm

    def address(self, recipient: Recipient) -> str | None:
        """The first address that mail can be sent to."""
        return next((found for found in map(mailbox, recipient.emails) if found), None)

    def send(
        self, settings: Mapping[str, Any], messages: Sequence[OutgoingMessage]
    ) -> Sequence[Sent | Exception]:
        """One after another. Once the connection is lost the rest is answered as unreachable, untried."""
        if not messages:
            return []
        with Server(settings, self._seconds) as server:
            return [_answer(server, settings, message) for message in messages]

    def check(self, settings: Mapping[str, Any]) -> str:
        """Connect, sign in, name the sender; the server's name and what it offers."""
        with Server(settings, self._seconds) as server:
            server.try_sender(_envelope_sender(settings))
            return server.offers()


def _answer(server: Server, settings: Mapping[str, Any], message: OutgoingMessage) -> Sent | Exception:
    address = mailbox(message.address)
    if address is None:
        return DriverRefused(f"“{message.address}” não é um endereço de e-mail.")
    try:
        content = build(settings, message, address)
        return Sent(
            server.deliver(_envelope_sender(settings), address, content), message_id(settings, message)
        )
    except (DriverRefused, DriverUnreachable) as error:
        return error.with_traceback(None)


def _envelope_sender(settings: Mapping[str, Any]) -> str:
    """Where mail that cannot be delivered comes back to."""
    return settings.get("bounce_address") or settings["from_address"]
