"""Why a closing date brings another total than a month before, and why one invoice changed. Source: UX §2, 6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.billing.rules.facts import Line, LineKind
from core.foundation.money import ZERO
from core.foundation.ptbr import brl

ONCE = (LineKind.ONE_OFF, LineKind.INSTALMENT)
LEFT_OVER = (LineKind.CARRIED, LineKind.ADJUSTMENT)
OWN = (LineKind.RECURRING, LineKind.DISCOUNT)


@dataclass(frozen=True, slots=True)
class Parts:
    """An invoice's total, and what of it comes from one-off items and instalments, and from left-overs, R$."""

    total: Decimal
    once: Decimal = ZERO
    left_over: Decimal = ZERO

    @property
    def own(self) -> Decimal:
        """What plan and values make of it."""
        return self.total - self.once - self.left_over


def parts_of(lines: Sequence[Line]) -> Parts:
    """The parts of an invoice from its lines."""
    return Parts(_sum(lines, tuple(LineKind)), _sum(lines, ONCE), _sum(lines, LEFT_OVER))


def _sum(lines: Iterable[Line], kinds: Sequence[LineKind]) -> Decimal:
    return sum((line.amount for line in lines if line.kind in kinds), ZERO)


@dataclass(slots=True)
class Tally:
    """How many contracts, and how much they bring together, R$."""

    count: int = 0
    amount: Decimal = ZERO

    def add(self, amount: Decimal) -> None:
        """Count a contract in, unless it brings nothing."""
        self.count += bool(amount)
        self.amount += amount


@dataclass(slots=True)
class Causes:
    """The difference between two months by its causes, contract by contract; they add up to it.

    `gone` is what the month before had and this one has not, however it went; `stuck` waits for a person.
    """

    new: Tally = field(default_factory=Tally)
    gone: Tally = field(default_factory=Tally)
    stuck: Tally = field(default_factory=Tally)
    changed: Tally = field(default_factory=Tally)
    once: Tally = field(default_factory=Tally)
    left_over: Tally = field(default_factory=Tally)

    def add(self, before: Parts | None, now: Parts) -> None:
        """Count in a contract that is billed; `before` None where it was not a month before."""
        if before is None:
            self.new.count += 1
            self.new.amount += now.total
            return
        self._seen(before)
        self.changed.add(now.own - before.own)
        self.once.add(now.once - before.once)
        self.left_over.add(now.left_over - before.left_over)

    def stop(self, before: Parts | None) -> None:
        """Count in a contract that gets no invoice until a person mends it."""
        if before is not None:
            self._seen(before)
            self.stuck.add(-before.total)

    def _seen(self, before: Parts) -> None:
        self.gone.count -= 1
        self.gone.amount += before.total

    def close(self, count_before: int, before: Decimal) -> None:
        """Once all are counted in: what is left of the month before is gone."""
        self.gone.count += count_before
        self.gone.amount -= before


def changed_much(before: Decimal, now: Decimal) -> bool:
    """Whether an invoice changed by more than half.

    >>> changed_much(Decimal(100), Decimal(150)), changed_much(Decimal(100), Decimal("150.01"))
    (False, True)
    """
    return abs(now - before) * 2 > before


def why(before: Sequence[Line], now: Sequence[Line]) -> str:
    """What makes an invoice differ from the one before, for a person: “Avulso “Visita” R$ 180,00, só nesta”."""
    reasons = [*_items(before, now), *_days(before, now), *_once(before, now), *_shares(before, now)]
    reasons += _left_over(before, now)
    if not _sum(now, tuple(LineKind)):
        reasons.append(f"total {brl(ZERO)}, quita sozinha")
    return "; ".join(reasons)


def _items(before: Sequence[Line], now: Sequence[Line]) -> Iterator[str]:
    old, new = _own(before), _own(now)
    for key in [*old, *(key for key in new if key not in old)]:
        sentence = _item(old.get(key), new.get(key))
        if sentence:
            yield sentence


def _own(lines: Iterable[Line]) -> Mapping[int | None, Line]:
    return {line.item_id: line for line in lines if line.kind in OWN}


def _item(old: Line | None, new: Line | None) -> str:
    if old and new:
        return "" if old.amount == new.amount else f"{_name(new)} de {_worth(old)} para {_worth(new)}"
    if new:
        return f"{_name(new)} entrou, {_worth(new)}"
    return f"{_name(old)} saiu, era {_worth(old)}" if old else ""


def _name(line: Line) -> str:
    return f"{'Desconto ' if line.kind is LineKind.DISCOUNT else ''}“{line.description}”"


def _worth(line: Line) -> str:
    return brl(abs(line.amount))


def _days(before: Sequence[Line], now: Sequence[Line]) -> Iterator[str]:
    yield from (f"Em parte: {line.description}" for line in _of(now, LineKind.PRORATION))
    yield from (f"A anterior, em parte: {line.description}" for line in _of(before, LineKind.PRORATION))


def _once(before: Sequence[Line], now: Sequence[Line]) -> Iterator[str]:
    for line in _of(now, LineKind.ONE_OFF):
        yield f"Avulso “{line.description}” {_worth(line)}, só nesta"
    for line in _of(before, LineKind.ONE_OFF):
        yield f"A anterior tinha o avulso “{line.description}”, {_worth(line)}"


def _shares(before: Sequence[Line], now: Sequence[Line]) -> Iterator[str]:
    old, new = _of(before, LineKind.INSTALMENT), _of(now, LineKind.INSTALMENT)
    for line in _without(new, old):
        yield f"Parcela “{line.description}” {_worth(line)}"
    for line in _without(old, new):
        yield f"A anterior tinha a parcela “{line.description}”, {_worth(line)}"


def _without(lines: Iterable[Line], others: Iterable[Line]) -> Iterator[Line]:
    known = {line.extra_id for line in others}
    return (line for line in lines if line.extra_id not in known)


def _left_over(before: Sequence[Line], now: Sequence[Line]) -> Iterator[str]:
    yield from (f"“{line.description}” {brl(line.amount)}" for line in now if line.kind in LEFT_OVER)
    for line in before:
        if line.kind in LEFT_OVER:
            yield f"A anterior tinha “{line.description}”, {brl(line.amount)}"


def _of(lines: Iterable[Line], kind: LineKind) -> list[Line]:
    return [line for line in lines if line.kind is kind]
