"""Try what is due: channel by channel, the ones that work first, and no transaction is open while a server is talked to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import current_app

from core.extension.channels import Channel, Sent
from core.foundation.clock import zone
from core.foundation.database import db, transaction
from core.notices.models import FAILED, WAITING, ChannelSettings, NoticeMessage
from core.notices.queries.occasions import channels, quiet_hours
from core.notices.rules.hours import is_open
from core.notices.rules.waits import PATIENCE
from core.notices.services.claim import Claimed, claim
from core.notices.services.outcomes import Answer, outcome_of, record
from core.notices.services.tell import tell_news

CHUNK = 20


def send_waiting(at: datetime, limit: int = 500) -> int:
    """Try at most `limit` due messages of each channel; returns how many were taken.

    May be called by several at once, and again after a crash: what was in hand then is tried again after half an hour.
    Nothing goes outside the hours of the provider. Whoever waits for the outcome is told in transactions of its own.
    """
    taken = 0
    if is_open(at, quiet_hours(), zone()):
        for channel, settings, ill in _ways():
            taken += _send_by(channel, settings, ill, at, limit)
        _give_up(at)
    tell_news(at)
    return taken


def _ways() -> list[tuple[Channel, dict[str, Any], bool]]:
    """Channels that are on, with their settings and whether their last news is a fault; those come last."""
    known, rows = channels(), db.session.scalars(db.select(ChannelSettings).where(ChannelSettings.active))
    found = [
        (known[row.channel], json.loads(row.settings), is_ill(row)) for row in rows if row.channel in known
    ]
    return sorted(found, key=lambda one: one[2])


def is_ill(row: ChannelSettings) -> bool:
    """Whether the last that is known of a channel is a fault."""
    return row.fault_at is not None and (row.taken_at is None or row.taken_at < row.fault_at)


def _send_by(channel: Channel, settings: Mapping[str, Any], ill: bool, at: datetime, limit: int) -> int:
    taken, down = 0, None
    for chunk in _chunks(claim(channel.name, at, limit), ill):
        said = [down] * len(chunk) if down else _ask(channel, settings, chunk)
        taken += record(channel.name, [Answer(*pair) for pair in zip(chunk, said, strict=True)], at)
        if all(outcome_of(one) == "unreachable" for one in said):
            down = said[-1]  # the rest would only wait for it in turn
    return taken


def _chunks(claimed: Sequence[Claimed], ill: bool) -> Iterator[list[Claimed]]:
    """A few at a time; alone what broke the channel before, and the first one of a channel that was down."""
    together = [one for one in claimed if not one.alone]
    if ill and together:
        yield [together.pop(0)]
    for start in range(0, len(together), CHUNK):
        yield list(together[start : start + CHUNK])
    yield from ([one] for one in claimed if one.alone)


def _ask(
    channel: Channel, settings: Mapping[str, Any], chunk: Sequence[Claimed]
) -> Sequence[Sent | Exception]:
    """What a channel answers to each message, whatever it does."""
    try:
        said = list(channel.send(settings, [one.outgoing for one in chunk]))
    except Exception as error:  # a plugin may fail in any way; its messages are tried again
        current_app.logger.warning("channel %s: %s", channel.name, error)
        return [error] * len(chunk)
    finally:
        db.session.rollback()  # what a plugin read is let go of
    if len(said) != len(chunk):
        return [RuntimeError(f"{len(said)} respostas para {len(chunk)} mensagens")] * len(chunk)
    return said


def _give_up(at: datetime) -> None:
    """What waits for a channel that was switched off or taken out is given up after three days."""
    with transaction() as session:
        on = db.select(ChannelSettings.channel).where(
            ChannelSettings.active, ChannelSettings.channel.in_(list(channels()))
        )
        stale = (
            NoticeMessage.status == WAITING,
            NoticeMessage.due_at <= at - PATIENCE,
            NoticeMessage.channel.not_in(on),
        )
        words = "O canal está desligado há três dias."
        session.execute(db.update(NoticeMessage).where(*stale).values(status=FAILED, told=False, error=words))
