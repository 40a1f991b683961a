"""The registration's form: the manual's four sections."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField

from core.customers.rules import typed
from core.customers.rules.data import KINDS, PERSON, AddressData, CustomerData, PhoneData
from core.customers.services.errors import EditConflict, Taken
from core.foundation.clock import today
from core.foundation.documents import show
from core.foundation.forms import (
    BaseForm,
    ChoiceField,
    DateField,
    OptionField,
    RowsField,
    SecretField,
    TextAreaField,
    TextField,
)
from core.foundation.typed import TypedError

MANY = 20


class ReadField(TextField):
    """Text that a rule reads, and another shows."""

    def __init__(self, label: Any, reader: Any, shower: Any = str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.reader, self.shower = reader, shower

    def read(self, text: str) -> Any:
        return self.reader(super().read(text))

    def show(self, value: Any) -> str:
        return str(self.shower(value))


class CoordinateField(TextField):
    """Degrees, with a comma."""

    def __init__(self, label: Any, limit: int, **kwargs: Any) -> None:
        super().__init__(label, most=20, **kwargs)
        self.limit = limit

    def read(self, text: str) -> Any:
        return typed.parse_coordinate(super().read(text), self.limit)

    def show(self, value: Any) -> str:
        return f"{value.normalize():f}".replace(".", ",")


class PhoneRow(Form):
    number = ReadField(
        _("Telefone"),
        typed.parse_phone,
        typed.show_phone,
        most=40,
        needed=_("Escreva o telefone, ou tire a linha."),
    )
    label = TextField(_("De quem ou onde"), most=40)


class EmailRow(Form):
    address = ReadField(_("E-mail"), typed.parse_email, most=160)


class CustomerForm(BaseForm):
    """`to_data()` gives what was read. `revision` is the one that the form was opened on."""

    revision = HiddenField()
    kind = OptionField(_("Tipo"), choices=KINDS.items(), default=PERSON)
    name = TextField(_("Nome"), most=160, needed=_("Escreva o nome."))
    trade_name = TextField(_("Nome fantasia"), most=160)
    document = TextField(_("CPF ou CNPJ"), most=30, needed=_("Escreva o CPF, ou o CNPJ da empresa."))
    identity_number = TextField(_("RG ou inscrição estadual"), most=20)
    birth_date = DateField(_("Nascimento"))
    emails = RowsField(_("E-mails"), EmailRow, least=1)
    phones = RowsField(_("Telefones"), PhoneRow, least=1)
    postal_code = ReadField(
        _("CEP"), typed.parse_postal_code, typed.show_postal_code, most=20, needed=_("Escreva o CEP.")
    )
    street = TextField(_("Rua"), most=160, needed=_("Escreva a rua."))
    number = TextField(_("Número"), most=20, needed=_("Escreva o número, ou s/n."))
    complement = TextField(_("Complemento"), most=80)
    district = TextField(_("Bairro"), most=80, needed=_("Escreva o bairro."))
    city = TextField(_("Cidade"), most=80, needed=_("Escreva a cidade."))
    city_code = ReadField(_("Código IBGE da cidade"), typed.parse_city_code, most=20)
    state = ChoiceField(_("UF"), choices=[(state, state) for state in typed.STATES], default="SP")
    latitude = CoordinateField(_("Latitude"), 90)
    longitude = CoordinateField(_("Longitude"), 180)
    portal_user = ReadField(_("Usuário"), typed.parse_portal_user, most=60)
    password = SecretField(_("Senha"), most=200)
    notes = TextAreaField(_("Observações"), most=4000)

    has_password = False

    @property
    def opened_on(self) -> int | None:
        """The revision that the form was opened on."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None

    @property
    def pressed(self) -> bool:
        """Whether a row was added or taken out, and nothing is to be saved."""
        return bool(self.emails.pressed or self.phones.pressed)

    def validate_document(self, field: Any) -> None:
        field.data = typed.parse_document(self.kind.data, field.data)

    def validate_birth_date(self, field: Any) -> None:
        if field.data:
            typed.check_birth_date(field.data, today())

    def validate_longitude(self, field: Any) -> None:
        if (field.data is None) != (self.latitude.data is None):
            raise TypedError(str(_("Latitude e longitude vão juntas: escreva as duas, ou nenhuma.")))

    def validate_portal_user(self, field: Any) -> None:
        if self.password.data and not field.data:
            raise TypedError(str(_("Escreva também o usuário que vai entrar com esta senha.")))

    def validate_password(self, field: Any) -> None:
        if field.data:
            typed.check_password(field.data)
        elif self.portal_user.data and not self.has_password:
            raise TypedError(str(_("Escreva a senha com que este usuário vai entrar.")))

    def to_data(self) -> CustomerData:
        """What was read of a form that validates."""
        read = self.data
        own = {name: read[name] for name in OWN}
        return CustomerData(
            **own,
            address=AddressData(**{name: read[name] for name in ADDRESS}),
            emails=tuple(dict.fromkeys(row["address"] for row in read["emails"][:MANY])),
            phones=tuple(PhoneData(**row) for row in read["phones"][:MANY]),
        )

    def refuse(self, error: Taken | EditConflict) -> None:
        """Show why a service did not keep it: at the field, or by going on from the revision that is there now."""
        if isinstance(error, Taken):
            field = self[error.field]
            field.errors = [*field.errors, str(error)]
        else:
            self.revision.data = str(error.revision)


ADDRESS = tuple(AddressData.__dataclass_fields__)
OWN = tuple(name for name in CustomerData.__dataclass_fields__ if name not in ("address", "emails", "phones"))


def values_of(data: CustomerData) -> dict[str, Any]:
    """What the form starts from for a registration."""
    return {
        **asdict(data),
        **(asdict(data.address) if data.address else {}),
        "document": show(data.document),
        "emails": [{"address": address} for address in data.emails],
        "phones": [asdict(phone) for phone in data.phones],
    }
