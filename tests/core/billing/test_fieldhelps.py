"""Help in the contract form shows this contract's own dates and amounts. UX §1, Forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from core.billing.fieldhelps import field_helps
from core.contracts.rules.terms import BillingTerms, LadderTerms, PeriodReference
from core.extension.types import DraftView
from core.testing.builders import contract

MARCH_20 = date(2017, 3, 20)


def helps(terms: BillingTerms | None) -> dict[str, str]:
    draft = DraftView(None, 1, MARCH_20, terms, LadderTerms(), today=MARCH_20)
    return {panel.place: str(panel.html).replace("\u00a0", " ") for panel in field_helps(draft)}


@pytest.fixture(autouse=True)
def the_manuals_day(app_context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALHA_TODAY", "2017-03-20")


def test_the_manuals_terms_in_its_own_dates_and_amounts() -> None:
    assert helps(BillingTerms(monthly_interest_percent=Decimal(1))) == {
        "help:due_day": "<b>9 dias para pagar.</b> Em dia não útil, vale o próximo dia útil.",
        "help:period_reference": "A fatura de 01/04 cobra <b>01/04 a 30/04</b>. Por vencimento, cobraria 10/03 a 09/04.",
        "help:monthly_interest_percent": "Por dia de atraso: 10 dias em R$ 100,00 dão R$ 0,33.",
    }


def test_by_due_date_the_other_reference_is_the_issue_date() -> None:
    said = helps(BillingTerms(period_reference=PeriodReference.DUE_DATE))

    assert said["help:period_reference"] == (
        "A fatura de 01/04 cobra <b>10/03 a 09/04</b>. Por emissão, cobraria 01/04 a 30/04."
    )


def test_terms_that_cannot_be_read_leave_the_fixed_help() -> None:
    assert helps(None) == {}


FAR_BACK = [
    pytest.param(date(2015, 3, 20), BillingTerms(), "24 meses", id="two years"),
    pytest.param(date(2016, 12, 31), BillingTerms(), "3 meses", id="January, February and March"),
    pytest.param(date(2017, 1, 2), BillingTerms(), "", id="February and March alone"),
    pytest.param(MARCH_20, BillingTerms(), "", id="today"),
    pytest.param(date(2015, 3, 20), BillingTerms(exempt=True), "", id="exempt: nothing is billed"),
    pytest.param(date(2016, 12, 31), BillingTerms(closing_day=25), "", id="25/01 to 24/03: two whole months"),
]


@pytest.mark.parametrize(("start", "terms", "months"), FAR_BACK)
def test_a_start_long_ago_says_what_the_first_run_would_bill(
    start: date, terms: BillingTerms, months: str
) -> None:
    draft = DraftView(None, 1, start, terms, LadderTerms(), today=MARCH_20)

    said = {panel.place: str(panel.html) for panel in field_helps(draft)}.get("help:starts_on", "")

    warned = f'<span class="warn">Desde {start:%d/%m/%Y}: a primeira fatura cobraria {months}.</span>'
    assert said == (warned if months else "")


def test_a_start_moved_back_says_what_comes_on_top(app_context: Flask) -> None:
    kept = contract()

    draft = DraftView(kept.id, 1, date(2015, 3, 20), BillingTerms(), LadderTerms(), today=MARCH_20)
    said = {panel.place: str(panel.html) for panel in field_helps(draft)}
    unchanged = DraftView(kept.id, 1, MARCH_20, BillingTerms(), LadderTerms(), today=date(2019, 3, 20))

    assert "a próxima fatura cobraria mais 23 meses." in said["help:starts_on"]
    assert "help:starts_on" not in {panel.place for panel in field_helps(unchanged)}
