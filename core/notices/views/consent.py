"""What a customer said about a channel, noted on the customer's page."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from core.foundation.clock import now
from core.identity.permissions import requires
from core.notices import queries
from core.notices.queries.listing import customer_exists
from core.notices.services.consent import note_consent
from core.notices.views.room import blueprint


@blueprint.post("/clientes/<int:customer_id>/avisos")
@requires("customers.edit")
def consent(customer_id: int) -> Any:
    """Note that a channel may be used, or may not."""
    channel, answer = request.form.get("canal", ""), request.form.get("resposta", "")
    if not customer_exists(customer_id) or channel not in queries.channels() or answer not in ("sim", "nao"):
        abort(404)
    note_consent(customer_id, channel, answer == "sim", now())
    flash(_("Anotado."), "ok")
    return redirect(url_for("customers.show", customer_id=customer_id))
