"""Customers on screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask import stream_with_context as streamed
from flask_babel import gettext as _

from core.customers.forms import CustomerForm, values_of
from core.customers.models import Customer
from core.customers.queries.export import lines
from core.customers.queries.listing import listing, nobody
from core.customers.queries.one import any_customer, customer_by_id, data_of, history_of, main_address
from core.customers.queries.page import Key, Wanted, chips, export
from core.customers.queries.words import told
from core.customers.rules.typed import show_phone
from core.customers.services.errors import EditConflict, Taken
from core.customers.services.save import save_customer
from core.extension.panels import panels as drawn_panels
from core.foundation.documents import show as show_document
from core.identity.permissions import can, requires

blueprint = Blueprint("customers", __name__, template_folder="templates")


@blueprint.get("/clientes")
@requires("customers.view")
def index() -> str:
    """The list; what is typed in the search on top filters it."""
    wanted = _wanted()
    found = listing(wanted)
    nothing = None if found.rows else nobody(wanted.text)
    return render_template(
        "customers/list.html",
        listing=found,
        query=wanted.text,
        choices=_choices(wanted),
        previous=_turn(wanted, "antes", found.page.previous),
        next=_turn(wanted, "depois", found.page.next),
        export=_export_url(wanted),
        nothing=nothing,
        first_run=nothing is not None and not any_customer(),
    )


@blueprint.get("/clientes.csv")
@requires("customers.export")
def export_csv() -> Response:
    """All that the list would show."""
    wanted = Wanted(_text(), request.args.get("f", ""))
    answer = Response(streamed(lines(export(wanted))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=clientes.csv"
    return answer


def _text() -> str:
    return request.args.get("q", "")[:100].replace("\0", "").strip()


def _wanted() -> Wanted:
    args = request.args
    return Wanted(_text(), args.get("f", ""), _key(args.get("depois", "")), _key(args.get("antes", "")))


def _key(token: str) -> Key | None:
    number, _colon, name = token.replace("\0", "").partition(":")
    return (name, int(number)) if number.isdecimal() and len(number) < 16 else None


def _turn(wanted: Wanted, where: str, key: Key | None) -> str | None:
    if key is None:
        return None
    return _list_url(q=wanted.text, f=wanted.chip, **{where: f"{key[1]}:{key[0]}"})


def _list_url(**arguments: str) -> str:
    """The list's address with what is not empty."""
    given = {name: text for name, text in arguments.items() if text}
    return url_for("customers.index") + ("?" + urlencode(given, safe=":") if given else "")


def _export_url(wanted: Wanted) -> str:
    return url_for("customers.export_csv", q=wanted.text or None, f=wanted.chip or None)


def _choices(wanted: Wanted) -> list[tuple[str, str, bool]]:
    everyone = (_("Todos"), _list_url(q=wanted.text), not wanted.chip)
    others = [(c.label, _list_url(q=wanted.text, f=c.key), c.key == wanted.chip) for c in chips()]
    return [everyone, *others]


@blueprint.route("/clientes/novo", methods=["GET", "POST"])
@requires("customers.edit")
def new() -> Any:
    """The form of a new registration; `nome` fills in what was looked for."""
    form = CustomerForm(name=request.args.get("nome"))
    if not (form.is_submitted() and not form.pressed and form.validate()):
        return _draw_form(form)
    return _save(form)


@blueprint.route("/clientes/<int:customer_id>/editar", methods=["GET", "POST"])
@requires("customers.edit")
def edit(customer_id: int) -> Any:
    """The form of a registration that stands."""
    customer = _found(customer_id)
    form = CustomerForm(data=values_of(data_of(customer)) | {"revision": str(customer.revision)})
    form.has_password = customer.portal_password_hash is not None
    if not (form.is_submitted() and not form.pressed and form.validate()):
        return _draw_form(form, customer)
    return _save(form, customer)


def _save(form: CustomerForm, customer: Customer | None = None) -> Any:
    try:
        saved = save_customer(form.to_data(), customer.id if customer else None, form.opened_on)
    except (Taken, EditConflict) as error:
        form.refuse(error)
        return _draw_form(form, customer, error)
    return redirect(url_for("customers.show", customer_id=saved.id, novo=None if customer else 1))


def _draw_form(form: CustomerForm, customer: Customer | None = None, error: Any = None) -> Any:
    faults = [("", *fault) for fault in form.faults()]
    page = render_template(
        "customers/form.html",
        form=form,
        customer=customer,
        faults=faults,
        taken=error if isinstance(error, Taken) else None,
        conflict=error if isinstance(error, EditConflict) else None,
    )
    return page, 422 if error or faults else 200


def _found(customer_id: int) -> Customer:
    return customer_by_id(customer_id) or abort(404)


@blueprint.get("/clientes/<int:customer_id>")
@requires("customers.view")
def show(customer_id: int) -> str:
    """A customer's page."""
    customer = _found(customer_id)
    return render_template(
        "customers/show.html",
        customer=customer,
        address=main_address(customer),
        panels=drawn_panels("customer_panels", customer_id=customer_id),
        history=told(history_of(customer_id)),
        new_contract=_new_contract_url(customer_id),
        asking="novo" in request.args,
    )


def _new_contract_url(customer_id: int) -> str | None:
    view = current_app.view_functions.get("contracts.new")
    if view is None or not can(getattr(view, "permission", "")):
        return None
    return url_for("contracts.new", cliente=customer_id)


@blueprint.app_template_filter("document")
def document(text: str) -> str:
    """A stored CPF or CNPJ as people write it."""
    return show_document(text)


@blueprint.app_template_filter("phone")
def phone(number: str) -> str:
    """A stored telephone as people write it."""
    return show_phone(number)
