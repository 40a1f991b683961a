"""The office on screen: dashboard, search, holidays, provider, plugins."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.extension.manager import infos
from core.extension.panels import panels
from core.foundation.clock import today
from core.foundation.preferences import preference, preferences
from core.identity.permissions import PUBLIC, SIGNED_IN, requires
from core.office.forms import HolidayForm, ProviderForm
from core.office.queries.pages import has_customers, holidays_of, search
from core.office.services import OfficeRefused, add_holiday, keep_logo, keep_provider, remove_holiday
from core.office.views import blueprint

T = TypeVar("T")
TEXTS = ("name", "legal_name", "cnpj", "phone", "email", "address")


@blueprint.get("/")
@requires(SIGNED_IN)
def dashboard() -> str:
    return render_template("office/dashboard.html", panels=panels("dashboard_panels"), begun=has_customers())


@blueprint.get("/busca")
@requires(SIGNED_IN)
def find() -> Any:
    text = request.args.get("q", "")
    found = search(text)
    hits = [hit for kind in found for hit in kind.hits]
    if request.headers.get("HX-Request"):
        return render_template("office/_hits.html", text=text, found=found)
    if len(hits) == 1:
        return redirect(hits[0].url)
    return render_template("office/search.html", text=text, found=found)


@blueprint.route("/feriados", methods=["GET", "POST"])
@requires("office.settings")
def holidays() -> Any:
    form = HolidayForm()
    if form.validate_on_submit() and _added(form):
        return redirect(url_for("office.holidays", ano=typed(form.day, date).year))
    year = request.args.get("ano", type=int) or today().year
    year = min(max(year, 1990), 2200)
    page = render_template("office/holidays.html", form=form, year=year, days=holidays_of(year))
    return page, 422 if form.errors else 200


def typed(field: Any, kind: type[T]) -> T:
    """What a valid form's field holds."""
    value = field.data
    assert isinstance(value, kind)  # noqa: S101  # the form was validated
    return value


def _added(form: HolidayForm) -> bool:
    try:
        add_holiday(typed(form.day, date), typed(form.name, str), today())
    except OfficeRefused as refused:
        form.day.errors = [str(refused)]
        return False
    flash(_("Feriado guardado. Os vencimentos em aberto foram conferidos."), "ok")
    return True


@blueprint.post("/feriados/<string:day>/retirar")
@requires("office.settings")
def drop_holiday(day: str) -> Any:
    when = _day(day)
    name = remove_holiday(when, today()) or abort(404)
    flash(
        _("Feriado “%(name)s” retirado.", name=name),
        f"undo:{url_for('office.put_back_holiday', day=day, nome=name)}",
    )
    return redirect(url_for("office.holidays", ano=when.year))


@blueprint.post("/feriados/<string:day>/repor")
@requires("office.settings")
def put_back_holiday(day: str) -> Any:
    when = _day(day)
    try:
        add_holiday(when, request.args.get("nome", "")[:80], today())
    except OfficeRefused as refused:  # undone twice
        flash(str(refused), "bad")
    return redirect(url_for("office.holidays", ano=when.year))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


@blueprint.get("/configuracoes")
@requires("office.settings")
def settings() -> str:
    return render_template("office/settings.html")


@blueprint.route("/configuracoes/provedor", methods=["GET", "POST"])
@requires("office.settings")
def provider() -> Any:
    form = ProviderForm(data={**preferences("provider."), "difference": _limit()})
    if form.validate_on_submit() and _kept(form):
        flash(_("Dados do provedor guardados."), "ok")
        return redirect(url_for("office.provider"))
    page = render_template("office/provider.html", form=form, logo=preference("provider.logo"))
    return page, 422 if form.errors else 200


def _limit() -> Decimal:
    return Decimal(preference("billing.difference_limit_percent"))


def _kept(form: ProviderForm) -> bool:
    try:
        if form.logo.data:
            keep_logo(form.logo.data.read())
    except OfficeRefused as refused:
        form.logo.errors = [str(refused)]
        return False
    values = {f"provider.{name}": form[name].data or "" for name in TEXTS}
    keep_provider({**values, "billing.difference_limit_percent": str(form.difference.data)})
    return True


@blueprint.get("/logo")
@requires(PUBLIC)
def logo() -> Response:
    kept = preference("provider.logo") or abort(404)
    answer = Response(base64.b64decode(kept["data"]), mimetype=kept["type"])
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@blueprint.get("/configuracoes/plugins")
@requires("office.settings")
def plugins() -> str:
    return render_template("office/plugins.html", plugins=infos())
