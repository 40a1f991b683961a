"""Banking on screen."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from core.banking import queries, services
from core.banking.forms import BankAccountForm
from core.identity.permissions import requires

blueprint = Blueprint("banking", __name__, template_folder="templates")


@blueprint.get("/bancos")
@requires("banking.edit")
def index() -> str:
    """The bank accounts."""
    return render_template("banking/index.html", rows=queries.accounts())


@blueprint.route("/bancos/novo", methods=["GET", "POST"])
@requires("banking.edit")
def new() -> Any:
    """A new bank account."""
    return _edited(BankAccountForm(), None)


@blueprint.route("/bancos/<int:account_id>", methods=["GET", "POST"])
@requires("banking.edit")
def edit(account_id: int) -> Any:
    """Change a bank account."""
    account = queries.account(account_id) or abort(404)
    return _edited(BankAccountForm(obj=account), account)


def _edited(form: BankAccountForm, account: Any) -> Any:
    if not (form.validate_on_submit() and _saved(form, account)):
        return render_template("banking/form.html", form=form, account=account)
    flash(_("Banco guardado."), "ok")
    return redirect(url_for("banking.index"))


def _saved(form: BankAccountForm, account: Any) -> bool:
    try:
        services.save_account(account.id if account else None, str(form.name.data), form.active.data)
    except services.NameTaken as refusal:
        form.name.errors = [str(refusal)]
        return False
    return True
