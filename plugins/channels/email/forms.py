"""What a person says of the server that takes their mail, and of who writes it."""

from __future__ import annotations

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from wtforms import Form
from wtforms.validators import ValidationError

from malha import ChoiceField, CountField, KeptSecretField, TextField, TypedError, is_this_machine

STARTTLS, TLS, NONE, EXPOSED = "starttls", "tls", "none", "exposed"
SECURITY = [
    (STARTTLS, _("STARTTLS (porta 587)")),
    (TLS, _("TLS (porta 465)")),
    (NONE, _("Sem criptografia, servidor nesta máquina")),
    (EXPOSED, _("Sem criptografia, na minha rede: quem está no caminho lê as mensagens")),
]
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45}")
MOST_ADDRESS = 100


class HostField(TextField):
    """A server's name or address, without port or `smtp://`."""

    def read(self, text: str) -> str:
        if not HOST.fullmatch(text) or ".." in text:
            raise TypedError("Escreva só o nome do servidor, por exemplo smtp.provedor.com.br.")
        return text.lower()


class AddressField(TextField):
    """An e-mail address, its domain in ASCII."""

    def read(self, text: str) -> str:
        try:
            found = validate_email(super().read(text), check_deliverability=False).ascii_email
        except EmailNotValidError:
            found = None
        if found is None:
            raise TypedError(
                "Não é um e-mail que todo servidor aceite. Escreva, por exemplo, avisos@provedor.com.br."
            )
        return found


class EmailSettingsForm(Form):
    """Its data is JSON; a password is kept only with a user."""

    host = HostField(_("Servidor"), needed=_("Diga o servidor, por exemplo smtp.provedor.com.br."), most=253)
    port = CountField(_("Porta"), least=1, most=65535, needed=_("Diga a porta: 587, 465 ou 25."), default=587)
    security = ChoiceField(_("Segurança"), choices=SECURITY, default=STARTTLS)
    user = TextField(_("Usuário (opcional)"), most=200)
    password = KeptSecretField(_("Senha"), most=200)
    from_address = AddressField(
        _("E-mail de quem envia"), needed=_("Diga de que e-mail saem as mensagens."), most=MOST_ADDRESS
    )
    from_name = TextField(_("Nome de quem envia"), most=80)
    reply_to = AddressField(_("Respostas para (opcional)"), most=MOST_ADDRESS)
    bounce_address = AddressField(_("Devoluções para (opcional)"), most=MOST_ADDRESS)

    @property
    def data(self) -> dict[str, Any]:
        """What is kept, encrypted."""
        values = {name: field.data for name, field in self._fields.items()}
        return values if values["user"] else values | {"password": None}

    def validate_security(self, field: ChoiceField) -> None:
        """No password and no customer's data in the clear by oversight."""
        if field.data == NONE and not is_this_machine(self.host.data or ""):
            raise ValidationError(
                _("Sem criptografia só para um servidor nesta máquina (127.0.0.1). Escolha STARTTLS ou TLS.")
            )
        if field.data == EXPOSED and self.user.data:
            raise ValidationError(
                _("A senha passaria aberta pela rede. Escolha STARTTLS ou TLS, ou deixe o usuário vazio.")
            )

    def validate_password(self, field: KeptSecretField) -> None:
        """A user needs one."""
        if self.user.data and not field.data:
            raise ValidationError(_("Digite a senha deste usuário."))
