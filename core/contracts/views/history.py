"""What happened to a contract, line by line: what people did to it, in sentences (“Carla incluiu Disco virtual, de
16/05”), and what the other rooms add."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from core.contracts.views.labels import field_label
from core.extension.calls import draw, item_types
from core.extension.types import Happening
from core.foundation.audit import AuditEntry, actions_on
from core.foundation.clock import today
from core.foundation.ptbr import dm
from core.identity.permissions import can

SHOWN = 12
MOST = 600


def contract_happenings(contract_id: int, limit: int) -> list[Happening]:
    """What people did to a contract, newest first."""
    entries = actions_on("contract", [contract_id], SENTENCES, limit)
    return [Happening(one.at, _sentence(one)) for one in entries]


@dataclass(frozen=True, slots=True)
class History:
    """Lines of all rooms, newest first; `more`: there are others. `proof`: where the proof of notices is."""

    rows: list[Happening]
    more: bool
    proof: str | None


def history_of(contract_id: int, count: int = SHOWN) -> History:
    """The newest `count` lines of a contract's history, out of all rooms."""
    drawn = draw("contract_history", _nothing, contract_id=contract_id, limit=count + 1)
    rows = sorted((one for one in drawn if one), key=lambda one: one.at, reverse=True)
    return History(rows[:count], len(rows) > count, _proof(contract_id))


def _nothing(plugin: str) -> Happening | None:
    return None


def _proof(contract_id: int) -> str | None:
    """The room of the ladder, further to the left, may not be there."""
    there = "dunning.proof" in current_app.view_functions and can("dunning.view")
    return url_for("dunning.proof", contract_id=contract_id) if there else None


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
