"""Amounts drawn: days used, instalments, what changed a total, bars beside the week before. Source: UX §1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from markupsafe import Markup

from core.drawings import svg
from core.foundation.calendar import Period
from core.foundation.ptbr import num


def month_days(whole: Period, used: Period, label_unused: str, label_used: str, width: int = 470) -> Markup:
    """The days of a period as cells, those of `used` filled; each label stands under where its days begin."""
    cell = Decimal(width) / whole.days
    days = [whole.start + timedelta(days=n) for n in range(whole.days)]
    cells = [
        svg.box(n * cell, 4, cell - 2, 14, "k-blue" if used.holds(day) else "k-idle", Decimal("2.5"))
        for n, day in enumerate(days)
    ]
    left = _beside(used.start - whole.start, cell, label_unused, label_used, width)
    labels = [svg.text(0, 33, label_unused if left else "", "s2"), svg.text(left, 33, label_used, "b")]
    return svg.drawing(
        width, 38, f"{label_unused}; {label_used}." if left else f"{label_used}.", [*cells, *labels]
    )


def _beside(before: timedelta, cell: Decimal, label_unused: str, label_used: str, width: int) -> Decimal:
    """Where the second label begins: under its days, pushed right by the first and left by the edge."""
    if not before.days:
        return Decimal(0)
    wanted = max(before.days * cell, svg.width_of(label_unused) + 8)
    return min(wanted, max(width - svg.width_of(label_used), svg.width_of(label_unused) + 8))


@dataclass(frozen=True, slots=True)
class Instalment:
    """A bar: “1/3 · R$ 20,00”, a line under it, and its state (ok, msg, sus or idle)."""

    label: str
    sublabel: str
    state: str = "idle"


def instalment_bars(instalments: Sequence[Instalment], width: int = 770) -> Markup:
    """One bar an instalment, in the state of its invoice. Past six, bars alone: their words would not fit."""
    step = Decimal(width) / max(len(instalments), 1)
    wordy = len(instalments) <= 6
    marks: list[Markup] = []
    for n, bar in enumerate(instalments):
        marks.append(svg.box(n * step, 2, step - 6, 9, f"k-{bar.state}", Decimal("4.5")))
        if wordy:
            marks += [svg.text(n * step, 29, bar.label, "b"), svg.text(n * step, 44, bar.sublabel, "s2")]
    told = "; ".join(f"{bar.label} {bar.sublabel}" for bar in instalments)
    return svg.drawing(width, 50 if wordy else 14, f"Parcelas: {told}.", marks, "draw desk")


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a total: its name and amount in R$; `total` marks the two ends."""

    label: str
    amount: Decimal
    total: bool = False


def waterfall(changes: Sequence[Change], width: int = 790) -> Markup:
    """From one total to another by its causes. The axis does not start at zero: both totals show the cut."""
    axis = _Axis.of(changes)
    column = Decimal(width) / max(len(changes), 1)
    marks: list[Markup] = []
    running = Decimal(0)
    for n, change in enumerate(changes):
        before, running = running, change.amount if change.total else running + change.amount
        marks += _column(axis, n * column + 6, change, before, running)
        if n + 1 < len(changes):
            y = axis.y(running)
            marks.append(
                svg.line(
                    (n * column + 6 + BAR, y), ((n + 1) * column + 6, y), "l-line", stroke_dasharray="2 3"
                )
            )
    marks.append(svg.line((0, FLOOR), (width, FLOOR), "l-line"))
    told = ", ".join(f"{change.label} {_signed(change)}" for change in changes)
    return svg.drawing(width, FLOOR + 26, f"O que mudou no total: {told}.", marks)


BAR = 62
TOP = 18
FLOOR = 92


@dataclass(frozen=True, slots=True)
class _Axis:
    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, changes: Sequence[Change]) -> _Axis:
        running, seen = Decimal(0), []
        for change in changes:
            running = change.amount if change.total else running + change.amount
            seen.append(running)
        low, high = min(seen, default=Decimal(0)), max(seen, default=Decimal(1))
        room = max(high - low, Decimal(1))
        return cls(max(low - room / 2, Decimal(0)), high)

    def y(self, amount: Decimal) -> Decimal:
        return FLOOR - (amount - self.low) / max(self.high - self.low, Decimal(1)) * (FLOOR - TOP)


def _column(axis: _Axis, x: Decimal, change: Change, before: Decimal, after: Decimal) -> Iterator[Markup]:
    top = axis.y(after) if change.total else min(axis.y(before), axis.y(after))
    height = FLOOR - top if change.total else max(Decimal(3), abs(axis.y(before) - axis.y(after)))
    kind = "k-blue" if change.total else "k-ok" if change.amount > 0 else "k-thr"
    yield svg.box(x, top, BAR, height, kind)
    if change.total and axis.low > 0:
        cut = f"M{svg.at(x - 3)} {FLOOR - 12} l{BAR // 2 + 3} -5 l{BAR // 2 + 3} 5"
        yield svg.path(cut, "l-surf nofill", stroke_width="4")
    yield svg.text(x, top - 6, _signed(change), "b")
    yield svg.text(x, FLOOR + 18, change.label, "s2")


def _signed(change: Change) -> str:
    return ("+" if change.amount > 0 and not change.total else "") + num(change.amount)


def bars_with_week_before(
    now: Sequence[int], before: Sequence[int], labels: Sequence[str], sentence: str, width: int = 330
) -> Markup:
    """Bars of counts now, a thin line for each a week ago, and a label under each that has one."""
    step = Decimal(width) / max(len(before), 1)
    most = max([*now, *before, 1])
    marks = [svg.line((0, 46), (width, 46), "l-line")]
    for n, count in enumerate(now):
        if count:
            height = Decimal(count) / most * 40
            marks.append(svg.box(n * step + 2, 46 - height, step - 6, height, "k-blue", 2))
    for n, count in enumerate(before):
        y = 46 - Decimal(count) / most * 40
        marks.append(
            svg.line((n * step + 1, y), ((n + 1) * step - 3, y), "l-ink", stroke_width="1.5", opacity=".55")
        )
    marks += [svg.text(n * step + 2, 60, words, "s2") for n, words in enumerate(labels) if words]
    return svg.drawing(width, 64, sentence, marks)
