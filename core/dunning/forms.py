"""Forms of the ladder: a hold, how a customer was told in person, the settings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from core.foundation.forms import BaseForm, CountField, DateField, TextField
from core.foundation.typed import TypedError


class HoldForm(BaseForm):
    """Until when contracts do not move, and why."""

    until = DateField(_("Segurar até"), needed=_("Escreva até que dia, por exemplo 25/05."))
    reason = TextField(_("Motivo"), most=300, needed=_("Escreva o motivo: fica no histórico do contrato."))

    def refuse(self, field: str, sentence: str) -> None:
        """What the service refused, beside the field that it is about."""
        self[field].errors = [sentence]


class ToldForm(BaseForm):
    """How a customer was told of the debt in person."""

    how = TextField(
        _("Como foi avisado"), most=300, needed=_("Escreva como e com quem falou: fica na prova.")
    )


class SettingsForm(BaseForm):
    """When the ladder runs, and trust unlocks."""

    run_hour = CountField(_("Roda às"), most=23, needed=_("Escreva a hora, de 0 a 23."))
    suspend_from_hour = CountField(_("Suspensões valem das"), most=23, needed=_("Escreva a hora, de 0 a 23."))
    unlock_days = CountField(
        _("Liberação em confiança"), least=1, most=30, needed=_("Escreva quantos dias, de 1 a 30.")
    )
    customer_unlock = BooleanField(_("Cliente libera sozinho"))

    def validate_suspend_from_hour(self, field: Any) -> None:
        if self.run_hour.data is not None and field.data < self.run_hour.data:
            raise TypedError("A suspensão não pode valer antes de a régua rodar.")
