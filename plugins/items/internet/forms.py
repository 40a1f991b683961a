"""Which internet account the item stands for: one without a contract, or one added in place."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from malha import (
    METHOD_LABELS,
    AccountInput,
    ChoiceField,
    Refused,
    TextField,
    create_account,
    device_choices,
    interfaces,
    plan_facts,
    unlinked_count,
)

EXISTING, NEW = "existing", "new"
MODES = [SelectChoice(EXISTING, _("Sem contrato")), SelectChoice(NEW, _("Adicionar"))]
METHODS = [SelectChoice(value, label) for value, label in METHOD_LABELS.items()]


class InternetForm(Form):
    """Its data is `{"account_id": id or None}`, with `plan_id` while an account is being added."""

    mode = RadioField(_("Conta de internet"), choices=MODES)
    account_id = IntegerField(_("Conta de internet"))
    plan_id = ChoiceField(_("Plano"), coerce=int)
    method = RadioField(_("Autenticação"), choices=METHODS, default="pppoe")
    device_ids = SelectMultipleField(_("Dispositivos"), coerce=int)
    interface = ChoiceField(_("Interface (opcional)"), default="")
    login = TextField(_("Login (opcional)"))
    password = TextField(_("Senha (opcional)"), most=60)
    mac = TextField(_("MAC"), most=40)
    ip = TextField(_("IP"), most=45)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = plan_facts()
        self.plan_id.choices = [SelectChoice(plan.id, plan.label) for plan in plans]
        self.device_ids.choices = [SelectChoice(key, name) for key, name in device_choices()]
        self.interface.choices = [SelectChoice("", _("Qualquer")), *map(SelectChoice, interfaces())]
        self.free = unlinked_count()
        if self.mode.data not in (EXISTING, NEW):
            self.mode.data = EXISTING if self.free or self.account_id.data else NEW

    @property
    def data(self) -> dict[str, Any]:
        """What the item keeps."""
        if self.mode.data == NEW:
            return {"account_id": None, "plan_id": self.plan_id.data}
        return {"account_id": self.account_id.data}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there is an account: a new one is made here, and chosen."""
        if self.mode.data == NEW:
            return super().validate(extra_validators) and self._create()
        if self.account_id.data is None:
            self.account_id.errors = [_("Escolha uma conta da lista, ou adicione uma.")]
        return self.account_id.data is not None

    def _create(self) -> bool:
        try:
            self.account_id.data = create_account(self._typed())
        except Refused as refusal:
            self[refusal.field].errors = [str(refusal)]
            return False
        self.mode.data = EXISTING
        return True

    def _typed(self) -> AccountInput:
        return AccountInput(
            plan_id=self.plan_id.data,
            method=self.method.data,
            device_ids=tuple(self.device_ids.data or ()),
            login=self.login.data or "",
            password=self.password.data,
            interface=self.interface.data or "",
            mac=self.mac.data or "",
            ip=self.ip.data or "",
        )
