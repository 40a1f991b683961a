"""Drawings say in a sentence what they show, hold the strict CSP, and never lie about a day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from markupsafe import Markup

from core.drawings import (
    Change,
    Event,
    Instalment,
    Step,
    bars_with_week_before,
    fork,
    instalment_bars,
    ladder_strip,
    month_days,
    waterfall,
)
from core.foundation.calendar import Period

DUE = date(2017, 4, 10)
MANUAL = [
    Step(date(2017, 4, 11), "Mensagem", "msg"),
    Step(date(2017, 4, 13), "Reduz a 2 Mega", "thr"),
    Step(date(2017, 4, 20), "Suspende", "sus"),
    Step(date(2017, 4, 30), "Cancela", "can"),
]
HATCHED = {date(2017, 4, 14), date(2017, 4, 15), date(2017, 4, 16), date(2017, 4, 17)}
MARCH = Period(date(2017, 3, 1), date(2017, 4, 1))
DRAWINGS = {
    "ladder": ladder_strip(MANUAL, DUE, date(2017, 4, 30), HATCHED),
    "fork": fork([Event("seg 01/05", "Fatura 2317")], "12 dias de atraso", [Event("hoje", "volta")], []),
    "month": month_days(
        MARCH, Period(date(2017, 3, 20), date(2017, 4, 1)), "19 dias sem uso", "12 dias de uso"
    ),
    "bars": instalment_bars([Instalment("1/3", "paga", "ok"), Instalment("2/3", "em atraso", "sus")]),
    "waterfall": waterfall(
        [Change("Maio", Decimal("81264.10"), True), Change("Junho", Decimal("82913.60"), True)]
    ),
    "week": bars_with_week_before([0, 2], [1, 3, 4], ["8h", "", ""], "Pagamentos por hora."),
}


def classes(drawing: Markup, kind: str) -> list[str]:
    """The classes of the boxes of a drawing that begin with `kind`, in order."""
    return re.findall(rf'<rect class="({kind}[a-z]+)"', drawing)


def label(drawing: Markup) -> str:
    """The sentence that is read in place of the drawing."""
    found = re.search(r'aria-label="([^"]+)"', drawing)
    return found[1] if found else ""


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_drawing_has_a_sentence_and_no_style_or_script(drawing: Markup) -> None:
    assert label(drawing).endswith(".")
    assert 'role="img"' in drawing
    assert not re.search(r"style=|<script|<style|onload", drawing)


def test_the_ladder_has_a_cell_for_each_day_in_the_stage_in_force() -> None:
    cells = classes(DRAWINGS["ladder"], "k-")

    assert len(cells) == 21
    assert cells[:5] == ["k-ok", "k-msg", "k-msg", "k-thr", "k-thr"]
    assert cells[9:11] == ["k-thr", "k-sus"]
    assert cells[-1] == "k-can"


def test_the_ladder_hatches_only_the_days_that_are_waited_out() -> None:
    assert DRAWINGS["ladder"].count("url(#risco)") == 4


def test_the_ladder_is_read_aloud_with_its_dates() -> None:
    said = (
        "Régua dia a dia: vence 10/04, mensagem 11/04, reduz a 2 Mega 13/04, suspende 20/04, cancela 30/04."
    )

    assert label(DRAWINGS["ladder"]) == said


def test_a_step_after_the_last_day_drawn_is_not_shown() -> None:
    short = ladder_strip(MANUAL, DUE, date(2017, 4, 19))

    assert "Suspende" not in short
    assert len(classes(short, "k-")) == 10


def test_names_that_would_run_into_each_other_are_left_to_the_sentence() -> None:
    steps = [Step(DUE + timedelta(days=n), f"Passo de nome bem longo {n}", "msg") for n in (1, 2, 3)]

    crowded = ladder_strip(steps, DUE, DUE + timedelta(days=90))

    assert ">Passo de nome bem longo 2<" not in crowded
    assert "passo de nome bem longo 2" in label(crowded)


def test_used_days_of_a_month_are_filled() -> None:
    cells = classes(DRAWINGS["month"], "k-")

    assert cells.count("k-idle") == 19
    assert cells.count("k-blue") == 12


def test_a_whole_month_used_has_one_label() -> None:
    assert label(month_days(MARCH, MARCH, "", "31 dias de uso")) == "31 dias de uso."


def test_the_way_down_is_dashed_and_the_way_up_is_not() -> None:
    both = fork([], "em dia", [Event("hoje", "paga")], [Event("amanhã", "suspende", stage="sus")])

    up, down = re.findall(r"<path [^>]+>", both)
    assert "l-ok" in up
    assert "stroke-dasharray" not in up
    assert "l-sus" in down
    assert "stroke-dasharray" in down


def test_a_total_whose_axis_does_not_start_at_zero_shows_the_cut() -> None:
    assert DRAWINGS["waterfall"].count("l-surf") == 2
    assert "l-surf" not in waterfall(
        [Change("Abril", Decimal("0"), True), Change("Maio", Decimal("90"), True)]
    )


def test_causes_carry_their_sign() -> None:
    steps = [
        Change("Maio", Decimal("100"), True),
        Change("novos", Decimal("20")),
        Change("idos", Decimal("-5.5")),
    ]

    assert label(waterfall(steps)) == "O que mudou no total: Maio 100,00, novos +20,00, idos −5,50."


def test_what_a_person_typed_cannot_break_out_of_a_drawing() -> None:
    drawing = instalment_bars([Instalment('<b>"1/1"', "x", "ok")])

    assert "<b>" not in drawing
    assert "&lt;b&gt;" in drawing


def test_nothing_to_draw_is_an_empty_drawing_not_an_error() -> None:
    assert "<rect" not in waterfall([])
    assert "<rect" not in instalment_bars([])
    assert "<rect" not in bars_with_week_before([], [], [], "Nenhum pagamento hoje.")
