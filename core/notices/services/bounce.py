"""What came back after a channel had taken it: by a bounce mail, or as the channel answers when it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from core.extension.channels import Channel, Outcome, ReadBack
from core.foundation.database import db
from core.notices.models import BOUNCED, TAKEN, ChannelSettings, NoticeMessage
from core.notices.queries.occasions import channels
from core.notices.rules.bounce import Bounce
from core.notices.rules.waits import PATIENCE
from core.notices.services.outcomes import mark_bounced, note_news
from core.notices.services.tell import tell_news

BATCH = 200


class NotOurs(ValueError):
    """A bounce of a message that nobody here sent; the text is for a person."""


def note_bounce(bounce: Bounce, at: datetime) -> list[int]:
    """Mark the message that a mail says is lost; returns its id, none where it is only late. Raises NotOurs."""
    names = {form for name in bounce.references for form in (name, name.strip("<>"), f"<{name.strip('<>')}>")}
    query = db.select(NoticeMessage.id).where(
        NoticeMessage.reference.in_(names), NoticeMessage.status.in_((TAKEN, BOUNCED))
    )
    found = list(db.session.scalars(query)) if names else []
    if not found:
        raise NotOurs("Nenhuma mensagem enviada tem esse número: nada mudou.")
    if not bounce.final:
        return []
    mark_bounced(dict.fromkeys(found, bounce.words), at)
    tell_news(at)
    return found


def read_back(at: datetime) -> int:
    """Ask the channels about what they took in the last three days; returns how many messages came back."""
    came_back = 0
    for channel, settings in _asked():
        for batch in _batches(channel.name, at):
            came_back += _ask(channel, settings, batch, at)
    tell_news(at)
    return came_back


def _asked() -> list[tuple[Channel, dict[str, Any]]]:
    """Channels that are on and have an answer of their own to give."""
    rows = list(db.session.scalars(db.select(ChannelSettings).where(ChannelSettings.active)))
    known = [(channels().get(row.channel), row.settings) for row in rows]
    return [
        (channel, json.loads(settings))
        for channel, settings in known
        if channel and type(channel).read_back is not Channel.read_back
    ]


def _batches(channel: str, at: datetime) -> Iterator[dict[str, int]]:
    """Ids by reference of what a channel took lately, newest first, some at a time."""
    query = db.select(NoticeMessage.reference, NoticeMessage.id).where(
        NoticeMessage.channel == channel,
        NoticeMessage.status == TAKEN,
        NoticeMessage.reference.is_not(None),
        NoticeMessage.taken_at >= at - PATIENCE,
    )
    rows = db.session.execute(query.order_by(NoticeMessage.id.desc())).all()
    db.session.rollback()  # no read transaction while a server is talked to
    for start in range(0, len(rows), BATCH):
        yield {row.reference: row.id for row in rows[start : start + BATCH]}


def _ask(channel: Channel, settings: dict[str, Any], ids: dict[str, int], at: datetime) -> int:
    try:
        news = dict(channel.read_back(settings, list(ids)))
    except Exception as error:  # a plugin may fail in any way; it is asked again
        current_app.logger.warning("channel %s has no news: %s", channel.name, error)
        return 0
    finally:
        db.session.rollback()
    return _keep([(ids[name], said) for name, said in news.items() if name in ids], at)


def _keep(news: Sequence[tuple[int, ReadBack]], at: datetime) -> int:
    lost = {key: said.detail for key, said in news if said.outcome is Outcome.BOUNCED}
    kept = {key: said.detail for key, said in news if said.outcome is Outcome.TAKEN}
    if kept:
        note_news(kept, at)
    return mark_bounced(lost, at) if lost else 0
