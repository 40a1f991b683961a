"""At what hours messages go, and the reminders before the due date."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from core.identity.permissions import requires
from core.notices import queries
from core.notices.forms import TimesForm
from core.notices.services.times import save_times
from core.notices.views.room import blueprint, draw


@blueprint.route("/avisos/lembretes", methods=["GET", "POST"])
@requires("notices.edit")
def times() -> Any:
    """Hours and reminders."""
    hours = queries.quiet_hours()
    form = TimesForm(start=hours.start, end=hours.end, days=queries.reminder_days())
    if form.validate_on_submit():
        save_times(form.hours(), form.days.data or ())
        flash(_("Horário e lembretes guardados."), "ok")
        return redirect(url_for("notices.times"))
    return draw("times.html", "times", form=form), 422 if form.errors else 200
