"""Réguas: the ladders that contracts and layouts may start from."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.contracts.forms.preset import PresetForm, preset_as_typed, read_preset
from core.contracts.forms.reading import Raw
from core.contracts.models import StoredPreset
from core.contracts.queries.presets import added_presets, default_ladder, find_preset, stored_presets
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.errors import ContractRefused
from core.contracts.services.presets import bring_back_preset, remove_preset, save_preset
from core.contracts.services.strictness import breaches
from core.contracts.views.preset_parts import changed_parts, preset_parts
from core.contracts.views.words import around
from core.extension.types import LadderPreset
from core.identity.permissions import requires

# A blueprint of its own, so that the sidebar knows where one is.
presets_blueprint = Blueprint("presets", __name__)


@presets_blueprint.get("/reguas")
@requires("templates.edit")
def index() -> str:
    """The provider's own presets, then what plugins add."""
    own = stored_presets()
    rows = [_row(row, row.ladder_terms, own=True) for row in own]
    rows += [_row(one, one.terms, own=False) for one in added_presets(own)]
    return render_template("contracts/presets.html", rows=rows)


def _row(preset: StoredPreset | LadderPreset, ladder: LadderTerms, *, own: bool) -> dict[str, Any]:
    spared = around({"suspend_except": ladder.suspend_except})["never_on_short"]
    strict = bool(breaches(BillingTerms(), ladder))
    return {"preset": preset, "own": own, "ladder": ladder, "spared": spared, "strict": strict}


@presets_blueprint.route("/reguas/nova", methods=["GET", "POST"])
@requires("templates.edit")
def new() -> Any:
    """A new preset, which starts as the default one is."""
    return _save(None) if request.method == "POST" else _show(None, preset_as_typed(None, default_ladder()))


@presets_blueprint.route("/reguas/<int:preset_id>", methods=["GET", "POST"])
@requires("templates.edit")
def edit(preset_id: int) -> Any:
    """Change a preset; contracts and layouts made from it keep their terms."""
    preset = find_preset(preset_id) or abort(404)
    return _save(preset) if request.method == "POST" else _show(preset, preset_as_typed(preset))


def _save(preset: StoredPreset | None) -> Any:
    raw = _typed()
    read = read_preset(raw)
    if read.errors:
        return _show(preset, raw, read.errors)
    try:
        saved = save_preset(preset.id if preset else None, *read.values)
    except ContractRefused as refusal:
        return _show(preset, raw, dict(refusal.problems))
    flash(_("Régua %(name)s salva. Nenhum contrato mudou.", name=saved.name), "ok")
    return redirect(url_for("presets.index"))


def _typed() -> Raw:
    return Raw(request.form.items(multi=True))


def _show(preset: StoredPreset | None, raw: Raw, errors: dict[str, str] | None = None) -> Any:
    form = PresetForm(formdata=raw)
    form.show_errors(errors or {})
    parts = preset_parts(read_preset(raw))
    page = render_template("contracts/preset_form.html", form=form, preset=preset, parts=parts, errors=errors)
    return page, 422 if errors else 200


@presets_blueprint.post("/reguas/previa")
@requires("templates.edit")
def preview() -> str:
    """The pieces beside the steps as they are being typed."""
    parts = changed_parts(read_preset(_typed()), quiet="quieto" in request.args)
    return render_template("contracts/changed.html", parts=parts)


@presets_blueprint.post("/reguas/<int:preset_id>/remover")
@requires("templates.edit")
def remove(preset_id: int) -> Any:
    """Take a preset away."""
    preset = find_preset(preset_id) or abort(404)
    name = preset.name
    try:
        remove_preset(preset_id)
        flash(
            _("Régua %(name)s removida.", name=name),
            f"undo:{url_for('presets.put_back', preset_id=preset_id)}",
        )
    except ContractRefused as refusal:
        flash(str(refusal), "bad")
    return redirect(url_for("presets.index"))


@presets_blueprint.post("/reguas/<int:preset_id>/voltar")
@requires("templates.edit")
def put_back(preset_id: int) -> Any:
    """Undo a removal."""
    try:
        bring_back_preset(preset_id)
    except ContractRefused as refusal:
        flash(str(refusal), "bad")
    return redirect(url_for("presets.index"))
