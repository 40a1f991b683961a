"""The timeline of a contract: what happened, today, and the two ways from here. Source: UX §1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from core.drawings import svg

WIDTH = 1108
HEIGHT = 150
MIDDLE = 71
UPPER = 31
LOWER = 111
TODAY = 540
PARTING = 596
FIRST_AFTER = 676
WORDS = 100
LETTER = 6


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event: when as it is read (“seg 01/05”), what, a detail beside it, and its stage
    (blue, ok, msg, thr, sus or can)."""

    when: str
    what: str
    detail: str = ""
    stage: str = "blue"


def fork(past: Sequence[Event], today: str, paying: Sequence[Event], not_paying: Sequence[Event]) -> Markup:
    """Up to four past events, `today` in a few words (“12 dias de atraso”), and two branches of up to three.

    Without branches the line just goes on from today. The last past event gives the line its colour.
    """
    shown = past[-4:]
    marks = [*_past(shown), *_branch(paying, UPPER, dashed=False), *_branch(not_paying, LOWER, dashed=True)]
    return svg.drawing(
        WIDTH, HEIGHT, _sentence(shown, today, paying, not_paying), [*marks, *_today(today)], "draw desk"
    )


def _past(past: Sequence[Event]) -> Iterator[Markup]:
    places = _spread(len(past), 8, TODAY - 40)
    ends = [*places, PARTING][1:]
    for event, x, end in zip(past, places, ends, strict=True):
        yield svg.line((x, MIDDLE), (end, MIDDLE), f"l-{event.stage}", stroke_width="3")
    for event, x in zip(past, places, strict=True):
        yield svg.dot(x, MIDDLE, Decimal("5.5"), f"k-{event.stage}")
        yield svg.text(x - 6, MIDDLE - 14, event.when, "b")
        yield svg.text(x - 6, MIDDLE + 22, event.what)
        yield svg.text(x - 6, MIDDLE + 37, event.detail, "s2")


def _today(words: str) -> Iterator[Markup]:
    yield svg.dot(TODAY, MIDDLE, 7, "k-surf l-ink", stroke_width="2.5")
    yield svg.text(TODAY - 8, MIDDLE - 16, "hoje", "b")
    half = words.find(" de ") if len(words) > 12 else -1
    first, second = (words, "") if half < 0 else (words[:half], words[half + 1 :])
    yield svg.text(TODAY - 8, MIDDLE + 24, first, "s2")
    yield svg.text(TODAY - 8, MIDDLE + 38, second, "s2")


def _branch(events: Sequence[Event], y: int, dashed: bool) -> Iterator[Markup]:
    if not events:
        return
    places = _spread(min(len(events), 3), FIRST_AFTER, WIDTH - 20)
    end = places[-1] if dashed else places[-1] + 20
    bend = f"M{PARTING} {MIDDLE} C {PARTING + 26} {MIDDLE} {PARTING + 20} {y} {PARTING + 48} {y} H {end}"
    dashes = {"stroke_dasharray": "5 4"} if dashed else {}
    yield svg.path(bend, f"{'l-sus' if dashed else 'l-ok'} nofill", stroke_width="3", **dashes)
    room = [following - x for x, following in zip(places, [*places[1:], WIDTH], strict=True)]
    under = any(_wide(event) > space for event, space in zip(events, room, strict=False))
    for event, x in zip(events, places, strict=False):
        yield from _node(event, x, y, under)


def _wide(event: Event) -> int:
    """About how wide the words of a node are, with their detail beside them."""
    return LETTER * len(f"{event.what}, {event.detail}") if event.detail else LETTER * len(event.what)


def _node(event: Event, x: int, y: int, under: bool) -> Iterator[Markup]:
    """`under`: the detail stands below, since beside it there is no room."""
    yield svg.dot(x, y, Decimal("5.5"), f"k-{event.stage}")
    yield svg.text(x - 6, y - 12, event.when, "b")
    if under:
        yield svg.text(x - 6, y + 20, event.what)
        yield svg.text(x - 6, y + 34, event.detail, "s2")
        return
    detail = Markup('<tspan class="s2">, {}</tspan>').format(event.detail) if event.detail else ""
    yield svg.text(x - 6, y + 20, Markup("{}{}").format(event.what, detail))


def _spread(count: int, left: int, right: int) -> list[int]:
    """Equal steps from the left, never further apart than reads well; the last keeps room for its words."""
    step = min(200, (right - left - WORDS) // max(count - 1, 1))
    return [left + index * step for index in range(count)]


def _sentence(past: Sequence[Event], today: str, paying: Sequence[Event], not_paying: Sequence[Event]) -> str:
    parts = [_told("Até aqui", past), f"Hoje: {today}." if today else ""]
    parts += [_told("Pagando hoje", paying), _told("Se não pagar", not_paying)]
    return " ".join(part for part in parts if part)


def _told(opening: str, events: Sequence[Event]) -> str:
    return f"{opening}: {', '.join(f'{e.when} {e.what}' for e in events)}." if events else ""
