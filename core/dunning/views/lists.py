"""The lists of the ladder's page beside tonight's moves, a page at a time, each with its money at stake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.dunning.panels.kept import while_unchanged
from core.dunning.panels.nights import Nights, nights
from core.dunning.queries.board import channel_words, matching, overdue_at, overdue_of, standing_at, tries
from core.dunning.queries.facts import Standing
from core.dunning.queries.lists import Row, held, promised, rows, rows_of, unheard
from core.dunning.rules.ahead import ahead
from core.dunning.rules.facts import Stage
from core.dunning.rules.words import STAGES
from core.foundation.calendar import DAY
from core.foundation.holidays import holiday_calendar
from core.foundation.ptbr import dm, wdm
from core.notices.models import BOUNCED, FAILED, TAKEN, WITHDRAWN, NoticeMessage

PAGE = 50
STAGE_OF = {"suspensos": Stage.SUSPENDED, "reduzidos": Stage.THROTTLED}


@dataclass(frozen=True, slots=True)
class Line:
    """A contract in a list: when (until, since, from), what there is to say, and what comes next."""

    row: Row
    when: str
    words: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list. `next`: the contract that the next page begins after, None on the last.

    `overdue`: what is late of all that the list holds, R$, without fees and interest.
    """

    lines: Sequence[Line]
    next: int | None
    overdue: Decimal


def listing(tab: str, text: str, after: int, day: date, known: Nights) -> Listing:
    """The page of a tab that begins after a contract, of those that a text fits."""
    if stage := STAGE_OF.get(tab):
        ids = standing_at(stage, text, after, PAGE + 1)
        return _page(tab, ids, overdue_at(stage, day), day, known)
    every = ids_of(tab, known)
    ids = matching(every, text)
    start = ids.index(after) + 1 if after in ids else 0
    return _page(tab, ids[start : start + PAGE + 1], overdue_of(every, day), day, known)


def ids_of(tab: str, known: Nights) -> list[int]:
    """The contracts of a short list, in its order."""
    read = {"sem-aviso": unheard, "prometidos": promised, "segurados": lambda: held(known.coming)}[tab]
    return while_unchanged((tab, known.coming), read)


def _page(tab: str, ids: Sequence[int], overdue: Decimal, day: date, known: Nights) -> Listing:
    found = rows(ids[:PAGE], day)
    lines = LINES[tab](found, day, known)
    return Listing(lines, ids[PAGE - 1] if len(ids) > PAGE else None, overdue)


def _held(found: Sequence[Row], day: date, known: Nights) -> list[Line]:
    return [_held_line(row, day, known) for row in found]


def _held_line(row: Row, day: date, known: Nights) -> Line:
    hold = row.standing.hold
    if hold is None:
        return Line(row, "")
    tonight = " · termina nesta noite" if hold.until == known.coming else ""
    return Line(row, wdm(hold.until, day) + tonight, hold.reason, hold.by)


def _promised(found: Sequence[Row], day: date, known: Nights) -> list[Line]:
    return [_promised_line(row, day) for row in found]


def _promised_line(row: Row, day: date) -> Line:
    unlock = row.standing.facts.unlock
    if unlock is None:
        return Line(row, "")
    last = unlock.ends - DAY
    back = f"em {dm(unlock.ends, day)} volta a {STAGES[unlock.lifted_from]}"
    given = f"em {dm(unlock.day, day)}, por {row.standing.unlock_by or 'alguém'}"
    return Line(row, wdm(last, day), given, back)


def _unheard(found: Sequence[Row], day: date, known: Nights) -> list[Line]:
    stands = [row.standing for row in found]
    tried = tries([one.contract_id for one in stands], [one.notice_id for one in stands if one.notice_id])
    return [Line(row, _notice_day(row, day), tried_words(tried.get(row.contract_id, ()))) for row in found]


def unheard_line(standing: Standing, day: date) -> Line:
    """What there is to say of a contract whose notice reached nobody."""
    return _unheard(rows_of([standing], day), day, nights())[0]


def _notice_day(row: Row, day: date) -> str:
    holding = row.standing.facts.holding
    return dm(holding.day, day) if holding else ""


STATES = {BOUNCED: "voltou", FAILED: "falhou", TAKEN: "entregue", WITHDRAWN: "retirada"}


def tried_words(messages: Sequence[NoticeMessage]) -> str:
    """What was tried to give a notice: “E-mail para marina@…: caixa cheia”."""
    if not messages:
        return "nenhum canal alcança o cliente: veja e-mail, telefone e canais"
    return "; ".join(_try(one) for one in messages[:3])


def _try(message: NoticeMessage) -> str:
    state = STATES.get(message.status, "na fila")
    because = f", {message.error}" if message.error else ""
    return f"{channel_words(message.channel)} para {message.address}: {state}{because}"


def _at_stage(found: Sequence[Row], day: date, known: Nights) -> list[Line]:
    return [_stage_line(row, day, known) for row in found]


def _stage_line(row: Row, day: date, known: Nights) -> Line:
    standing = row.standing
    since = dm(standing.stage_since, day) if standing.stage_since else ""
    return Line(
        row,
        since,
        f"{row.days_late} dias de atraso" if row.days_late != 1 else "1 dia de atraso",
        _next(row, day, known),
    )


def _next(row: Row, day: date, known: Nights) -> str:
    standing = row.standing
    if standing.held_on(known.coming) and standing.hold:
        return f"segurado até {dm(standing.hold.until, day)}"
    seen = ahead(standing.facts, known.coming - timedelta(days=1), holiday_calendar())
    if standing.facts.stage is Stage.THROTTLED:
        return f"suspende em {wdm(seen.suspended, day)}" if seen.suspended else "não suspende"
    return f"cancela em {wdm(seen.cancelled, day)}" if seen.cancelled else "não cancela"


LINES: Mapping[str, Callable[[Sequence[Row], date, Nights], list[Line]]] = {
    "sem-aviso": _unheard,
    "segurados": _held,
    "prometidos": _promised,
    "suspensos": _at_stage,
    "reduzidos": _at_stage,
}
