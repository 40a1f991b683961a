"""E-mail: messages to customers by an SMTP server. Its id is not `email`, which is that of a kind of item."""

from __future__ import annotations

from malha import Channel, PluginInfo, hookimpl
from plugins.channels.email.channel import EmailChannel

info = PluginInfo("email_smtp", "E-mail (SMTP)")


@hookimpl
def register_channels() -> list[Channel]:
    """One channel, `email`."""
    return [EmailChannel()]
