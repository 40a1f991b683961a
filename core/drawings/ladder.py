"""The ladder drawn day by day from the due date, so that a wait over a weekend explains itself. Source: UX §1."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from core.drawings import svg
from core.foundation.ptbr import WEEKDAYS

FIRST = 30
GAP = 2
TOP = 26
CELL = 16
# Room for the words under the last cell.
LAST_LABEL = 74
PATTERN = Markup(
    '<defs><pattern id="risco" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder: the day it takes effect, its name, and its stage (ok, msg, thr, sus or can)."""

    day: date
    label: str
    stage: str


def ladder_strip(
    steps: Sequence[Step], due: date, until: date, hatched: Collection[date] = (), width: int = 776
) -> Markup:
    """One cell a day from the due date to `until`, coloured by the step in force; hatched days are waited out.

    The steps come in order, none before the due date; `width` in pixels.
    """
    strip = _Strip(due, (until - due).days + 1, width)
    shown = [Step(due, "Vence", "ok"), *(step for step in steps if step.day <= until)]
    marks = [PATTERN, *_cells(strip, shown, hatched), *_labels(strip, shown)]
    return svg.drawing(width, 78, _sentence(shown), marks)


@dataclass(frozen=True, slots=True)
class _Strip:
    due: date
    days: int
    width: int

    @property
    def cell(self) -> Decimal:
        # The words under the last cell begin with it.
        words_fit = Decimal(self.width - FIRST - LAST_LABEL) / max(self.days - 1, 1)
        return min(words_fit, Decimal(self.width - FIRST) / self.days)

    def left(self, day: date) -> Decimal:
        index = (day - self.due).days
        return Decimal(0) if index == 0 else FIRST + index * self.cell

    def wide(self, day: date) -> Decimal:
        return self.cell - GAP + (FIRST if day == self.due else 0)


def _cells(strip: _Strip, steps: Sequence[Step], hatched: Collection[date]) -> Iterator[Markup]:
    for index in range(strip.days):
        day = strip.due + timedelta(days=index)
        stage = [step.stage for step in steps if step.day <= day][-1]
        yield svg.box(strip.left(day), TOP, strip.wide(day), CELL, f"k-{stage}")
        if day in hatched:
            yield Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="url(#risco)"/>').format(
                svg.at(strip.left(day)), TOP, svg.at(strip.wide(day)), CELL
            )


def _labels(strip: _Strip, steps: Sequence[Step]) -> Iterator[Markup]:
    """Names above and dates below; what would run into the one before it is left to its colour and the sentence."""
    free_above = free_below = Decimal(-1)
    for step in steps:
        x = strip.left(step.day)
        below = _weekday_and_day(step.day, strip.due)
        yield svg.line((x, 18), (x, 48), "l-line")
        if x >= free_above:
            yield svg.text(x, 14, step.label, "b")
            free_above = x + svg.width_of(step.label) + 4
        if x >= free_below:
            yield svg.text(x, 59, f"{step.day:%d/%m}")
            yield svg.text(x, 73, below, "s2")
            free_below = x + svg.width_of(below) - 10


def _weekday_and_day(day: date, due: date) -> str:
    n = (day - due).days
    return WEEKDAYS[day.weekday()] + (f", dia {n}" if n else "")


def _sentence(steps: Sequence[Step]) -> str:
    return (
        "Régua dia a dia: "
        + ", ".join(f"{s.label[0].lower()}{s.label[1:]} {s.day:%d/%m}" for s in steps)
        + "."
    )
