"""What a person typed, read as it is meant or refused with a sentence. Source: UX §1, money, dates and numbers.

Nothing is guessed: 1.234,56 and 1234,56 are read, 1234.56 is asked about.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

MOST_MONEY = Decimal("9999999.99")
_NUMBER = re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<places>[0-9]+))?")
_DOTTED = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<places>[0-9]+)")
_DATE = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{4}|[0-9]{2}))?")
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class TypedError(ValueError):
    """Something typed that cannot be read; the message is a sentence for the person who typed it."""


def quote(text: str) -> str:
    """What was typed, in quotes, cut where it is long."""
    return f"“{text if len(text) <= 20 else text[:20] + '…'}”"


def parse_money(text: str) -> Decimal:
    """An amount in reais, two places, never negative. Raises TypedError.

    >>> parse_money("R$ 1.234,5")
    Decimal('1234.50')
    """
    amount = _decimal(text.strip().removeprefix("R$"), "Digite sem o sinal; o tipo Desconto já abate.")
    if amount > MOST_MONEY:
        raise TypedError("Não dá para guardar mais de R$ 9.999.999,99. Confira o valor.")
    return amount.quantize(Decimal("0.01"))


def parse_percent(text: str) -> Decimal:
    """A percentage as a person writes it (2 is 2 %), from 0 to 100, two places. Raises TypedError."""
    value = _decimal(text.strip().removesuffix("%"), "Digite sem o sinal de menos.")
    if value > 100:
        raise TypedError("Mais de 100% não existe aqui. Escreva, por exemplo, 1 ou 1,5.")
    return value.quantize(Decimal("0.01"))


def parse_int(text: str, least: int = 0, most: int = 9999) -> int:
    """A whole number (days, a day of the month, how many times) between two bounds. Raises TypedError."""
    plain = text.strip()
    if not re.fullmatch(r"[0-9]+", plain):
        raise TypedError(f"{quote(plain)} não é um número inteiro. Escreva, por exemplo, {max(least, 10)}.")
    # Thousands of digits are no number of days, and slow to read as one.
    value = int(plain) if len(plain) <= 9 else most + 1
    if not least <= value <= most:
        raise TypedError(f"Aqui cabe de {least} a {most}.")
    return value


def parse_date(text: str, today: date) -> date:
    """A day typed as 2003, 20/3, 20/03/17 or 20/03/2017; this year where none is typed. Raises TypedError."""
    plain = text.strip()
    try:
        return date(*_year_month_day(plain, today))
    except ValueError:
        raise TypedError(
            f"{quote(plain)} não é uma data. Escreva, por exemplo, 2003, 20/3 ou 20/03/17."
        ) from None


def _year_month_day(plain: str, today: date) -> tuple[int, int, int]:
    if iso := _ISO.fullmatch(plain):
        return int(iso[1]), int(iso[2]), int(iso[3])
    found = _DATE.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if not found:
        raise ValueError
    year = _full_year(found[3], today) if found[3] else today.year
    if not 1900 <= year <= 2199:
        raise ValueError
    return year, int(found[2]), int(found[1])


def _full_year(typed: str, today: date) -> int:
    """Two digits mean the century that puts the year at most twenty years ahead: 17 is 2017, 85 is 1985."""
    if len(typed) == 4:
        return int(typed)
    century = today.year - today.year % 100
    year = century + int(typed)
    return year if year <= today.year + 20 else year - 100


def _decimal(text: str, when_signed: str) -> Decimal:
    plain = text.strip(" \u00a0")
    if plain[:1] in ("-", "−", "–"):
        raise TypedError(when_signed)
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise TypedError(_why_no_number(plain))
    return _with_two_places(found["whole"].replace(".", ""), found["places"] or "")


def _why_no_number(plain: str) -> str:
    dotted = _DOTTED.fullmatch(plain)
    if not dotted:
        return f"{quote(plain)} não é um número. Escreva, por exemplo, 1 ou 1,5."
    return f"Escreva {_cut(dotted['whole'].replace(',', ''))},{_cut(dotted['places'])}, com vírgula."


def _with_two_places(whole: str, places: str) -> Decimal:
    if len(places) > 2:
        raise TypedError(f"Só cabem duas casas depois da vírgula; aqui há {len(places)}.")
    # More digits than any amount has: kept short, so that the bound of the caller refuses it.
    return Decimal(f"{whole if len(whole) <= 12 else '9' * 12}.{places or '0'}")


def _cut(digits: str) -> str:
    return digits if len(digits) <= 20 else digits[:20] + "…"
