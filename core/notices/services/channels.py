"""Set up a channel, switch it on and off, try it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.extension.channels import Channel, OutgoingMessage, Sent
from core.extension.drivers import DriverRefused, DriverUnreachable
from core.foundation import audit
from core.foundation.database import db, transaction
from core.foundation.preferences import preference
from core.notices.models import ChannelSettings
from core.notices.rules.text import one_line


class NotSetUp(ValueError):
    """A channel without settings; the text is for a person."""


class ChannelFailed(Exception):
    """The other side's answer to a try, for a person."""


def stored_settings(channel: Channel) -> dict[str, Any]:
    """The settings of a channel, secrets and all; empty where it was never set up."""
    row = db.session.get(ChannelSettings, channel.name)
    found: dict[str, Any] = json.loads(row.settings) if row else {}
    return found


def save_channel(channel: Channel, settings: Mapping[str, Any], active: bool) -> None:
    """Keep a channel's settings; the history says which of them changed, and none of their values."""
    before = stored_settings(channel)
    with transaction() as session:
        row = session.get(ChannelSettings, channel.name) or ChannelSettings(channel=channel.name)
        row.settings, row.active = json.dumps(dict(settings)), active
        row.fault = row.fault_at = None  # what was wrong with the old settings says nothing of the new ones
        session.add(row)
        changed = sorted(name for name in settings if settings[name] != before.get(name))
        data = {"channel": channel.name, "active": active, "changed": changed}
        audit.record("channel_changed", "notice_channel", 0, data)


def check_channel(channel: Channel) -> str:
    """Try a channel's settings without sending; its words. Raises NotSetUp or ChannelFailed."""
    return (
        _asked(lambda settings: channel.check(settings), channel)
        or "O canal não tem o que testar sem enviar."
    )


def send_test(channel: Channel, address: str, at: datetime) -> str:
    """Send one message to an address; the channel's answer. Raises NotSetUp or ChannelFailed."""
    name = preference("provider.name")
    text = f"Mensagem de teste de {name}. Se chegou, o canal funciona."
    subject = "" if channel.short else f"Teste de {name}"
    trial = OutgoingMessage(f"teste-{at:%Y%m%d%H%M%S}", one_line(address), "Teste", subject, text, at)
    return _asked(lambda settings: _sent(channel, settings, trial), channel)


def _sent(channel: Channel, settings: Mapping[str, Any], trial: OutgoingMessage) -> str:
    said = channel.send(settings, [trial])[0]
    if isinstance(said, Sent):
        return said.detail
    raise said


def _asked(ask: Any, channel: Channel) -> str:
    settings = stored_settings(channel)
    if not settings and db.session.get(ChannelSettings, channel.name) is None:
        raise NotSetUp(f"O canal {channel.label} ainda não foi configurado.")
    db.session.rollback()  # no read transaction while a server is talked to
    try:
        return str(ask(settings))
    except (DriverUnreachable, DriverRefused) as error:
        raise ChannelFailed(str(error)) from error
    except Exception as error:  # a plugin may fail in any way; the person who tries it is told
        raise ChannelFailed(f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        db.session.rollback()
