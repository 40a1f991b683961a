"""Keep the provider's own text for an occasion, once it can be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.extension.types import Occasion
from core.foundation import audit
from core.foundation.database import transaction
from core.notices.models import NoticeText
from core.notices.queries.occasions import Wording, default_wording
from core.notices.rules.text import TextBroken, check, one_line, render
from core.notices.services.queue import SUBJECT, history_of_text

PARTS = ("subject", "body", "short")


class TextRefused(ValueError):
    """A text that breaks; `faults` says for each part what to mend, for a person."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Tried:
    """A wording tried on a contract: each part as it would go out, or why it cannot, and what the regulator misses."""

    said: dict[str, str]
    faults: dict[str, str]
    missing: dict[str, tuple[str, ...]]


def try_wording(occasion: Occasion, wording: Wording, figures: Mapping[str, Any] | None, day: date) -> Tried:
    """A wording in a contract's figures; with none, only whether it can be said at all."""
    said: dict[str, str] = {}
    faults: dict[str, str] = {}
    missing: dict[str, tuple[str, ...]] = {}
    for part in PARTS:
        source = getattr(wording, part)
        try:
            used = check(source, occasion.words)
            said[part] = render(source, figures, day) if figures is not None else ""
        except TextBroken as error:
            faults[part] = str(error)
            continue
        if part != "subject" and (lacking := tuple(one for one in occasion.required if one not in used)):
            missing[part] = lacking
    if "subject" in said:
        said["subject"] = one_line(said["subject"])[:SUBJECT]
    return Tried(said, faults, missing)


def save_text(occasion: Occasion, wording: Wording, figures: Mapping[str, Any] | None, day: date) -> Tried:
    """Keep a text, tried on a contract's figures where there are some. Raises TextRefused.

    What the regulator asks for and the text does not say lets it be kept, and is kept in the history.
    """
    tried = try_wording(occasion, wording, figures, day)
    if tried.faults:
        raise TextRefused(tried.faults)
    with transaction() as session:
        parts = {part: getattr(wording, part) for part in PARTS}
        session.merge(NoticeText(occasion=occasion.key, enabled=wording.enabled, **parts))
        data = {
            "enabled": wording.enabled,
            "missing": {part: list(words) for part, words in tried.missing.items()},
        }
        audit.record("notice_text_changed", history_of_text(occasion), 0, data)
    return tried


def restore_text(occasion: Occasion) -> None:
    """Drop the provider's own text: the one in code holds again, and is on."""
    with transaction() as session:
        if own := session.get(NoticeText, occasion.key):
            session.delete(own)
            audit.record("notice_text_restored", history_of_text(occasion), 0)


def switch_text(occasion: Occasion, enabled: bool) -> None:
    """Tell customers of an occasion, or no longer."""
    with transaction() as session:
        own = session.get(NoticeText, occasion.key)
        if own is None:
            plain = default_wording(occasion)
            own = NoticeText(occasion=occasion.key, **{part: getattr(plain, part) for part in PARTS})
            session.add(own)
        own.enabled = enabled
        action = "notice_text_switched_on" if enabled else "notice_text_switched_off"
        audit.record(action, history_of_text(occasion), 0)
