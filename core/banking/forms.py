"""What a person types of a bank account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from core.foundation.forms import BaseForm, TextField


class BankAccountForm(BaseForm):
    """A bank account received over the counter."""

    name = TextField(_("Nome"), most=60, needed="Dê um nome, como aparece no campo Banco do contrato.")
    active = BooleanField(_("Em uso"), default=True)
