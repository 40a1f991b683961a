"""What a person types of texts, channels and the hours of messages."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from core.foundation.forms import BaseForm, CountField, SecretField, TextAreaField, TextField
from core.foundation.typed import TypedError
from core.notices.queries.occasions import Wording
from core.notices.rules.hours import Hours
from core.notices.rules.text import LONGEST

__all__ = ["ChannelForm", "TextForm", "TimesForm", "settings_form", "settings_of"]
PREFIX = "canal-"
MOST_DAYS, MOST_REMINDERS = 30, 5


class TextForm(BaseForm):
    """The provider's text for an occasion."""

    enabled = BooleanField(_("Avisar"), default=True)
    subject = TextField(_("Assunto"), most=160, needed=_("Escreva o assunto do e-mail."))
    body = TextAreaField(_("Texto"), most=LONGEST, needed=_("Escreva o texto."))
    short = TextAreaField(
        _("Texto curto"), most=1000, needed=_("Escreva o texto curto, para SMS e WhatsApp.")
    )
    contract = StringField(_("Contrato"))

    def wording(self) -> Wording:
        """What was typed; a part left blank is empty."""
        parts = {name: getattr(self, name).data or "" for name in ("subject", "body", "short")}
        return Wording(self.enabled.data, **parts, own=True)

    def contract_id(self) -> int | None:
        """The number of the contract to try the text on."""
        typed = str(self.contract.data or "").strip().replace(".", "")
        return int(typed) if typed.isdecimal() and len(typed) < 12 else None


class DaysField(TextField):
    """Numbers of days with commas: 3, 1."""

    def read(self, text: str) -> Any:
        found = re.split(r"[,;\s]+|\be\b", text.strip())
        days = [one for one in found if one]
        if not all(one.isdecimal() and len(one) < 4 and 1 <= int(one) <= MOST_DAYS for one in days):
            raise TypedError(f"Escreva dias de 1 a {MOST_DAYS}, separados por vírgula: 3, 1.")
        if len(set(days)) > MOST_REMINDERS:
            raise TypedError(f"Cabem {MOST_REMINDERS} lembretes.")
        return sorted({int(one) for one in days}, reverse=True)

    def show(self, value: Any) -> str:
        return ", ".join(map(str, value))

    def _value(self) -> str:
        return self.typed if self.typed is not None else self.show(self.data or [])


class TimesForm(BaseForm):
    """At what hours messages may go, and the reminders before the due date."""

    start = CountField(_("Das"), least=0, most=23, needed=_("Diga a hora em que as mensagens começam."))
    end = CountField(_("Até as"), least=1, most=24, needed=_("Diga a hora em que as mensagens param."))
    days = DaysField(_("Lembrar antes do vencimento"), most=60)

    def validate_end(self, field: CountField) -> None:
        """The hours end after they begin."""
        if self.start.data is not None and field.data is not None and field.data <= self.start.data:
            raise ValidationError(_("Precisa vir depois da hora em que começam."))

    def hours(self) -> Hours:
        """The hours typed."""
        return Hours(int(self.start.data or 0), int(self.end.data or 24))


class ChannelForm(BaseForm):
    """Whether a channel is used; its own form stands beside this one."""

    active = BooleanField(_("Em uso"), default=True)


def settings_form(form_class: type[Any], stored: dict[str, Any], typed: Any = None) -> Any:
    """A channel's own form: filled with what is stored, secrets aside, or with what was typed.

    A secret left empty keeps what is stored.
    """
    made = form_class(typed, prefix=PREFIX, data=stored, meta={"csrf": False})
    for field in made if typed is not None else ():
        if isinstance(field, SecretField) and not field.data:
            field.data = stored.get(field.short_name)
    return made


def settings_of(form: Any) -> dict[str, Any]:
    """What a channel's form holds, as JSON."""
    return dict(form.data)
