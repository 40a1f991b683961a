"""The fields of the terms, on the contract's form and on a layout's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from core.contracts.forms.reading import Raw, ReadTerms
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.foundation.ptbr import num, percent

EXCEPTION_LABELS = (
    ("monday", _("seg")),
    ("tuesday", _("ter")),
    ("wednesday", _("qua")),
    ("thursday", _("qui")),
    ("friday", _("sex")),
    ("saturday", _("sáb")),
    ("sunday", _("dom")),
    ("holiday", _("feriados")),
    ("holiday_eve", _("vésperas")),
)


def choices(pairs: Iterable[tuple[str, Any]]) -> list[Any]:
    """What a list offers, from values and labels."""
    return [SelectChoice(value, label) for value, label in pairs]


class LadderForm(FlaskForm):
    """The steps of the ladder."""

    message_after_days = StringField(_("Enviar mensagem após"))
    throttle_after_days = StringField(_("Alterar velocidade após"))
    suspend_after_days = StringField(_("Suspender serviços após"))
    notice_days = StringField(_("e depois do aviso"))
    suspend_except = SelectMultipleField(_("Suspender exceto em"), choices=choices(EXCEPTION_LABELS))
    cancel_after_days = StringField(_("Cancelar contrato após"))

    def show_errors(self, errors: dict[str, str]) -> None:
        """Put a sentence beside each field that has one."""
        for name, sentence in errors.items():
            if name in self:
                self[name].errors = [sentence]


class TermsForm(LadderForm):
    """Every field of the manual's tab *Faturas*. Text stays as typed; `forms.reading` makes sense of it."""

    exempt = BooleanField(_("Isento"))
    issue_mode = RadioField(
        _("Emitir faturas"), choices=choices([("automatic", _("Automático")), ("manual", _("Manual"))])
    )
    bank_account_id = SelectField(_("Banco"), validate_choice=False)
    punctuality_discount = StringField(_("Instrução de desconto"))
    closing_day = StringField(_("Fechamento"))
    due_day = StringField(_("Vencimento"))
    period_reference = RadioField(
        _("Referência do período"),
        choices=choices([("due_date", _("Vencimento")), ("issue_date", _("Emissão"))]),
    )
    period_direction = RadioField(
        _("Cobra o mês"), choices=choices([("forward", _("Que começa")), ("backward", _("Que terminou"))])
    )
    late_fee_percent = StringField(_("Multa"))
    monthly_interest_percent = StringField(_("Juros"))
    preset = SelectField(_("Predefinição da régua"), validate_choice=False)


def terms_as_typed(billing: BillingTerms, ladder: LadderTerms) -> list[tuple[str, str]]:
    """The terms as a person would have typed them."""
    flags = [("exempt", "y")] if billing.exempt else []
    names = ("issue_mode", "closing_day", "due_day", "period_reference", "period_direction")
    plain = [(name, str(getattr(billing, name))) for name in names]
    amounts = [
        ("punctuality_discount", num(billing.punctuality_discount)),
        ("late_fee_percent", percent(billing.late_fee_percent).removesuffix("%")),
        ("monthly_interest_percent", percent(billing.monthly_interest_percent).removesuffix("%")),
    ]
    return [*flags, *plain, *amounts, *ladder_as_typed(ladder)]


def ladder_as_typed(ladder: LadderTerms) -> list[tuple[str, str]]:
    """The steps of a ladder as a person would have typed them."""
    names = [name for name in LadderTerms.__dataclass_fields__ if name != "suspend_except"]
    steps = [(name, "" if getattr(ladder, name) is None else str(getattr(ladder, name))) for name in names]
    return [*steps, *(("suspend_except", name) for name in sorted(ladder.suspend_except))]


def refill(raw: Raw, pairs: list[tuple[str, str]], names: tuple[str, ...]) -> Raw:
    """What was typed, with the fields of these names replaced."""
    kept = [(name, value) for name, value in raw.items(multi=True) if name not in names]
    return Raw([*kept, *pairs])


def differing(read: ReadTerms, billing: BillingTerms, ladder: LadderTerms) -> dict[str, Any]:
    """The layout's value of each term that differs from it on the form."""
    base = {name: getattr(billing, name, None) for name in BillingTerms.__dataclass_fields__}
    base |= {name: getattr(ladder, name) for name in LadderTerms.__dataclass_fields__}
    return {name: base[name] for name, value in read.values.items() if value != base[name]}
