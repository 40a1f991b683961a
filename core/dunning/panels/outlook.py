"""What comes next for a contract that is not paid, in the words of its page. Source: UX §2, contrato-pagina."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.dunning.queries.facts import Hold
from core.dunning.rules.facts import Event, Stage, Step, Unlock
from core.dunning.rules.words import days
from core.foundation.calendar import DAY
from core.foundation.ptbr import dm, wdm

ACTS = {
    Event.MESSAGE_STARTED: "sai o aviso de atraso",
    Event.THROTTLED: "a velocidade será reduzida",
    Event.SUSPENDED: "a internet será suspensa",
    Event.CANCELLED: "o contrato será cancelado",
}
STAYS = {
    Stage.NORMAL: "nada será reduzido nem suspenso",
    Stage.MESSAGE: "nada será reduzido nem suspenso",
    Stage.THROTTLED: "não será suspenso",
    Stage.SUSPENDED: "não será cancelado",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """A contract with something late, on `day`. `steps`: those to come if nothing is paid.

    `hour`: from when a suspension holds. `unlock`: the one in force. `unheard`: the notice that holds reached nobody.
    """

    day: date
    stage: Stage
    steps: tuple[Step, ...] = ()
    hour: int = 8
    hold: Hold | None = None
    unlock: Unlock | None = None
    unlock_by: str | None = None
    unheard: bool = False

    @property
    def told(self) -> tuple[Step, ...]:
        """The steps that a customer notices."""
        return tuple(step for step in self.steps if step.event in ACTS)


def next_words(outlook: Outlook) -> tuple[str, str]:
    """The next step and the one after it: (“Amanhã, às 8h, a internet será suspensa”, “em 02/06 …”), "" where none."""
    steps = outlook.told
    first = f"{_when(steps[0], outlook)} {_act(steps[0], outlook)}" if steps else ""
    second = f"em {dm(steps[1].day, outlook.day)} {_act(steps[1], outlook)}" if len(steps) > 1 else ""
    return first, second


def kept_back(outlook: Outlook) -> str:
    """Why the contract does not move as its days late would have it: held, unlocked in trust, told by nobody; "" else."""
    if outlook.hold:
        until = wdm(outlook.hold.until, outlook.day)
        return f"Segurado até {until} por {outlook.hold.by}: “{outlook.hold.reason}”."
    if outlook.unlock:
        by = f", por {outlook.unlock_by}" if outlook.unlock_by else ""
        until = wdm(outlook.unlock.ends - DAY, outlook.day)
        return f"Liberado em confiança por {days(outlook.unlock.days)}{by}: normal até {until}."
    if outlook.unheard:
        return f"O aviso não chegou: enquanto não chegar, {STAYS.get(outlook.stage, STAYS[Stage.NORMAL])}."
    return ""


def _when(step: Step, outlook: Outlook) -> str:
    hour = f", às {outlook.hour}h," if step.event is Event.SUSPENDED else ""
    if step.day == outlook.day:
        return f"Hoje{hour}"
    if step.day == outlook.day + DAY:
        return f"Amanhã{hour}"
    return f"Em {wdm(step.day, outlook.day)}{hour}"


def _act(step: Step, outlook: Outlook) -> str:
    if step.event is Event.MESSAGE_STARTED and outlook.stage is not Stage.NORMAL:
        return "sai outro aviso de atraso"
    return ACTS[step.event] if step.event else ""
