"""Help in the contract form shows this contract's own dates and amounts. UX §1, Forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from core.billing.fieldhelps import field_helps
from core.contracts.rules.terms import BillingTerms, LadderTerms, PeriodReference
from core.extension.types import DraftView

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
