"""Layouts: the templates that contracts start from."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.contracts.forms.layout import LayoutForm, layout_as_typed, read_layout
from core.contracts.forms.reading import Raw
from core.contracts.forms.terms import choices
from core.contracts.models import ContractTemplate
from core.contracts.queries.choices import banks_on_offer
from core.contracts.queries.contracts import find_layout
from core.contracts.queries.contracts import layouts as all_layouts
from core.contracts.queries.presets import default_ladder, presets
from core.contracts.services.errors import ContractRefused
from core.contracts.services.templates import offer_template, save_template
from core.contracts.views.layout_parts import filled, layout_parts
from core.contracts.views.state import COUNTER
from core.identity.permissions import requires

# A blueprint of its own, so that the sidebar knows where one is.
layouts_blueprint = Blueprint("layouts", __name__)


@layouts_blueprint.get("/layouts")
@requires("templates.edit")
def index() -> str:
    """All layouts, and how many contracts each has."""
    return render_template("contracts/layouts.html", rows=all_layouts())


@layouts_blueprint.route("/layouts/novo", methods=["GET", "POST"])
@requires("templates.edit")
def new() -> Any:
    """A new layout, which starts from the default ladder."""
    return _save(None) if request.method == "POST" else _show(None, layout_as_typed(None, default_ladder()))


@layouts_blueprint.route("/layouts/<int:template_id>", methods=["GET", "POST"])
@requires("templates.edit")
def edit(template_id: int) -> Any:
    """Change a layout; its contracts keep their terms."""
    template = find_layout(template_id) or abort(404)
    return _save(template) if request.method == "POST" else _show(template, layout_as_typed(template))


@layouts_blueprint.post("/layouts/<int:template_id>/oferecer")
@requires("templates.edit")
def offer(template_id: int) -> Any:
    """Offer a layout for new contracts, or no longer."""
    template = find_layout(template_id) or abort(404)
    offer_template(template.id, not template.active)
    return redirect(url_for("layouts.index"))


def _save(template: ContractTemplate | None) -> Any:
    raw = Raw(request.form.items(multi=True))
    banks = banks_on_offer(template.bank_account_id if template else None)
    read = read_layout(raw, template, [bank.id for bank in banks])
    if read.errors:
        return _show(template, raw, read.errors)
    try:
        saved = save_template(template.id if template else None, *read.values)
    except ContractRefused as refusal:
        return _show(template, raw, dict(refusal.problems))
    flash(_("Layout %(name)s salvo.", name=saved.name), "ok")
    return redirect(url_for("layouts.index"))


def _show(template: ContractTemplate | None, raw: Raw, errors: dict[str, str] | None = None) -> Any:
    form = LayoutForm(formdata=raw)
    banks = banks_on_offer(template.bank_account_id if template else None)
    form.bank_account_id.choices = choices([("", COUNTER), *((str(row.id), row.name) for row in banks)])
    form.preset.choices = choices([("", _("Própria")), *((one.key, one.name) for one in presets())])
    form.show_errors(errors or {})
    parts = layout_parts(raw, errors or {})
    page = render_template(
        "contracts/layout_form.html",
        form=form,
        template=template,
        parts=parts,
        presets=presets(),
        errors=errors,
    )
    return page, 422 if errors else 200


@layouts_blueprint.post("/layouts/preencher")
@requires("templates.edit")
def fill() -> Any:
    """The form with a ladder's steps filled in."""
    raw = filled(Raw(request.form.items(multi=True)))
    key = raw.get("layout_id", "")
    template = find_layout(int(key)) if key.isdigit() and len(key) < 19 else None
    return _show(template, raw)[0]
