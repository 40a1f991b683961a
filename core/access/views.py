"""Access on screen: internet accounts, plans, devices."""

from __future__ import annotations

import re
import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.access import queries, services
from core.access.catalog_views import mount
from core.access.connection import account_connection, contract_connection
from core.access.forms import AccountForm
from core.access.pages import account_lists, audit_words
from core.access.picker import account_picker
from core.access.rules.identifiers import Refused
from core.access.rules.marks import pieces
from core.access.rules.passwords import readable_password
from core.access.rules.speeds import METHOD_LABELS, mega
from core.access.saving import saved
from core.foundation import audit
from core.identity.permissions import requires

blueprint = Blueprint("access", __name__, template_folder="templates")
blueprint.add_app_template_filter(pieces)
blueprint.add_app_template_filter(mega)
blueprint.add_app_template_filter(lambda faults: [("", *fault) for fault in faults], "tabless")
blueprint.record(lambda state: state.app.jinja_env.globals.update(method_labels=METHOD_LABELS))
mount(blueprint)


@blueprint.get("/contas")
@requires("access.view")
def accounts() -> str:
    """The internet accounts, found by text and chip."""
    text, chip = request.args.get("q", "").strip()[:100], request.args.get("ver", "")
    before, after = request.args.get("antes", type=int), request.args.get("depois", type=int)
    page = queries.accounts_page(text, chip, before, after)
    return render_template("access/accounts.html", page=page, query=text, **account_lists(page, text, chip))


@blueprint.get("/contas/escolher")
@requires("access.view")
def pick() -> str:
    """The accounts that a contract may take, for the item's dialog."""
    field = _field_name()
    customer, selected = request.args.get("cliente", type=int), request.args.get(field, type=int)
    return account_picker(field, customer, selected, request.args.get(f"{field}-q", "").strip()[:100])


@blueprint.get("/contas/senha-nova")
@requires("access.view")
def propose_password() -> str:
    """A password for an account, in the field that asked for it."""
    return render_template(
        "access/password.html", field=_field_name(), password=readable_password(secrets.choice)
    )


def _field_name() -> str:
    name = request.args.get("campo", "")
    return name if re.fullmatch(r"[a-z_-]{1,40}", name) else abort(400)


@blueprint.route("/contas/nova", methods=["GET", "POST"])
@requires("access.edit")
def new_account() -> Any:
    """A new internet account."""
    form = AccountForm()
    key = saved(form, lambda: services.save_account(None, form.typed()))
    return _kept(key) if key else render_template("access/account_form.html", form=form, account=None)


@blueprint.get("/contas/<int:account_id>")
@requires("access.view")
def account_page(account_id: int) -> str:
    """One internet account."""
    account = queries.account(account_id) or abort(404)
    history = [(entry, audit_words(entry)) for entry in audit.history([("account", account_id)])]
    holder = queries.holder_words(account) if account.contract_id else ""
    shown = {"history": history, "holder": holder, "connection": account_connection(account_id)}
    return render_template("access/account.html", account=account, **shown)


@blueprint.get("/contas/<int:account_id>/conexao")
@requires("access.view")
def account_connection_card(account_id: int) -> Any:
    """What the account has now, drawn again; nothing where nothing was ever wanted of it."""
    return account_connection(account_id) or ("", 204)


@blueprint.get("/contratos/<int:contract_id>/conexao")
@requires("access.view")
def contract_connection_card(contract_id: int) -> Any:
    """What the accounts of a contract have now, drawn again."""
    return contract_connection(contract_id) or ("", 204)


@blueprint.route("/contas/<int:account_id>/editar", methods=["GET", "POST"])
@requires("access.edit")
def edit_account(account_id: int) -> Any:
    """Change an internet account."""
    account = queries.account(account_id) or abort(404)
    form = AccountForm(obj=account, device_ids=[device.id for device in account.devices])
    key = saved(form, lambda: services.save_account(account_id, form.typed()))
    return _kept(key) if key else render_template("access/account_form.html", form=form, account=account)


def _kept(account_id: int) -> Any:
    flash(_("Conta guardada."), "ok")
    return redirect(url_for("access.account_page", account_id=account_id))


@blueprint.post("/contas/<int:account_id>/ativa")
@requires("access.edit")
def switch_account(account_id: int) -> Any:
    """Switch an account on or off."""
    try:
        services.set_account_active(account_id, request.form.get("ativa") == "sim")
    except Refused as refusal:
        flash(str(refusal), "bad")
    return redirect(url_for("access.account_page", account_id=account_id))


@blueprint.post("/contas/<int:account_id>/senha")
@requires("access.secrets")
def show_password(account_id: int) -> str:
    """The password of an account; that it was seen is written down."""
    return render_template("access/secret.html", password=services.reveal_password(account_id))
