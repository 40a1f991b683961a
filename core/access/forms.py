"""What a person types of devices, plans and accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from core.access.queries import devices, driver_choices, plans
from core.access.queries.drivers import LOG
from core.access.rules.identifiers import clean_ip, clean_login, clean_mac
from core.access.rules.speeds import METHOD_LABELS, kbps, mega
from core.access.services import AccountInput, DeviceInput, PlanInput
from core.foundation.forms import (
    BaseForm,
    ChoiceField,
    CountField,
    MoneyField,
    SecretField,
    TextAreaField,
    TextField,
    TypedField,
)

SPEEDS = ("download", "upload", "reduced_download", "reduced_upload")
METHODS = [SelectChoice(value, label) for value, label in METHOD_LABELS.items()]
NAME_NEEDED = "Dê um nome, como ele será procurado."


class SpeedField(TypedField):
    """A speed typed in Mega; its data is kbit/s."""

    def read(self, text: str) -> int:
        return kbps(text)

    def show(self, value: int) -> str:
        return mega(value)


class PlanForm(BaseForm):
    """A plan."""

    name = TextField(_("Nome"), most=60, needed=NAME_NEEDED)
    download = SpeedField(_("Download"), needed="Diga a velocidade de download, em Mega.")
    upload = SpeedField(_("Upload"), needed="Diga a velocidade de upload, em Mega.")
    reduced_download = SpeedField(_("Download reduzido"))
    reduced_upload = SpeedField(_("Upload reduzido"))
    price = MoneyField(_("Valor por mês"), needed="Diga o valor por mês; pode ser 0,00.")

    def typed(self) -> PlanInput:
        """The plan as it is to be."""
        values: dict[str, Any] = {f"{name}_kbps": self[name].data for name in SPEEDS}
        values |= {"name": self.name.data, "price": self.price.data}
        return PlanInput(**values)


class DeviceForm(BaseForm):
    """A device. The password is kept where the field is left blank."""

    name = TextField(_("Nome"), most=60, needed=NAME_NEEDED)
    driver = ChoiceField(_("Como é alcançado"), default=LOG)
    host = TextField(_("Endereço"), most=120)
    port = CountField(_("Porta"), least=1, most=65535)
    username = TextField(_("Usuário"), most=60)
    password = SecretField(_("Senha"), most=120)
    tls = BooleanField(_("Conexão cifrada (TLS)"), default=True)
    interfaces = TextAreaField(_("Interfaces"), most=2000)
    notes = TextAreaField(_("Observações"), most=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.driver.data = self.driver.data or LOG
        self.driver.choices = _drivers(self.driver.object_data)

    def typed(self) -> DeviceInput:
        """The device as it is to be."""
        return DeviceInput(**{name: self[name].data for name in DeviceInput.__dataclass_fields__})


def _drivers(mine: str | None) -> list[SelectChoice]:
    """Those registered; a device whose plugin is switched off keeps its own."""
    known = dict(driver_choices())
    if mine and mine not in known:
        known[mine] = f"{mine} (desligado)"
    return [SelectChoice(name, label) for name, label in known.items()]


class LoginField(TextField):
    """A login; the first character that no router takes is named."""

    def read(self, text: str) -> str:
        return clean_login(text) or ""


class MacField(TypedField):
    """A MAC address, written in any of the usual ways."""

    def read(self, text: str) -> str:
        return clean_mac(text) or ""


class IpField(TypedField):
    """An IPv4 or IPv6 address."""

    def read(self, text: str) -> str:
        return clean_ip(text) or ""


class AccountForm(BaseForm):
    """An internet account. The password is kept where the field is left blank."""

    plan_id = ChoiceField(_("Plano"), coerce=int)
    method = RadioField(_("Autenticação"), choices=METHODS, default="pppoe")
    device_ids = SelectMultipleField(_("Dispositivos"), coerce=int)
    interface = TextField(_("Interface"), most=60)
    login = LoginField(_("Login"))
    password = SecretField(_("Senha"), most=60)
    mac = MacField(_("MAC"))
    ip = IpField(_("IP"))
    comment = TextField(_("Comentário"), most=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A plan or device no longer on offer stays with the accounts that have it.
        mine = self.device_ids.data or []
        self.plan_id.choices = _offered(plans(), [self.plan_id.data])
        self.device_ids.choices = _offered(devices(), mine)

    def typed(self) -> AccountInput:
        """The account as it is to be."""
        values: dict[str, Any] = {name: self[name].data for name in ("plan_id", "method", "password")}
        values |= {name: self[name].data or "" for name in ("interface", "login", "mac", "ip", "comment")}
        return AccountInput(**values, device_ids=tuple(self.device_ids.data or ()))


def _offered(rows: Iterable[Any], mine: Collection[Any]) -> list[SelectChoice]:
    return [SelectChoice(row.id, row.name) for row in rows if row.active or row.id in mine]
