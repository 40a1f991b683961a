"""Webhook: messages to customers by a gateway for WhatsApp, SMS or e-mail that takes signed JSON."""

from __future__ import annotations

from malha import Channel, PluginInfo, hookimpl
from plugins.channels.webhook.channel import MailWebhookChannel, WebhookChannel

info = PluginInfo("webhook", "Webhook")


@hookimpl
def register_channels() -> list[Channel]:
    """`webhook` for telephones, `webhook_email` for e-mail addresses, each with settings of its own."""
    return [WebhookChannel(), MailWebhookChannel()]
