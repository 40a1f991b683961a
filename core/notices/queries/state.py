"""How texts and channels do: what a page says of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app

from core.extension.channels import Channel
from core.extension.types import Occasion
from core.foundation.audit import AuditEntry, history
from core.foundation.database import db
from core.notices.models import ChannelSettings
from core.notices.queries.occasions import Wording, channels, occasions, wordings

BROKE = "notice_text_broke"


@dataclass(frozen=True, slots=True)
class TextState:
    """An occasion, the text in force, and the fault that the text has had since it was last changed."""

    occasion: Occasion
    wording: Wording
    fault: AuditEntry | None


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel and how it does: `off` not set up, `on`, `paused`, or `ill` where its last news is a fault."""

    channel: Channel
    state: str
    taken_at: datetime | None = None
    fault_at: datetime | None = None
    fault: str | None = None


def text_states() -> list[TextState]:
    """Every occasion in its order."""
    in_force = wordings()
    return [TextState(one, in_force[key], fault_of(one)) for key, one in occasions().items()]


def fault_of(occasion: Occasion) -> AuditEntry | None:
    """What broke an occasion's text since it was last changed."""
    for entry in history([(f"notice_text:{occasion.key}", 0)], limit=1):
        return entry if entry.action == BROKE else None
    return None


def channel_states() -> list[ChannelState]:
    """Every registered channel, in the order of registration."""
    rows = {row.channel: row for row in db.session.scalars(db.select(ChannelSettings))}
    return [channel_state(channel, rows.get(name)) for name, channel in channels().items()]


def channel_state(channel: Channel, row: ChannelSettings | None) -> ChannelState:
    """How one channel does."""
    if row is None:
        return ChannelState(channel, "off")
    ill = row.fault_at is not None and (row.taken_at is None or row.taken_at < row.fault_at)
    state = "paused" if not row.active else "ill" if ill else "on"
    return ChannelState(channel, state, row.taken_at, row.fault_at, row.fault)


@dataclass(frozen=True, slots=True)
class Example:
    """A contract that a text is tried on; `figures` None where the occasion does not fit it, or there is none."""

    contract_id: int | None
    figures: Mapping[str, Any] | None


def example(occasion: Occasion, contract_id: int | None, day: date) -> Example:
    """The contract asked for, else the first of the occasion's own examples that it fits."""
    if contract_id is not None:
        return Example(contract_id, _figures(occasion, contract_id, day))
    for candidate in list(occasion.examples(day))[:20]:
        if (figures := _figures(occasion, candidate, day)) is not None:
            return Example(candidate, figures)
    return Example(None, None)


def _figures(occasion: Occasion, contract_id: int, day: date) -> Mapping[str, Any] | None:
    try:
        return occasion.figures(contract_id, day)
    except Exception:  # a plugin's figures may fail in any way; the text can still be written
        current_app.logger.exception("no figures of %s for contract %s", occasion.key, contract_id)
        return None
