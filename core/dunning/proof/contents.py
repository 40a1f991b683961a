"""What a notice of debt must hold, looked for in the text that went out, and quoted where it was found.

Source: RGC, Res. Anatel 765/2023: why; the rules and the dates of suspension and rescission; amount and month; that a
listing may follow the rescission; how soon the service returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.dunning.models import LadderNotice
from core.dunning.proof.case import Case
from core.dunning.proof.points import MET, NONE, NOT_MET, TO_CHECK, Point
from core.foundation.ptbr import MONTHS, brl, dmy
from core.foundation.text import fold
from core.notices.queries import MessageView

SOURCE = "RGC, Res. Anatel 765/2023"
ASKED = "O aviso diz "


def content_points(case: Case) -> Iterator[Point]:
    """Each thing that the first notice that reached the customer must say; one point where none did."""
    notice = next((one for one in case.notices if one.taken_on), None)
    if notice is None:
        told = "Nenhum aviso foi aceito por um canal." if case.notices else "Nenhum aviso foi devido ainda."
        yield Point(
            ASKED + "por que, quanto e o que acontece", SOURCE, NOT_MET if case.notices else NONE, told
        )
        return
    message = _heard(case, notice)
    if message is None:
        yield _in_person(case, notice)
        return
    yield from (_point(what, _line(message, find(case, notice))) for what, find in CONTENTS)


def _heard(case: Case, notice: LadderNotice) -> MessageView | None:
    """The message that gave the notice: of those taken, the one that says most."""
    taken = [one for one in case.messages_for(notice) if one.taken_at]
    return max(taken, key=lambda one: len(one.text), default=None)


def _in_person(case: Case, notice: LadderNotice) -> Point:
    how = [one.words for one in case.events_of("told") if one.notice_id == notice.id]
    day = dmy(notice.taken_on) if notice.taken_on else ""
    return Point(
        ASKED + "por que, quanto e o que acontece",
        SOURCE,
        TO_CHECK,
        f"{day}: {'; '.join(how) or 'sem texto guardado'}.",
    )


def _point(what: str, line: str) -> Point:
    if line:
        return Point(ASKED + what, SOURCE, MET, f"“{line}”")
    return Point(ASKED + what, SOURCE, NOT_MET, "Não foi encontrado no texto que saiu.")


def _line(message: MessageView, sought: tuple[tuple[str, ...], ...]) -> str:
    """The lines that hold, each, one of some words; "" where one of the groups is nowhere."""
    lines = [line.strip() for line in (message.subject, *message.text.splitlines()) if line.strip()]
    found = [next((line for line in lines if _holds(line, words)), "") for words in sought]
    return " ".join(dict.fromkeys(found)) if all(found) else ""


def _holds(line: str, words: tuple[str, ...]) -> bool:
    return any(fold(word) in fold(line) for word in words)


def _why(case: Case, notice: LadderNotice) -> tuple[tuple[str, ...], ...]:
    return (("fatura",), ("venceu", "vencid", "atraso"))


def _what_follows(case: Case, notice: LadderNotice) -> tuple[tuple[str, ...], ...]:
    return (("suspens",), ("cancel", "rescis"))


def _amount(case: Case, notice: LadderNotice) -> tuple[tuple[str, ...], ...]:
    """The sum owed on the day of the notice, as it was reckoned then, and the month of an invoice."""
    step = next((one for one in case.events if one.notice_id == notice.id), None)
    bills = [one for one in case.bills if one.id in notice.invoice_ids]
    if step is None or not bills:
        return (("r$",),)
    owed = [brl(one.owed(step.on_day, step.at).amount) for one in bills]
    whole = brl(sum((one.owed(step.on_day, step.at).amount for one in bills), bills[0].total * 0))
    months = tuple(MONTHS[one.due_date.month - 1] for one in bills)
    return ((whole, *owed), months)


def _listing(case: Case, notice: LadderNotice) -> tuple[tuple[str, ...], ...]:
    return (("proteção ao crédito", "negativ", "registro da dívida", "Serasa", "SPC"),)


def _way_back(case: Case, notice: LadderNotice) -> tuple[tuple[str, ...], ...]:
    return (("volta", "restabelec", "religa"),)


CONTENTS: tuple[tuple[str, Callable[[Case, LadderNotice], tuple[tuple[str, ...], ...]]], ...] = (
    ("por que", _why),
    ("como e quando vêm a suspensão e o cancelamento", _what_follows),
    ("o valor e o mês", _amount),
    ("que a dívida pode ser registrada depois do cancelamento", _listing),
    ("em quanto tempo o serviço volta", _way_back),
)
