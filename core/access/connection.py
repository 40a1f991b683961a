"""The card *Conexão*, drawn: on a contract's page and on an account's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from core.access.queries.connection import (
    Connection,
    DeviceState,
    connection_of,
    connections_of_contract,
)
from core.access.rules.speeds import mega, speed_words
from core.extension.devices import AccessState
from core.foundation.clock import now

PILLS = {
    AccessState.ACTIVE: (lazy_gettext("Liberada"), "ok"),
    AccessState.REDUCED: (lazy_gettext("Reduzida"), "warn"),
    AccessState.SUSPENDED: (lazy_gettext("Suspensa"), "bad"),
    AccessState.REMOVED: (lazy_gettext("Sem acesso"), ""),
}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def contract_connection(contract_id: int) -> Markup:
    """The card of a contract's accounts; empty where it has none."""
    found = connections_of_contract(contract_id)
    return _card(found, url_for("access.contract_connection_card", contract_id=contract_id))


def account_connection(account_id: int) -> Markup:
    """The card of one account; empty where nothing was ever wanted of it."""
    found = connection_of(account_id)
    return _card([found] if found else [], url_for("access.account_connection_card", account_id=account_id))


def _card(connections: Sequence[Connection], address: str) -> Markup:
    """It asks `address` for itself again every ten seconds."""
    if not connections:
        return Markup()
    html = render_template("access/connection.html", connections=connections, address=address, **_words())
    return Markup(html)  # noqa: S704  # our own template, escaped by Jinja


def _words() -> dict[str, Any]:
    return {"pills": PILLS, "speed": _speed, "device_words": _device_words, "at": now()}


def _speed(one: Connection) -> tuple[str, str]:
    """“2 Mega”, “de 30”: what there is now, and of what plan where that is not all."""
    full = (one.account.plan.download_kbps, one.account.plan.upload_kbps)
    if one.state in (AccessState.SUSPENDED, AccessState.REMOVED):
        return _("sem internet"), ""
    words = speed_words(*one.speeds)
    return (words, "") if one.speeds == full else (words, _("de %(full)s", full=mega(full[0])))


def _device_words(device: DeviceState, one: Connection) -> tuple[str, str]:
    """What is said of a device, and the tone."""
    at = now()
    if device.agrees and device.at:
        return _("confere %(ago)s", ago=ago(at - device.at)), "ok"
    if one.not_before and one.not_before > at:
        return _("espera a hora"), ""
    return _("pendente"), "warn"


def ago(passed: timedelta) -> str:
    """“agora”, “há 2 min”, “há 3 h”, “há 5 dias”."""
    if passed < MINUTE:
        return _("agora")
    if passed < HOUR:
        return _("há %(n)s min", n=passed // MINUTE)
    if passed < DAY:
        return _("há %(n)s h", n=passed // HOUR)
    days = passed // DAY
    return _("há %(n)s dia", n=days) if days == 1 else _("há %(n)s dias", n=days)
