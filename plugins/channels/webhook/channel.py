"""The channels `webhook` and `webhook_email`: a signed JSON POST to the provider's gateway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from malha import Channel, DriverRefused, DriverUnreachable, OutgoingMessage, ReadBack, Recipient, Sent
from plugins.channels.webhook.answers import news
from plugins.channels.webhook.client import Gateway
from plugins.channels.webhook.forms import WebhookSettingsForm
from plugins.channels.webhook.message import body

MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


class WebhookChannel(Channel):
    """To a mobile telephone. `seconds` is how long each answer is waited for."""

    name = "webhook"
    label = "WhatsApp ou SMS (webhook)"
    icon = "brand-whatsapp"
    short = True

    def __init__(self, seconds: float = 15) -> None:
        self._seconds = seconds

    def form_class(self) -> type[WebhookSettingsForm]:
        """Where the gateway is, and the key that signs."""
        return WebhookSettingsForm

    def address(self, recipient: Recipient) -> str | None:
        """The first mobile number: a gateway may take a message for a landline that nobody will ever read."""
        return next(filter(_is_mobile, recipient.phones), None)

    def send(
        self, settings: Mapping[str, Any], messages: Sequence[OutgoingMessage]
    ) -> Sequence[Sent | Exception]:
        """One after another. Once the gateway is silent, or can take none, the rest is left untried."""
        with Gateway(settings, self._seconds) as gateway:
            return [self._answer(gateway, settings, message) for message in messages]

    def _answer(
        self, gateway: Gateway, settings: Mapping[str, Any], message: OutgoingMessage
    ) -> Sent | Exception:
        try:
            return gateway.post(message.id, body(settings, message, with_subject=not self.short))
        except (DriverRefused, DriverUnreachable) as error:
            return error.with_traceback(None)

    def check(self, settings: Mapping[str, Any]) -> str:
        """Ask the gateway, signed, what may be sent to it: nothing is."""
        with Gateway(settings, self._seconds) as gateway:
            return gateway.options()

    def read_back(self, settings: Mapping[str, Any], references: Sequence[str]) -> Mapping[str, ReadBack]:
        """What became of each, asked one by one until the gateway is silent; nothing without an address to ask."""
        if not settings.get("status_url"):
            return {}
        with Gateway(settings, self._seconds) as gateway:
            found = {reference: news(answer) for reference, answer in gateway.ask(references)}
        return {reference: told for reference, told in found.items() if told is not None}


class MailWebhookChannel(WebhookChannel):
    """To an e-mail address, with subject and the long text."""

    name = "webhook_email"
    label = "E-mail (webhook)"
    icon = "mail"
    short = False

    def address(self, recipient: Recipient) -> str | None:
        """The first address that mail can be sent to."""
        return next(filter(_is_mailbox, recipient.emails), None)


def _is_mobile(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, None)  # +5519900001042, its country in front
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) in MOBILE


def _is_mailbox(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
