"""The steps of the ladder in words: for the history, the proof and the pages. Source: RULES §6, UX §1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.dunning.rules.facts import Event, Reason, Stage, Step, Wait
from core.dunning.rules.relief import NoUnlock, Relief
from core.foundation.ptbr import dm, plural

DONE = {
    Event.MESSAGE_STARTED: "Aviso de atraso",
    Event.THROTTLED: "Velocidade reduzida",
    Event.SUSPENDED: "Internet suspensa",
    Event.CANCELLED: "Contrato cancelado",
}
STAGES = {
    Stage.NORMAL: "normal",
    Stage.MESSAGE: "mensagem",
    Stage.THROTTLED: "velocidade reduzida",
    Stage.SUSPENDED: "suspensa",
    Stage.CANCELLED: "cancelado",
}
NAMES = {
    "monday": "segunda",
    "tuesday": "terça",
    "wednesday": "quarta",
    "thursday": "quinta",
    "friday": "sexta",
    "saturday": "sábado",
    "sunday": "domingo",
    "holiday": "feriado",
    "holiday_eve": "véspera de feriado",
}
REFUSALS = {
    NoUnlock.NOT_CUT: "Este contrato não está reduzido nem suspenso.",
    NoUnlock.ALREADY_USED: "A liberação em confiança já foi usada neste atraso.",
    NoUnlock.TOO_FEW_DAYS: "Libere por pelo menos 1 dia.",
}


def step_words(step: Step) -> str:
    """What a step did and why, in a sentence for the history.

    >>> from core.dunning.rules.facts import Wait
    >>> waits = (Wait(date(2017, 4, 22), "saturday"), Wait(date(2017, 4, 23), "sunday"))
    >>> why = Reason(1042, date(2017, 4, 12), 12, waits)
    >>> step_words(Step(date(2017, 4, 24), Stage.SUSPENDED, Event.SUSPENDED, why))
    'Internet suspensa: fatura 1042 venceu em 12/04, 12 dias; sábado e domingo não suspende'
    """
    done = DONE[step.event] if step.event else "Fim da liberação em confiança"
    return f"{done}: {reason_words(step.reason, step.day)}" if step.reason else done


def reason_words(reason: Reason, day: date) -> str:
    """Why a step is taken: which invoice, how late, and what the suspension waited for."""
    late = f"fatura {reason.invoice_id} venceu em {dm(reason.effective_due, day)}, {days(reason.days_late)}"
    if reason.since:
        return f"suspenso em {dm(reason.since, day)}, faz {days((day - reason.since).days)}; {late}"
    return f"{late}; {waited_words(reason.waited)} não suspende" if reason.waited else late


def waited_words(waits: Sequence[Wait]) -> str:
    """The names of the days waited for, each once, in order: sábado, domingo e feriado."""
    return enumerated(list(dict.fromkeys(NAMES[wait.because] for wait in waits)))


def enumerated(names: Sequence[str]) -> str:
    """Names as a list in a sentence: a, b e c."""
    return " e ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def days(count: int) -> str:
    """1 dia, 2 dias."""
    return plural(count, "dia", "dias")


def relief_words(relief: Relief, because: str) -> str:
    """What a payment, or a cancelled invoice, changed: `because` says which."""
    now = "tudo normal" if relief.stage is Stage.NORMAL else f"agora {STAGES[relief.stage]}"
    return f"{because}: {now}"
