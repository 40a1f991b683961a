"""Forms of billing: dates of an invoice, money received, a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField

from core.billing.rules.facts import FirstInvoiceMode
from core.foundation.clock import today
from core.foundation.forms import BaseForm, ChoiceField, DateField, MoneyField, TextField, options
from core.foundation.typed import TypedError

METHODS = (
    ("cash", _("Dinheiro")),
    ("card", _("Cartão")),
    ("transfer", _("Transferência")),
    ("pix", _("Pix")),
    ("boleto", _("Boleto")),
    ("other", _("Outro")),
)
LATER = "later"
SHORT_REASON = _("Escreva o motivo; ele fica no histórico.")


class ReceiveForm(BaseForm):
    """Money received by hand. `token` is one a form shown, so that a form sent twice receives once."""

    amount = MoneyField(_("Valor"), needed=_("Digite o valor recebido."))
    paid_on = DateField(_("Dia em que foi pago"), needed=_("Digite o dia em que foi pago."))
    method = ChoiceField(_("Como foi pago"), choices=METHODS)
    token = HiddenField()

    def money(self) -> tuple[Decimal, date]:
        """The amount, R$, and the day it was paid, of a form that was not refused."""
        if self.amount.data is None or self.paid_on.data is None:
            raise ValueError("the form was refused")
        return self.amount.data, self.paid_on.data

    def validate_amount(self, field: Any) -> None:
        if field.data == 0:
            raise TypedError("Digite um valor maior que zero.")

    def validate_paid_on(self, field: Any) -> None:
        if field.data > today():
            raise TypedError("O dia do pagamento não pode estar no futuro.")


class CancelForm(BaseForm):
    """Why an invoice is cancelled, and whether what it billed is billed again."""

    reason = TextField(_("Motivo"), most=300, needed=SHORT_REASON)
    what = RadioField(
        _("O que ela cobrava"),
        choices=options([("back", _("Devolver à próxima fatura")), ("waive", _("Abrir mão"))]),
        default="back",
    )


class FirstForm(BaseForm):
    """The answer about the first invoice, and its dates."""

    mode = RadioField(choices=options([("prorated", ""), ("full", ""), (LATER, "")]), default="prorated")
    later = RadioField(choices=options([("join", ""), ("skip", "")]), default="join")
    issue_date = DateField(_("Emissão"), needed=_("Digite o dia da emissão."))
    due_date = DateField(_("Vencimento"), needed=_("Digite o dia do vencimento."))

    @property
    def chosen(self) -> FirstInvoiceMode:
        """The answer: one of the two invoices, or what becomes of the days of *Agora não*."""
        return FirstInvoiceMode(self.later.data if self.mode.data == LATER else self.mode.data)

    def answers(self) -> bool:
        """Whether it can be taken: the dates of no invoice do not matter."""
        if self.mode.data == LATER:
            return self.later.data in ("join", "skip")
        return bool(self.validate())

    def validate_due_date(self, field: Any) -> None:
        if self.issue_date.data and field.data < self.issue_date.data:
            raise TypedError("O vencimento vem antes da emissão. Escolha um dia a partir dela.")


class IssueForm(BaseForm):
    """The due date of an invoice issued by hand."""

    due_date = DateField(_("Vencimento"), needed=_("Digite o dia do vencimento."))

    def validate_due_date(self, field: Any) -> None:
        if field.data < today():
            raise TypedError("O vencimento vem antes da emissão. Escolha um dia a partir dela.")
