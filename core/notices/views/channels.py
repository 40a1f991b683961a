"""Channels: how each does, its settings, a try."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from core.extension.channels import Channel
from core.foundation.forms import SecretField
from core.identity.permissions import requires
from core.notices import queries
from core.notices.forms import ChannelForm, settings_form, settings_of
from core.notices.queries.state import channel_states
from core.notices.services.channels import (
    ChannelFailed,
    NotSetUp,
    check_channel,
    save_channel,
    stored_settings,
)
from core.notices.views.room import blueprint, draw


@blueprint.get("/avisos/canais")
@requires("notices.view")
def channels() -> str:
    """Every channel and how it does."""
    return draw("channels.html", "channels", states=channel_states())


@blueprint.route("/avisos/canais/<channel>", methods=["GET", "POST"])
@requires("channels.edit")
def channel(channel: str) -> Any:
    """A channel's settings; secrets are never shown again."""
    found = _found(channel)
    stored = stored_settings(found)
    state = next(one for one in channel_states() if one.channel.name == channel)
    form = ChannelForm(active=state.state != "paused")
    own = settings_form(found.form_class(), stored, request.form if form.is_submitted() else None)
    if form.validate_on_submit() and own.validate():
        save_channel(found, settings_of(own), form.active.data)
        flash(_("Canal guardado."), "ok")
        return redirect(url_for("notices.channel", channel=channel))
    secrets = {field.name for field in own if isinstance(field, SecretField) and stored.get(field.short_name)}
    page = draw("channel.html", "channels", form=form, own=own, state=state, secrets=secrets)
    return page, 422 if own.errors or form.errors else 200


def _found(name: str) -> Channel:
    return queries.channels().get(name) or abort(404)


@blueprint.post("/avisos/canais/<channel>/testar")
@requires("channels.edit")
def channel_test(channel: str) -> Any:
    """Try the settings that are kept, and show the other side's words."""
    found = _found(channel)
    try:
        flash(_("%(label)s: %(words)s", label=found.label, words=check_channel(found)), "ok")
    except (ChannelFailed, NotSetUp) as failure:
        flash(_("%(label)s: %(words)s", label=found.label, words=str(failure)), "bad")
    return redirect(url_for("notices.channel", channel=channel))
