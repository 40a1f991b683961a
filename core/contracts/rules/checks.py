"""What a contract's terms may not say, and what the law advises against. Source: RULES §3, §5, §6.

Errors refuse the save; warnings let it pass and name the law (CDC; Anatel's RGC, Res. 765/2023).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.contracts.rules.closing import fewest_days_to_pay
from core.contracts.rules.terms import EXCEPTIONS, WEEKDAYS, BillingTerms, LadderTerms

CDC = "CDC, art. 52, § 1º"
RGC = "RGC da Anatel, Res. 765/2023"
MOST_FEE, MOST_INTEREST = Decimal(2), Decimal(1)
DAYS_TO_PAY = 5
DAYS_OF_NOTICE = 15
DAYS_SUSPENDED = 60


class Severity(StrEnum):
    """An error refuses the save, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field, in a sentence that says the way out.

    `field` is an attribute of the terms, `law` the law that a warning stands on, `remedy` a value for the
    field that would satisfy it, as a person types it.
    """

    field: str
    sentence: str
    severity: Severity = Severity.ERROR
    law: str | None = None
    remedy: str | None = None


def problems(billing: BillingTerms, ladder: LadderTerms) -> list[Problem]:
    """All that is wrong with the terms of a contract: first the errors, then the warnings.

    >>> [one.field for one in problems(BillingTerms(closing_day=32), LadderTerms())]
    ['closing_day']
    """
    errors = [*_bad_billing(billing), *_bad_steps(ladder), *_bad_exceptions(ladder)]
    days_are_days = not any(one.field in DAY_NAMES for one in errors)
    hints = [*_short_time_to_pay(billing)] if days_are_days else []
    return [*errors, *hints, *_above_the_law(billing), *_sooner_than_anatel(ladder)]


DAY_NAMES = {"closing_day": "fechamento", "due_day": "vencimento"}
NOT_NEGATIVE = (
    "punctuality_discount",
    "late_fee_percent",
    "monthly_interest_percent",
    "min_days_to_pay",
    "settle_short_by",
)


def _bad_billing(terms: BillingTerms) -> Iterator[Problem]:
    for field, name in DAY_NAMES.items():
        day = getattr(terms, field)
        if not 1 <= day <= 31:
            yield Problem(field, f"Não há dia {day}. Use um dia de {name} de 1 a 31.")
    for field in NOT_NEGATIVE:
        if getattr(terms, field) < 0:
            yield Problem(field, "Digite sem o sinal: 0 ou mais.")


# Each step: its field, what comes before it in a sentence, and what a blank one never does.
STEPS = (
    ("message_after_days", "da mensagem", "enviar a mensagem"),
    ("throttle_after_days", "da redução", "reduzir"),
    ("suspend_after_days", "da suspensão", "suspender"),
)
NEVER_CANCEL = "Use 1 ou mais, ou deixe em branco para nunca cancelar."


def _bad_steps(terms: LadderTerms) -> Iterator[Problem]:
    floor, before = 1, ""
    for field, name, verb in STEPS:
        days = getattr(terms, field)
        if days is None:
            continue
        way_out = f"Use {floor} ou mais, ou deixe em branco para nunca {verb}."
        if days < 1:
            yield Problem(field, f"Um passo leva 1 dia ou mais. {way_out}", remedy=str(floor))
        elif days < floor:
            yield Problem(field, f"{days} vem antes {before} ({_days(floor)}). {way_out}", remedy=str(floor))
        else:
            floor, before = days, name
    if terms.cancel_after_days is not None and terms.cancel_after_days < 1:
        yield Problem("cancel_after_days", f"Um passo leva 1 dia ou mais. {NEVER_CANCEL}", remedy="1")


def _bad_exceptions(terms: LadderTerms) -> Iterator[Problem]:
    if terms.suspend_except >= set(WEEKDAYS):
        sentence = "Com os sete dias da semana fora, nunca suspende. Deixe ao menos um dia livre."
        yield Problem("suspend_except", sentence)
    if unknown := sorted(terms.suspend_except - set(EXCEPTIONS)):
        yield Problem("suspend_except", f"Dia desconhecido: {', '.join(unknown)}. Escolha os dias da lista.")
    if terms.notice_days < 0:
        yield Problem("notice_days", "Digite sem o sinal: 0 ou mais.", remedy="0")
    elif terms.notice_days and terms.message_after_days is None:
        sentence = "Conta a partir da mensagem, que está em branco. Preencha “Enviar mensagem após” ou use 0."
        yield Problem("notice_days", sentence, remedy="0")


def _short_time_to_pay(terms: BillingTerms) -> Iterator[Problem]:
    days = fewest_days_to_pay(terms)
    closing, due = terms.closing_day, terms.due_day
    if due > closing >= 28:
        sentence = f"Em meses curtos, o fechamento {closing} e o vencimento {due} caem no mesmo dia."
    elif days < DAYS_TO_PAY:
        sentence = f"Do fechamento ao vencimento há meses com só {_days(days)} para pagar."
    else:
        return
    sentence += f" A fatura deve chegar {DAYS_TO_PAY} dias antes do vencimento."
    yield Problem("due_day", sentence, Severity.WARNING, RGC)


def _above_the_law(terms: BillingTerms) -> Iterator[Problem]:
    if terms.late_fee_percent > MOST_FEE:
        sentence = "A lei limita a multa a 2%. Acima disso, quem salvar fica registrado."
        yield Problem("late_fee_percent", sentence, Severity.WARNING, CDC, "2")
    if terms.monthly_interest_percent > MOST_INTEREST:
        sentence = "Os juros aceitos são de até 1% ao mês. Acima disso, quem salvar fica registrado."
        yield Problem("monthly_interest_percent", sentence, Severity.WARNING, RGC, "1")


def _sooner_than_anatel(terms: LadderTerms) -> Iterator[Problem]:
    if terms.throttle_after_days is not None:
        sentence = "A regra da Anatel não prevê redução por dívida. Deixe em branco para não reduzir."
        yield Problem("throttle_after_days", sentence, Severity.WARNING, RGC, "")
    if _suspends_too_soon(terms):
        sentence = f"A suspensão só pode vir {DAYS_OF_NOTICE} dias depois do aviso de débito."
        remedy = str((terms.message_after_days or 1) + DAYS_OF_NOTICE)
        yield Problem("suspend_after_days", sentence, Severity.WARNING, RGC, remedy)
    yield from _cancels_too_soon(terms)


def _cancels_too_soon(terms: LadderTerms) -> Iterator[Problem]:
    if terms.cancel_after_days is None:
        return
    if terms.suspend_after_days is None:
        sentence = "Conta a partir da suspensão, que está em branco: o contrato nunca será cancelado."
        yield Problem("cancel_after_days", sentence, Severity.WARNING)
    elif terms.cancel_after_days < DAYS_SUSPENDED:
        sentence = f"O contrato só pode ser cancelado depois de {DAYS_SUSPENDED} dias suspenso."
        yield Problem("cancel_after_days", sentence, Severity.WARNING, RGC, str(DAYS_SUSPENDED))


def _suspends_too_soon(terms: LadderTerms) -> bool:
    message, suspend = terms.message_after_days, terms.suspend_after_days
    if suspend is None:
        return False
    return message is None or max(terms.notice_days, suspend - message) < DAYS_OF_NOTICE


def _days(count: int) -> str:
    return "1 dia" if count == 1 else f"{count} dias"
