"""What was done to a contract, in sentences: “Carla incluiu Disco virtual, de 16/05”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core.contracts.views.labels import field_label
from core.extension.calls import item_types
from core.foundation.audit import AuditEntry, history
from core.foundation.clock import today
from core.foundation.ptbr import dm


def contract_history(contract_id: int, limit: int = 12) -> list[tuple[Any, str]]:
    """(when, what) of the newest rows, those of actions that contracts does not know left to their rooms."""
    entries = history([("contract", contract_id)], limit)
    return [(one.at, _sentence(one)) for one in entries if one.action in SENTENCES]


def _sentence(entry: AuditEntry) -> str:
    return f"{entry.actor_name} {SENTENCES[entry.action](entry.data)}"


def _day(text: str | None) -> str:
    return dm(date.fromisoformat(text), today()) if text else ""


def _item(data: Mapping[str, Any]) -> str:
    types = item_types()
    kind = types[data["type"]].label if data["type"] in types else data["type"]
    return str(data.get("description") or kind)


def _added(data: Mapping[str, Any]) -> str:
    start = _(", de %(day)s", day=_day(data["starts_on"])) if data["starts_on"] else ""
    return _("incluiu %(item)s", item=_item(data)) + start


def _removed(data: Mapping[str, Any]) -> str:
    return _("retirou %(item)s, até %(day)s", item=_item(data), day=_day(data["ends_on"]))


def _changed(data: Mapping[str, Any]) -> str:
    names = [field_label(change["field"]) for change in data["changes"]]
    return _("mudou %(fields)s", fields=", ".join(names))


def _item_changed(data: Mapping[str, Any]) -> str:
    names = ", ".join(field_label(name).lower() for name in data["changed"])
    return _("mudou %(item)s: %(fields)s", item=_item(data), fields=names)


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "contract_created": lambda data: _("fez o contrato, de %(day)s", day=_day(data["starts_on"])),
    "contract_changed": _changed,
    "item_added": _added,
    "item_changed": _item_changed,
    "item_removed": _removed,
    "extra_added": lambda data: _(
        "incluiu %(item)s em %(n)sx", item=data["description"], n=data["instalments"]
    ),
    "extra_changed": lambda data: _("mudou o item extra %(item)s", item=data["description"]),
    "extra_removed": lambda data: _("retirou o item extra %(item)s", item=data["description"]),
    "contract_ended": lambda data: _("encerrou o contrato: %(reason)s", reason=data["reason"]),
    "contract_reactivated": lambda data: _("reativou o contrato: %(reason)s", reason=data["reason"]),
    "ladder_stricter_than_law": lambda data: _("escolheu uma régua mais rígida que a da Anatel"),
    "charges_above_law": lambda data: _("escolheu multa ou juros acima do que a lei aceita"),
}
