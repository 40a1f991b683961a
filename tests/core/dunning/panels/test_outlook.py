"""What comes next for a contract that is late, in words."""

from datetime import date

from core.dunning.panels.outlook import Outlook, kept_back, next_words
from core.dunning.queries.facts import Hold
from core.dunning.rules.facts import Event, Reason, Stage, Step, Unlock

MONDAY = date(2017, 5, 22)
WHY = Reason(2317, date(2017, 5, 10), 12)


def step(day: date, stage: Stage, event: Event | None) -> Step:
    return Step(day, stage, event, WHY)


SUSPENDED = step(date(2017, 5, 23), Stage.SUSPENDED, Event.SUSPENDED)
CANCELLED = step(date(2017, 6, 2), Stage.CANCELLED, Event.CANCELLED)


def test_the_next_step_and_the_one_after_it() -> None:
    words = next_words(Outlook(MONDAY, Stage.THROTTLED, (SUSPENDED, CANCELLED)))

    assert words == ("Amanhã, às 8h, a internet será suspensa", "em 02/06 o contrato será cancelado")


def test_a_step_of_this_very_day_and_one_far_ahead() -> None:
    today = Outlook(date(2017, 5, 23), Stage.THROTTLED, (SUSPENDED,), hour=9)
    later = Outlook(date(2017, 5, 20), Stage.THROTTLED, (SUSPENDED,))

    assert next_words(today) == ("Hoje, às 9h, a internet será suspensa", "")
    assert next_words(later) == ("Em ter 23/05, às 8h, a internet será suspensa", "")


def test_nothing_to_come_says_nothing() -> None:
    assert next_words(Outlook(MONDAY, Stage.SUSPENDED)) == ("", "")


def test_a_step_in_silence_is_not_told() -> None:
    silent = step(date(2017, 5, 23), Stage.MESSAGE, None)

    assert next_words(Outlook(MONDAY, Stage.NORMAL, (silent, CANCELLED)))[0].startswith("Em sex 02/06")


def test_a_second_notice_is_called_another_one() -> None:
    notice = step(date(2017, 5, 23), Stage.THROTTLED, Event.MESSAGE_STARTED)

    assert next_words(Outlook(MONDAY, Stage.NORMAL, (notice,)))[0] == "Amanhã sai o aviso de atraso"
    assert next_words(Outlook(MONDAY, Stage.THROTTLED, (notice,)))[0] == "Amanhã sai outro aviso de atraso"


def test_a_hold_is_said_before_an_unlock_and_an_unlock_before_an_unheard_notice() -> None:
    hold = Hold(date(2017, 5, 25), "Vai pagar na quinta", "Carla")
    unlock = Unlock(MONDAY, 3, Stage.SUSPENDED)

    held = kept_back(Outlook(MONDAY, Stage.NORMAL, (), 8, hold, unlock, "Bruno", unheard=True))
    promised = kept_back(Outlook(MONDAY, Stage.NORMAL, (), 8, None, unlock, "Bruno", unheard=True))
    unheard = kept_back(Outlook(MONDAY, Stage.SUSPENDED, unheard=True))

    assert held == "Segurado até qui 25/05 por Carla: “Vai pagar na quinta”."
    assert promised == "Liberado em confiança por 3 dias, por Bruno: normal até qua 24/05."
    assert unheard == "O aviso não chegou: enquanto não chegar, não será cancelado."
    assert kept_back(Outlook(MONDAY, Stage.MESSAGE)) == ""
