"""The texts of occasions: the list, one text with its preview beside it, on and off."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from core.extension.types import Occasion
from core.foundation.clock import today
from core.identity.permissions import requires
from core.notices import queries
from core.notices.forms import TextForm
from core.notices.queries.state import example, fault_of, text_states
from core.notices.rules.length import sms_parts
from core.notices.services.texts import TextRefused, restore_text, save_text, switch_text, try_wording
from core.notices.views.room import blueprint, draw


@blueprint.get("/avisos/textos")
@requires("notices.view")
def texts() -> str:
    """What customers are told about."""
    return draw("texts.html", "texts", states=text_states())


@blueprint.route("/avisos/textos/<occasion>", methods=["GET", "POST"])
@requires("notices.edit")
def text(occasion: str) -> Any:
    """Change a text."""
    found = _found(occasion)
    wording = queries.wordings()[occasion]
    form = TextForm(obj=wording)
    if form.validate_on_submit() and _saved(found, form):
        return redirect(url_for("notices.texts"))
    page = draw(
        "text.html",
        "texts",
        form=form,
        occasion=found,
        own=wording.own,
        fault=fault_of(found),
        **_preview(found, form),
    )
    return page, 422 if form.errors else 200


def _found(occasion: str) -> Occasion:
    return queries.occasions().get(occasion) or abort(404)


def _saved(occasion: Occasion, form: TextForm) -> bool:
    figures = example(occasion, form.contract_id(), today()).figures
    try:
        tried = save_text(occasion, form.wording(), figures, today())
    except TextRefused as refusal:
        for part, sentence in refusal.faults.items():
            form[part].errors = [sentence]
        return False
    flash(_("Texto guardado."), "ok")
    if tried.missing:
        flash(_("O texto não diz tudo o que a Anatel pede; ficou no histórico."), "warn")
    return True


def _preview(occasion: Occasion, form: TextForm) -> dict[str, Any]:
    on = example(occasion, form.contract_id(), today())
    tried = try_wording(occasion, form.wording(), on.figures, today())
    return {"tried": tried, "on": on, "parts": sms_parts(tried.said.get("short", ""))}


@blueprint.post("/avisos/textos/<occasion>/previa")
@requires("notices.edit")
def text_preview(occasion: str) -> str:
    """The preview alone, while a text is typed."""
    found, form = _found(occasion), TextForm()
    return render_template("notices/_preview.html", occasion=found, form=form, **_preview(found, form))


@blueprint.post("/avisos/textos/<occasion>/original")
@requires("notices.edit")
def text_restore(occasion: str) -> Any:
    """Back to the text in code."""
    restore_text(_found(occasion))
    flash(_("Voltou o texto original."), "ok")
    return redirect(url_for("notices.text", occasion=occasion))


@blueprint.post("/avisos/textos/<occasion>/ligar")
@requires("notices.edit")
def text_on(occasion: str) -> Any:
    """Tell customers of it."""
    return _switched(_found(occasion), True)


@blueprint.post("/avisos/textos/<occasion>/desligar")
@requires("notices.edit")
def text_off(occasion: str) -> Any:
    """Tell customers of it no longer."""
    return _switched(_found(occasion), False)


def _switched(occasion: Occasion, on: bool) -> Any:
    switch_text(occasion, on)
    said = (
        _("“%(label)s” ligado.", label=occasion.label)
        if on
        else _("“%(label)s” desligado.", label=occasion.label)
    )
    flash(said, "undo:" + url_for("notices.text_off" if on else "notices.text_on", occasion=occasion.key))
    return redirect(url_for("notices.texts"))
