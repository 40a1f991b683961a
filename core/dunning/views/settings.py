"""*Ajustar régua*: when it runs, from when suspensions hold, trust unlocks."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from core.dunning.forms import SettingsForm
from core.dunning.views import blueprint
from core.foundation.preferences import preferences, set_preferences
from core.identity.permissions import requires

NAMES = ("run_hour", "suspend_from_hour", "unlock_days", "customer_unlock")


@blueprint.route("/regua/ajustes", methods=["GET", "POST"])
@requires("dunning.move")
def settings() -> Any:
    """Show and keep the settings of the ladder."""
    form = SettingsForm(data=preferences("dunning."))
    if form.validate_on_submit():
        set_preferences({f"dunning.{name}": form[name].data for name in NAMES})
        flash(_("Ajustes da régua guardados."), "ok")
        return redirect(url_for("dunning.settings"), 303)
    return render_template("dunning/settings.html", form=form), 422 if form.errors else 200
