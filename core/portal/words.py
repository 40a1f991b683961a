"""What the customer reads, in plain words: what happened, and what comes next. Source: UX §1 (words), §2 (11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from core.foundation.clock import today
from core.foundation.preferences import preference
from core.foundation.ptbr import brl, day_in_words
from core.portal.queries import Box
from core.portal.rules import Bill, Situation, worst

S = Situation


def heading(boxes: Sequence[Box]) -> str:
    """What is the matter, in a line: of the contract that stands worst."""
    found = worst([box.situation for box in boxes])
    return box_heading(next((box for box in boxes if box.situation is found), None))


def box_heading(box: Box | None) -> str:
    """The same of one contract."""
    if box is None or box.situation is S.FINE:
        return _("Está tudo em dia")
    said = {
        S.SUSPENDED: _("Sua internet está suspensa"),
        S.SUSPENDED_SOON: _("Hoje, às %(hour)sh, a internet será suspensa", hour=_hour()),
        S.THROTTLED: _("Sua internet está mais lenta"),
        S.CANCELLED: _("Seu contrato foi cancelado"),
        S.ENDED: _("Seu contrato está encerrado"),
        S.UNLOCKED: _("Internet liberada até %(day)s", day=_day(box.until)),
    }
    several = len(box.bills) > 1
    late = _("Há %(n)s faturas em atraso", n=len(box.bills)) if several else _("Há uma fatura em atraso")
    return said.get(box.situation, late)


def _hour() -> int:
    return int(preference("dunning.suspend_from_hour"))


def _day(day: date | None) -> str:
    return day_in_words(day, today()) if day else ""


def lead(box: Box | None, name: str) -> str:
    """What happened and what the way back is, in a sentence or two."""
    if box is None or not box.bills:
        return _("%(name)s, não há nada para pagar agora.", name=name)
    return " ".join(
        part for part in (f"{name}, {_unpaid(box.bills)}.", _way_back(box), next_step(box)) if part
    )


def _unpaid(bills: Sequence[Bill]) -> str:
    oldest = _day(bills[0].due_date)
    if len(bills) == 1:
        return _("a fatura que venceu em %(day)s não foi paga", day=oldest)
    return _("%(n)s faturas não foram pagas; a mais antiga venceu em %(day)s", n=len(bills), day=oldest)


def _way_back(box: Box) -> str:
    return {
        S.SUSPENDED: _("Pagando, a internet volta em segundos."),
        S.SUSPENDED_SOON: _("Pagando antes disso, ela não para."),
        S.THROTTLED: _("Pagando, a velocidade volta em segundos."),
        S.CANCELLED: _("Para pagar ou voltar a ter internet, fale com a gente."),
        S.UNLOCKED: _("Pagando até lá, nada muda."),
    }.get(box.situation, _("Pagando, nada muda na sua internet."))


def next_step(box: Box) -> str:
    """What comes if nothing is paid, where the ladder says so."""
    ahead = box.ahead
    if box.situation in (S.LATE, S.UNLOCKED) and ahead.throttled:
        return _("Se não, em %(day)s ela fica mais lenta.", day=_day(ahead.throttled))
    if box.situation in (S.LATE, S.THROTTLED, S.UNLOCKED) and ahead.suspended:
        return _("Se não, em %(day)s ela será suspensa.", day=_day(ahead.suspended))
    if box.situation in (S.SUSPENDED, S.SUSPENDED_SOON) and ahead.cancelled:
        return _("Se não, em %(day)s o contrato será cancelado.", day=_day(ahead.cancelled))
    return ""


def sum_words(bill: Bill) -> str:
    """“R$ 127,74 + multa R$ 2,55 + juros R$ 0,55”: how what is owed of an invoice comes about."""
    owed = bill.owed
    parts = [
        (" + ", _("multa"), owed.fee),
        (" + ", _("juros"), owed.interest),
        (" − ", _("desconto"), owed.discount),
    ]
    return brl(owed.left) + "".join(f"{sign}{label} {brl(amount)}" for sign, label, amount in parts if amount)


def unlock_words(box: Box, days: int, until: date) -> str:
    """What a trust unlock gives, and what it does not."""
    again = _("fica mais lenta") if box.situation is S.THROTTLED else _("é suspensa")
    given = _("por um dia") if days == 1 else _("por %(n)s dias", n=days)
    return _(
        "Liberamos a internet agora, %(given)s, uma vez. Se a fatura não for paga até %(day)s, ela %(again)s de novo.",
        given=given, day=_day(until), again=again,
    )  # fmt: skip
