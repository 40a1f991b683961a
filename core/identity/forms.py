"""Forms of sign-in and of staff users."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from core.foundation.forms import BaseForm, options
from core.identity.permissions import ROLES


class LoginForm(BaseForm):
    """Who is there."""

    login = StringField(_("Usuário"), [InputRequired(_("Digite o usuário.")), Length(max=60)])
    password = PasswordField(_("Senha"), [InputRequired(_("Digite a senha.")), Length(max=200)])


class UserForm(BaseForm):
    """A staff user; on one that exists a blank password stays as it is."""

    login = StringField(_("Usuário"), [InputRequired(_("Digite o usuário.")), Length(max=40)])
    name = StringField(_("Nome"), [InputRequired(_("Digite o nome.")), Length(max=120)])
    role = SelectField(_("Função"), choices=options(ROLES.items()))
    password = PasswordField(_("Senha"), [Length(max=200)])
    active = BooleanField(_("Pode entrar"), default=True)


class PasswordForm(BaseForm):
    """One's own password."""

    current = PasswordField(_("Senha de agora"), [InputRequired(_("Digite a senha de agora."))])
    new = PasswordField(_("Senha nova"), [InputRequired(_("Digite a senha nova.")), Length(max=200)])
