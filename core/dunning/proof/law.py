"""What the law asks of a suspension, point by point, beside what was done in this case.

Sources: RGC (Res. Anatel 765/2023), Lei 14.015/2020, CDC art. 52 § 1º, Lei 7.089/83, as the regulator's own pages
sum them up. What a record cannot settle is said to be checked by a person, never claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

from core.contracts.rules.checks import DAYS_OF_NOTICE, DAYS_SUSPENDED, MOST_FEE, MOST_INTEREST
from core.dunning.models import LadderEvent
from core.dunning.proof.case import Case, Money
from core.dunning.proof.contents import content_points
from core.dunning.proof.points import MET, NONE, NOT_MET, TO_CHECK, Point
from core.dunning.proof.says import instant, spared_by_law, weekday, why_not_a_business_day
from core.dunning.rules.words import days
from core.foundation.ptbr import dmy, percent

RGC = "RGC, Res. Anatel 765/2023"
OFFICE_HOURS = range(8, 18)
ONE_DAY = timedelta(days=1)


def law_points(case: Case) -> list[Point]:
    """Every point, in the order in which a case goes."""
    return [point for part in PARTS for point in part(case)]


def _notice(case: Case) -> Iterator[Point]:
    asked = f"Suspender só {DAYS_OF_NOTICE} dias depois do dia em que o cliente foi avisado do débito"
    for event in case.events_of("suspended"):
        notice = case.notice_of(event)
        if notice is None or notice.taken_on is None:
            yield Point(
                asked, RGC, NOT_MET, f"Suspensão em {dmy(event.on_day)} sem aviso aceito por nenhum canal."
            )
            continue
        passed = (event.on_day - notice.taken_on).days
        told = f"Aviso aceito em {dmy(notice.taken_on)}; suspensão em {dmy(event.on_day)}: {days(passed)}."
        yield Point(asked, RGC, MET if passed >= DAYS_OF_NOTICE else NOT_MET, told)
    if not case.events_of("suspended"):
        yield Point(asked, RGC, NONE, "Não houve suspensão neste atraso.")


def _reduction(case: Case) -> Iterator[Point]:
    for event in case.events_of("throttled"):
        told = f"A velocidade foi reduzida em {dmy(event.on_day)}. A norma atual não prevê esse passo; a anterior pedia 15 dias de aviso."
        yield Point("Redução de velocidade por dívida", RGC, TO_CHECK, told)


def _day_of_the_cut(case: Case) -> Iterator[Point]:
    asked = "Não começar em sexta, sábado, domingo, feriado ou véspera"
    for event in case.events_of("suspended"):
        spared = spared_by_law(event.on_day, case.calendar)
        told = f"{weekday(event.on_day).capitalize()}" + (
            f": é {spared}." if spared else ": dia útil, e o seguinte também não é feriado."
        )
        yield Point(asked, "Lei 14.015/2020", NOT_MET if spared else MET, told)
        in_hours = case.suspend_hour in OFFICE_HOURS
        yield Point(
            "Em horário comercial",
            "Lei 14.015/2020",
            MET if in_hours else NOT_MET,
            f"Vale a partir das {case.suspend_hour}h (configuração atual).",
        )


def _return(case: Case) -> Iterator[Point]:
    asked = "Voltar em até 1 dia de quando se soube do pagamento"
    for event in case.events_of("restored"):
        money = _what_brought_it_back(case, event)
        if money is None:
            yield Point(
                asked,
                RGC,
                TO_CHECK,
                f"Voltou em {instant(event.at, case.zone)}, sem pagamento: {event.words}.",
            )
            continue
        verdict = MET if event.at - money.at <= ONE_DAY else NOT_MET
        told = f"Pagamento conhecido em {instant(money.at, case.zone)}; volta pedida em {instant(event.at, case.zone)}."
        yield Point(asked, RGC, verdict, told)
    if case.events_of("suspended", "throttled") and not case.events_of("restored"):
        yield Point(asked, RGC, NONE, "Ainda não houve pagamento que a trouxesse de volta.")
    if case.events_of("restored"):
        yield _fee(case)


def _what_brought_it_back(case: Case, event: LadderEvent) -> Money | None:
    known = [
        one
        for bill in case.bills
        for one in bill.payments
        if (one.known_on, one.at) <= (event.on_day, event.at)
    ]
    return max(known, key=lambda one: (one.known_on, one.at), default=None)


def _fee(case: Case) -> Point:
    asked = "Sem taxa de religação"
    if not case.one_offs:
        return Point(asked, RGC, MET, "Nenhum item avulso foi cobrado desde o corte.")
    return Point(asked, RGC, TO_CHECK, f"Avulsos cobrados desde o corte: {', '.join(case.one_offs)}.")


def _rescission(case: Case) -> Iterator[Point]:
    asked = f"Cancelar só depois de {DAYS_SUSPENDED} dias suspenso, com aviso próprio"
    for event in case.events_of("cancelled"):
        since = _suspended_since(event)
        passed = f"Suspenso desde {since}, cancelado em {dmy(event.on_day)}: {days(_days_cut(event))}."
        told = [one for one in case.messages if one.occasion == "cancelled"]
        taken = any(one.taken_at for one in told)
        own = (
            "Aviso de cancelamento aceito."
            if taken
            else "Nenhum aviso de cancelamento foi aceito por um canal."
        )
        met = _days_cut(event) >= DAYS_SUSPENDED and taken
        yield Point(asked, RGC, MET if met else NOT_MET, f"{passed} {own}")
    if not case.events_of("cancelled"):
        yield Point(asked, RGC, NONE, "O contrato não foi cancelado neste atraso.")


def _suspended_since(event: LadderEvent) -> str:
    since = str(event.data.get("since") or "")
    return "/".join(reversed(since.split("-"))) if since else "–"


def _days_cut(event: LadderEvent) -> int:
    since = event.data.get("since")
    return (event.on_day - type(event.on_day).fromisoformat(since)).days if since else 0


def _charges(case: Case) -> Iterator[Point]:
    fee = max((one.debt.late_fee_percent for one in case.bills), default=Decimal(0))
    interest = max((one.debt.monthly_interest_percent for one in case.bills), default=Decimal(0))
    yield Point(
        "Multa de até 2%",
        "CDC, art. 52, § 1º",
        MET if fee <= MOST_FEE else NOT_MET,
        f"Multa de {percent(fee)}, uma vez.",
    )
    told = f"Juros de {percent(interest)} ao mês, simples, por dia de atraso."
    yield Point("Juros de até 1% ao mês", RGC, MET if interest <= MOST_INTEREST else NOT_MET, told)


def _bank_days(case: Case) -> Iterator[Point]:
    moved = [one for one in case.bills if one.due_date != one.effective_due]
    for bill in moved:
        why = why_not_a_business_day(bill.due_date, case.calendar) or "dia não útil"
        told = f"Fatura {bill.id}: {dmy(bill.due_date)} é {why}; o atraso conta depois de {dmy(bill.effective_due)}."
        yield Point(
            "Vencimento em dia sem banco vale até o próximo, sem acréscimo", "Lei 7.089/83", MET, told
        )


def _pauses(case: Case) -> Iterator[Point]:
    asked = "Contestação suspende os prazos de suspensão e de cancelamento até a resposta"
    held = [f"{dmy(one.on_day)}: {one.words}." for one in case.events_of("held")]
    yield Point(
        asked, RGC, TO_CHECK if held else NONE, " ".join(held) or "Nenhuma pausa foi registrada neste atraso."
    )


PARTS: tuple[Callable[[Case], Iterator[Point]], ...] = (
    _bank_days,
    _charges,
    content_points,
    _reduction,
    _notice,
    _day_of_the_cut,
    _pauses,
    _return,
    _rescission,
)
