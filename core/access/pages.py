"""What the pages of access say: chips, addresses of neighbouring pages, the history in words."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.access.queries.accounts import INACTIVE, UNLINKED, AccountsPage
from core.access.rules.speeds import METHOD_LABELS
from core.foundation.audit import AuditEntry

ACTIONS = {
    "created": "criou",
    "changed": "mudou",
    "activated": "reativou",
    "deactivated": "desativou",
    "linked": "ligou ao contrato",
    "unlinked": "tirou do contrato",
    "password_seen": "viu a senha",
}
FIELDS = {
    "login": "login",
    "password": "senha",
    "method": "autenticação",
    "plan_id": "plano",
    "devices": "dispositivos",
    "interface": "interface",
    "mac": "MAC",
    "ip": "IP",
    "comment": "comentário",
}


def account_lists(page: AccountsPage, text: str, chip: str) -> dict[str, Any]:
    """Chips and neighbours of the list of accounts."""
    return {
        "chips": [(label, _address(text, ver=key), key == chip) for key, label in _chips()],
        "newer": _address(text, ver=chip, depois=page.newer) if page.newer else None,
        "older": _address(text, ver=chip, antes=page.older) if page.older else None,
    }


def _chips() -> list[tuple[str, str]]:
    ends = [(INACTIVE, _("Desativadas"))]
    return [("", _("Todas")), (UNLINKED, _("Sem contrato")), *METHOD_LABELS.items(), *ends]


def _address(text: str, **arguments: Any) -> str:
    return url_for("access.accounts", q=text or None, **{k: v or None for k, v in arguments.items()})


def audit_words(entry: AuditEntry) -> str:
    """“Carla mudou login, plano”."""
    verb = ACTIONS[entry.action.partition("_")[2]]
    if verb == "mudou":
        what = ", ".join(FIELDS.get(name, name) for name in entry.data)
    else:
        what = str(entry.data.get("contract", ""))
    return f"{entry.actor_name} {verb} {what}".strip()
