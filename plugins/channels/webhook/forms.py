"""What a person says of the gateway that takes their messages."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form
from wtforms.validators import ValidationError

from malha import ChoiceField, KeptSecretField, TextAreaField, TextField, TypedError
from plugins.channels.webhook.addresses import fault_of
from plugins.channels.webhook.message import OWN_NAMES

SIGNATURE, BEARER = "signature", "bearer"
SHORTEST_SECRET = 16
PLACES = [(SIGNATURE, _("Só a assinatura")), (BEARER, _("Assinatura e token (Bearer)"))]


class UrlField(TextField):
    """A web address: https, or http to this machine."""

    def read(self, text: str) -> str:
        if fault := fault_of(super().read(text)):
            raise TypedError(fault)
        return text


class FixedFieldsField(TextAreaField):
    """A JSON object that every message carries, such as {"canal": "whatsapp"}."""

    def read(self, text: str) -> Any:
        try:
            found = json.loads(super().read(text), parse_constant=_no_number)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TypedError('Escreva um objeto JSON, por exemplo {"canal": "whatsapp"}.')
        if taken := sorted(set(found) & set(OWN_NAMES)):
            raise TypedError(f"O nome {taken[0]} já é da mensagem. Escolha outro.")
        return found

    def show(self, value: dict[str, Any]) -> str:
        return json.dumps(value, ensure_ascii=False)


def _no_number(word: str) -> None:
    raise ValueError(word)


class WebhookSettingsForm(Form):
    """Its data is JSON; a token is kept only where it is used."""

    url = UrlField(_("Endereço do gateway"), needed=_("Diga o endereço que recebe as mensagens."), most=500)
    secret = KeptSecretField(_("Segredo da assinatura"), needed=_("Digite o segredo que assina."), most=200)
    authorization = ChoiceField(_("Autorização"), choices=PLACES, default=SIGNATURE)
    token = KeptSecretField(_("Token"), most=2000)
    provider = TextField(
        _("Nome mostrado ao cliente"), needed=_("Diga o nome que o cliente conhece."), most=60
    )
    extra = FixedFieldsField(_("Campos fixos em JSON (opcional)"), most=2000)
    status_url = UrlField(_("Endereço da situação, com {id} (opcional)"), most=500)

    @property
    def data(self) -> dict[str, Any]:
        """What is kept, encrypted."""
        values = {name: field.data for name, field in self._fields.items()}
        return values if values["authorization"] == BEARER else values | {"token": None}

    def validate_url(self, field: UrlField) -> None:
        """Messages all go to one address."""
        if "{" in (field.data or ""):
            raise ValidationError(_("Aqui não vai {id}: todas as mensagens vão ao mesmo endereço."))

    def validate_secret(self, field: KeptSecretField) -> None:
        """A short key is soon guessed by who sees signatures."""
        if len(field.data or "") < SHORTEST_SECRET:
            raise ValidationError(_("Use 16 letras ou mais, que só o gateway conheça."))

    def validate_token(self, field: KeptSecretField) -> None:
        """A token that a header can hold."""
        if self.authorization.data != BEARER:
            return
        if not field.data:
            raise ValidationError(_("Digite o token, ou escolha só a assinatura."))
        if not field.data.isascii() or any(c.isspace() for c in field.data):
            raise ValidationError(_("O token não leva espaço nem acento. Copie-o de novo."))

    def validate_status_url(self, field: UrlField) -> None:
        """Each message is asked for by its id."""
        if field.data and "{id}" not in field.data:
            raise ValidationError(_("Ponha {id} onde vai o número da mensagem."))
