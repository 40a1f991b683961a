"""Forms of the office."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from core.foundation.documents import DocumentError, parse_cnpj, show
from core.foundation.forms import BaseForm, DateField, PercentField, TextField


class HolidayForm(BaseForm):
    """A day of the provider's own."""

    day = DateField(_("Dia"), needed=_("Digite o dia."))
    name = TextField(_("Nome"), needed=_("Digite o nome do feriado."), most=80)


class CnpjField(TextField):
    """A CNPJ, the alphanumeric one included."""

    def read(self, text: str) -> str:
        try:
            return parse_cnpj(text)
        except DocumentError as error:
            raise ValueError(str(error)) from error

    def show(self, value: str) -> str:
        return show(value)


class ProviderForm(BaseForm):
    """Who the provider is."""

    name = TextField(_("Nome"), needed=_("Digite o nome do provedor."), most=80)
    legal_name = TextField(_("Razão social"), most=160)
    cnpj = CnpjField(_("CNPJ"), most=20)
    phone = TextField(_("Telefone"), most=40)
    email = TextField(_("E-mail"), most=160)
    address = TextField(_("Endereço"), most=240)
    logo = FileField(_("Logotipo"))
    difference = PercentField(_("Diferença no faturamento"), needed=_("Digite a diferença, por exemplo 10."))
