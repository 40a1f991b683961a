"""All terms in plain words, with “?” in the place of what cannot be read. Source: UX §1, Forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template
from markupsafe import Markup

from core.contracts.forms.terms import EXCEPTION_LABELS
from core.contracts.models import Contract
from core.contracts.rules.terms import WEEKDAYS, BillingTerms, LadderTerms
from core.extension.types import DraftView
from core.foundation.preferences import preference

DAYS = dict(
    zip(
        WEEKDAYS, ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"), strict=True
    ),
    holiday="feriado",
    holiday_eve="véspera de feriado",
)  # fmt: skip


def draft_words(draft: DraftView) -> Markup:
    """The card beside the form."""
    return Markup(render_template("contracts/words_card.html", w=draft.values, **around(draft.values)))  # noqa: S704


def contract_words(contract: Contract, bank: str) -> Markup:
    """The card on the contract's page."""
    values = _values(contract.billing_terms, contract.ladder_terms)
    page = render_template(
        "contracts/terms_card.html", w=values, bank=bank, contract=contract, **around(values)
    )
    return Markup(page)  # noqa: S704


def _values(billing: BillingTerms, ladder: LadderTerms) -> Mapping[str, Any]:
    both = (billing, ladder)
    return {name: getattr(terms, name) for terms in both for name in type(terms).__dataclass_fields__}


def around(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the words of a ladder say beside its steps: the days it spares, and the hour of a suspension."""
    chosen = values.get("suspend_except") or frozenset()
    short = [str(label) for key, label in EXCEPTION_LABELS if key in chosen]
    return {
        "never_on": _either([DAYS[key] for key, _label in EXCEPTION_LABELS if key in chosen]),
        "never_on_short": ", ".join(short),
        "hour": preference("dunning.suspend_from_hour"),
    }


def _either(words: list[str]) -> str:
    return " ou ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
