"""Why a line is that much: its sum in sentences, with the fraction cut in the customer's favour. Source: RULES §1, §4.

A sentence is a row of pieces, so that a page may set numbers in bold and link to other invoices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from core.billing.rules.facts import LineKind
from core.foundation.calendar import Period
from core.foundation.money import CENT, ZERO, floor_cents, share_evenly
from core.foundation.ptbr import brl, dm, month, period, plural

SHOWN_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence; a link where they name an invoice."""

    text: str
    strong: bool = False
    invoice_id: int | None = None


Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Share `number` of an extra item (R$), its month, and the live invoice that bills it, where one does."""

    number: int
    amount: Decimal
    month: date
    invoice_id: int | None = None
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a carried amount came from: an invoice, and the day it was paid."""

    invoice_id: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of an invoice as it was kept. `amount` is signed R$; `days` and `grid` as in `Line`.

    `full`: on a proration, the signed amount of the line that it corrects. `shares`: on an instalment, all
    shares of its extra item. `origin`: on a carried sum.
    """

    kind: LineKind
    amount: Decimal
    days: tuple[Period, ...] = ()
    grid: Period | None = None
    full: Decimal | None = None
    instalment: int | None = None
    instalments: int | None = None
    shares: tuple[Share, ...] = ()
    origin: Origin | None = None

    @property
    def day_count(self) -> int:
        """How many days are billed."""
        return sum(part.days for part in self.days)


def explain(
    line: BilledLine, above: Sequence[BilledLine], below: Sequence[BilledLine], today: date
) -> list[Sentence]:
    """The sentences that open under a line. `above` and `below`: the other lines of the invoice, in order.

    >>> month = Period(date(2017, 5, 1), date(2017, 6, 1))
    >>> used = (Period(date(2017, 5, 16), date(2017, 6, 1)),)
    >>> line = BilledLine(LineKind.PRORATION, Decimal("-7.26"), used, month, full=Decimal("15.00"))
    >>> "".join(piece.text for piece in explain(line, [], [], date(2017, 5, 22))[1]).replace("\u00a0", " ")
    'R$ 15,00 × 16 ÷ 31 = R$ 7,7419…, corta a fração: R$ 7,74.'
    """
    if line.kind in (LineKind.RECURRING, LineKind.DISCOUNT):
        return _item(line, below, today)
    if line.kind is LineKind.DISCOUNT_CAP:
        return _cap(above)
    return SAID[line.kind](line, today)


def _says(*parts: str | Piece) -> Sentence:
    return tuple(part if isinstance(part, Piece) else Piece(part) for part in parts if part)


def _bold(text: str) -> Piece:
    return Piece(text, strong=True)


def _item(line: BilledLine, below: Sequence[BilledLine], today: date) -> list[Sentence]:
    if line.grid is None:
        return []
    whole = f"O período de {period(line.grid, today)} tem {plural(line.grid.days, 'dia', 'dias')}"
    if line.day_count >= line.grid.days:
        return [_says(f"{whole}, todos cobrados: ", _bold(brl(line.amount)), ".")]
    used = f"{whole}; aqui são {plural(line.day_count, 'dia', 'dias')}"
    if below and below[0].kind is LineKind.PRORATION:
        return [_says(f"{used}. A linha de baixo acerta o valor cheio, ", _bold(brl(line.amount)), ".")]
    return [_says(f"{used}, mas foi pedido o valor cheio: ", _bold(brl(line.amount)), ".")]


def _proration(line: BilledLine, today: date) -> list[Sentence]:
    if line.full is None or line.grid is None:
        return []
    days, of = line.day_count, line.grid.days
    charged = floor_cents(line.full * days / of)
    parts = " e ".join(period(part, today) for part in line.days)
    counted = _says(
        f"Dias contados, {parts}: ", _bold(plural(days, "dia", "dias")),
        f"; o período de {period(line.grid, today)} tem ", _bold(str(of)), ".",
    )  # fmt: skip
    back = f"{brl(charged)} {'+' if line.full < 0 else '−'} {brl(abs(line.full))} = "
    product = f"{brl(line.full)} × {days} ÷ {of} = "
    return [counted, _cut(product, line.full * days / of, charged), _says(back, _bold(brl(line.amount)))]


def _cut(product: str, exact: Decimal, charged: Decimal) -> Sentence:
    """The product, and what becomes of its fraction of a cent."""
    if exact == charged:
        return _says(product, _bold(brl(charged)), ".")
    way = "corta a fração: " if charged > 0 else "a fração fica a favor do cliente: "
    return _says(f"{product}{_with_places(exact)}, {way}", _bold(brl(charged)), ".")


def _with_places(exact: Decimal) -> str:
    """R$ 7,7419…: the places that show why it is cut."""
    shown = exact.quantize(SHOWN_PLACES, ROUND_DOWN)
    cents = shown.quantize(CENT, ROUND_DOWN)
    more = f"{abs(shown - cents):.4f}"[4:]
    sign = "−" if exact < 0 else ""
    return f"{sign}{brl(abs(cents))}{more}{'' if shown == exact else '…'}"


def _cap(above: Sequence[BilledLine]) -> list[Sentence]:
    discounts = [one for one in above if one.kind is LineKind.DISCOUNT or _is_discount_part(one)]
    taken = -sum((one.amount for one in discounts), ZERO)
    items = sum((one.amount for one in above), ZERO) + taken
    gone = _says(f"Os itens somam {brl(items)} e os descontos {brl(taken)}.")
    return [gone, _says("O desconto vai só até o valor dos itens: a fatura não fica negativa.")]


def _is_discount_part(line: BilledLine) -> bool:
    return line.kind is LineKind.PRORATION and line.full is not None and line.full < 0


def _one_off(line: BilledLine, today: date) -> list[Sentence]:
    return [_says("Cobrado uma vez só, por inteiro: ", _bold(brl(line.amount)), ".")]


def _instalment(line: BilledLine, today: date) -> list[Sentence]:
    total = sum((share.amount for share in line.shares), ZERO)
    mine = next((share for share in line.shares if share.number == line.instalment), None)
    if mine is None or not line.instalments:
        return []
    named = _says(f"Parcela {line.instalment} de {line.instalments}, de {month(mine.month, today)}.")
    return [_divided(total, line.instalments, line.amount), named, *_others(line, today)]


def _divided(total: Decimal, shares: int, amount: Decimal) -> Sentence:
    division = f"{brl(total)} ÷ {shares} = "
    parts = share_evenly(total, shares)
    if parts[0] == parts[-1]:
        return _says(division, _bold(brl(amount)), ".")
    over = sum(1 for part in parts if part != parts[-1])
    first = "na primeira" if over == 1 else f"nas {over} primeiras"
    rest = f"{brl(parts[-1])}; {plural(over, 'centavo que sobra vai', 'centavos que sobram vão')} {first}: "
    return _says(division + rest, _bold(brl(amount)), ".")


def _others(line: BilledLine, today: date) -> list[Sentence]:
    parts: list[str | Piece] = []
    for share in line.shares:
        if share.number != line.instalment:
            parts += ["; " if parts else "", *_placed(share, line.instalments or 0, today)]
    return [_says(*parts, ".")] if parts else []


def _placed(share: Share, of: int, today: date) -> list[str | Piece]:
    if share.invoice_id is None:
        return [f"{share.number}/{of} vai na de {month(share.month, today)}"]
    link = Piece(f"fatura {share.invoice_id}", invoice_id=share.invoice_id)
    return [f"{share.number}/{of} na ", link, ", paga" if share.paid else ""]


def _carried(line: BilledLine, today: date) -> list[Sentence]:
    if line.origin is None:
        return []
    link = Piece(f"fatura {line.origin.invoice_id}", invoice_id=line.origin.invoice_id)
    paid = f", paga em {dm(line.origin.paid_on, today)}" if line.origin.paid_on else ""
    return [
        _says("Faltou na ", link, f"{paid}: ", _bold(brl(line.amount)), "."),
        _says("Sobre este valor não correm multa nem juros."),
    ]


def _adjustment(line: BilledLine, today: date) -> list[Sentence]:
    return [_says("Acrescentado na emissão por um plugin do sistema.")]


SAID: dict[LineKind, Callable[[BilledLine, date], list[Sentence]]] = {
    LineKind.PRORATION: _proration,
    LineKind.ONE_OFF: _one_off,
    LineKind.INSTALMENT: _instalment,
    LineKind.CARRIED: _carried,
    LineKind.ADJUSTMENT: _adjustment,
}
