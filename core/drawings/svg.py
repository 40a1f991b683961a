"""The few marks that all drawings are made of: attributes and classes only, so that the strict CSP holds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from markupsafe import Markup, escape

Number = int | Decimal


def at(value: Number) -> str:
    """A coordinate with at most one decimal place.

    >>> at(Decimal("12.04")), at(Decimal("12.25")), at(3)
    ('12', '12.2', '3')
    """
    text = f"{Decimal(value):.1f}"
    return text.removesuffix(".0")


def drawing(width: int, height: int, sentence: str, marks: Iterable[Markup], classes: str = "draw") -> Markup:
    """The marks as one picture of that size in pixels; the sentence is read in its place."""
    return Markup(
        '<svg class="{}" width="{}" height="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(classes, width, height, width, height, sentence, Markup().join(marks))


def text(x: Number, y: Number, words: str, classes: str = "") -> Markup:
    """Words that begin (or, by class e or m, end or are centred) at x, on the line y."""
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(classes, at(x), at(y), words)


def box(x: Number, y: Number, width: Number, height: Number, classes: str, round_: Number = 3) -> Markup:
    """A filled box with round corners."""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        classes, at(x), at(y), at(width), at(height), at(round_)
    )


def line(start: tuple[Number, Number], end: tuple[Number, Number], classes: str, **attrs: str) -> Markup:
    """A straight line; attributes by their names with underscores, stroke_width='3'."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"{}/>').format(
        classes, at(start[0]), at(start[1]), at(end[0]), at(end[1]), _attributes(attrs)
    )


def path(steps: str, classes: str, **attrs: str) -> Markup:
    """A line by the steps of a pen."""
    return Markup('<path class="{}" d="{}"{}/>').format(classes, steps, _attributes(attrs))


def dot(x: Number, y: Number, radius: Number, classes: str, **attrs: str) -> Markup:
    """A filled circle."""
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"{}/>').format(
        classes, at(x), at(y), at(radius), _attributes(attrs)
    )


def _attributes(attrs: dict[str, str]) -> Markup:
    return Markup().join(
        Markup(' {}="{}"').format(name.replace("_", "-"), escape(value)) for name, value in attrs.items()
    )


def width_of(words: str) -> Decimal:
    """About how wide the words are at 11.5 px, in pixels; enough to keep labels apart."""
    return Decimal("6.3") * len(words)
