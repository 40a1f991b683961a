"""The page of the message portal, drawn for who looks at it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import render_template

from core.extension.calls import draw
from core.extension.types import Panel
from core.foundation.preferences import preference
from core.portal import words
from core.portal.queries import Box, Visitor, boxes_of
from core.portal.rules import total, worst


def drawn(visitor: Visitor, day: date, said: str = "") -> str:
    """All contracts of the visitor; `said`: what came of the last press, where that is not on the page."""
    boxes = boxes_of(visitor, day)
    owing = [box for box in boxes if box.bills]
    shown = {"boxes": boxes, "owing": owing, "visitor": visitor, "said": said, "day": day, "words": words}
    panels = _panels([box.contract_id for box in owing], day) if owing else []
    return render_template(
        "portal/page.html", **shown, **_top(boxes), **_unlock(day), **contact(), panels=panels
    )


def _top(boxes: list[Box]) -> dict[str, Any]:
    return {
        "heading": words.heading(boxes),
        "first": next(
            (box for box in boxes if box.situation is worst([one.situation for one in boxes])), None
        ),
        "total": total([bill for box in boxes for bill in box.bills]),
    }


def _unlock(day: date) -> dict[str, Any]:
    days = int(preference("dunning.unlock_days"))
    return {"unlock_days": days, "unlock_until": day + timedelta(days=days)}


def contact() -> dict[str, str]:
    """The provider's telephone, as it is read and as it is dialled."""
    phone = str(preference("provider.phone"))
    digits = "".join(c for c in phone if c.isdigit())
    return {"phone": phone, "dialled": f"+{digits}" if phone.startswith("+") else f"+55{digits}"}


def _panels(contract_ids: list[int], day: date) -> list[Panel]:
    """How to pay, by those who know; one that breaks is left out: the telephone number stays."""
    found = draw("message_portal_panels", _nothing, contract_ids=contract_ids, day=day)
    return sorted((panel for panel in found if panel), key=lambda panel: panel.order)


def _nothing(plugin: str) -> Panel | None:
    return None
