"""Dunning on a contract's page: what is owed and what comes next, the two ways from here, and its buttons."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from core.drawings.fork import fork
from core.dunning.panels.branches import falling, past, paying, today_words
from core.dunning.panels.outlook import kept_back, next_words
from core.dunning.panels.situation import Situation, situation_of
from core.dunning.rules.facts import Stage
from core.dunning.rules.relief import why_no_unlock
from core.extension.types import Action, Panel
from core.foundation.calendar import DAY
from core.foundation.preferences import preference
from core.foundation.ptbr import dm, plural
from core.identity.permissions import can

PILL = Markup('<span class="pill {}"><span class="dot"></span>{}</span>')


def timeline(contract_id: int) -> list[Panel]:
    """The card on top: what is owed today and why, what happens next, and the timeline."""
    now = situation_of(contract_id)
    if now is None:
        return []
    words = unpaid_words(now)
    pill = [Panel(PILL.format(*words), "status")] if words else []
    return [*pill, Panel(_card(now), "top", 10)]


def unpaid_words(now: Situation) -> tuple[str, str] | None:
    """(tone, words) of a contract that stands at normal and is late: unlocked in trust, or not moved yet."""
    if now.facts.stage is not Stage.NORMAL or not now.late or not now.standing.active:
        return None
    unlock = now.facts.unlock
    if unlock and now.facts.unlocked:
        return "info", _("Liberado até %(day)s", day=dm(unlock.ends - DAY, now.day))
    late = plural(now.late[0].late, _("dia"), _("dias"))
    return "warn", _("%(days)s de atraso", days=late)


def _card(now: Situation) -> Markup:
    with_money = can("billing.view")
    ways = {"past": past(now, with_money), "paying": paying(now, with_money), "falling": falling(now)}
    drawn = (
        fork(ways["past"], today_words(now), ways["paying"], ways["falling"]) if now.standing.active else None
    )
    outlook = now.outlook
    html = render_template(
        "dunning/card.html",
        now=now,
        with_money=with_money,
        coming=next_words(outlook) if outlook else ("", ""),
        kept_back=kept_back(outlook) if outlook else "",
        today_words=today_words(now),
        drawn=drawn,
        **ways,
    )
    return Markup(html)  # noqa: S704  # a template of ours, escaped


def contract_buttons(contract_id: int) -> list[Action]:
    """Unlock in trust, where the ladder allows it and the person may."""
    now = situation_of(contract_id) if can("dunning.unlock") else None
    if now is None or not now.standing.active or now.facts.stage not in (Stage.THROTTLED, Stage.SUSPENDED):
        return []
    if why_no_unlock(now.facts):
        return []
    days = plural(preference("dunning.unlock_days"), _("dia"), _("dias"))
    url = url_for("dunning.unlock_contract", contract_id=contract_id)
    return [Action(_("Liberar por %(days)s", days=days), url, icon="lock-open", order=20, dialog=True)]
