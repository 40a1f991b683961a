"""A night before it happens: who moves, by step, with the money at stake. Kept while nothing has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice

from core.dunning.panels.kept import while_unchanged
from core.dunning.panels.replay import moves_of
from core.dunning.queries.board import owed_by
from core.dunning.queries.facts import Standing
from core.dunning.queries.lists import Row, rows_of
from core.dunning.rules.facts import Event, Stage, Step
from core.dunning.rules.words import days, reason_words
from core.dunning.services.night import Move, preview
from core.foundation.clock import today
from core.foundation.money import ZERO
from core.foundation.ptbr import dm

MOST = 10_000
CHUNK = 1_000
# The irreversible first; what goes on in silence stands with the notices.
KINDS = ("cancelled", "suspended", "throttled", "message")
OF_EVENT = {
    Event.CANCELLED: "cancelled",
    Event.SUSPENDED: "suspended",
    Event.THROTTLED: "throttled",
    Event.MESSAGE_STARTED: "message",
}


@dataclass(frozen=True, slots=True)
class Mover:
    """A contract that moves in a night: from a stage to another, why, and what it owes today (R$)."""

    contract_id: int
    name: str
    phone: str | None
    owed: Decimal
    kind: str
    before: Stage
    after: Stage
    why: str


@dataclass(slots=True)
class Group:
    """Those that take the same step."""

    kind: str
    movers: list[Mover] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.movers)

    @property
    def owed(self) -> Decimal:
        """What they owe together, R$."""
        return sum((one.owed for one in self.movers), ZERO)


@dataclass(frozen=True, slots=True)
class Tonight:
    """A night's moves by step. `cut`: only the first `MOST` contracts were looked at."""

    night: date
    groups: Mapping[str, Group]
    cut: bool = False

    @property
    def count(self) -> int:
        """How many contracts move."""
        return sum(group.count for group in self.groups.values())

    @property
    def movers(self) -> Iterator[Mover]:
        """All of them, the irreversible first."""
        return (one for kind in KINDS for one in self.groups[kind].movers)

    def only(self, ids: Sequence[int]) -> Tonight:
        """The same night, those of some contracts alone."""
        wanted = frozenset(ids)
        return _grouped(self.night, [one for one in self.movers if one.contract_id in wanted], self.cut)

    def after(self, counts: Mapping[Stage, int]) -> dict[Stage, int]:
        """How many contracts stand on each stage once the night is over."""
        moved = [one for one in self.movers if one.before is not one.after]
        left, come = Counter(one.before for one in moved), Counter(one.after for one in moved)
        return {stage: count - left[stage] + come[stage] for stage, count in counts.items()}


def tonight(night: date, coming: date) -> Tonight:
    """The moves of a night, as if nothing is paid until then; `coming` is the next night to be run."""
    return while_unchanged(("night", night, coming), lambda: _read(night, coming))


def _read(night: date, coming: date) -> Tonight:
    found = preview(night) if night <= coming else moves_of(night, coming)
    movers: list[Mover] = []
    while len(movers) <= MOST and (chunk := list(islice(found, CHUNK))):
        stands = [one.standing for one in chunk]
        owed = owed_by(stands, night, today())
        rows = rows_of(stands, today())
        movers += [_mover(one, row, owed[one.contract_id]) for one, row in zip(chunk, rows, strict=True)]
    return _grouped(night, movers[:MOST], cut=len(movers) > MOST)


def _grouped(night: date, movers: Sequence[Mover], cut: bool) -> Tonight:
    groups = {kind: Group(kind) for kind in KINDS}
    for one in movers:
        groups[one.kind].movers.append(one)
    return Tonight(night, groups, cut)


def _mover(move: Move, row: Row, owed: Decimal) -> Mover:
    step = move.step
    return Mover(
        move.contract_id,
        row.name,
        row.phone,
        owed,
        OF_EVENT[step.event] if step.event else "message",
        move.standing.facts.stage,
        step.stage,
        _why(move.standing, step),
    )


def _why(standing: Standing, step: Step) -> str:
    """The invoice, or the end of the trust unlock."""
    unlock = standing.facts.unlock
    if step.unlock_over and unlock:
        by = f" por {standing.unlock_by}" if standing.unlock_by else ""
        return f"fim da confiança de {days(unlock.days)}, liberado em {dm(unlock.day, step.day)}{by}"
    return reason_words(step.reason, step.day) if step.reason else ""
