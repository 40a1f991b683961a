"""Signing in and out, staff users, one's own account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from core.foundation.database import db
from core.identity.forms import LoginForm, PasswordForm, UserForm
from core.identity.models import User
from core.identity.passwords import verify_password
from core.identity.permissions import PUBLIC, ROLES, SIGNED_IN, requires
from core.identity.queries import users
from core.identity.rules import UserRefused
from core.identity.services import change_password, change_user, create_user, sign_in
from core.identity.services import end_sessions as end_sessions_of
from core.identity.throttle import BY_ADDRESS, forget_guesses, limiter, may_guess

blueprint = Blueprint("identity", __name__, template_folder="templates")
WRONG = "Usuário ou senha não conferem. Confira os dois e tente de novo."
TOO_MANY = "Muitas tentativas seguidas. Espere 15 minutos, ou peça uma senha nova a quem administra."


@blueprint.route("/entrar", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS, methods=["POST"])
@requires(PUBLIC)
def login() -> Any:
    partial = bool(request.args.get("parcial"))
    if current_user.is_authenticated and request.method == "GET" and not partial:
        return redirect(_way_in())
    form = LoginForm()
    if form.validate_on_submit() and (user := _who(form)):
        return _let_in(user, partial)
    template = "identity/relogin.html" if partial else "identity/login.html"
    return render_template(template, form=form), 422 if form.errors else 200


def _who(form: LoginForm) -> User | None:
    """The user that the form names; else the form says why not, and never whether the login exists."""
    name = form.login.data or ""
    if not may_guess(name):
        form.login.errors = [*form.login.errors, _(TOO_MANY)]
        return None
    user = sign_in(name, form.password.data or "")
    if user is None:
        form.login.errors = [*form.login.errors, _(WRONG)]
    else:
        forget_guesses(name)
    return user


def _let_in(user: User, partial: bool) -> Any:
    """A session of its own, never one that was there before, and a token that belongs to it."""
    session.clear()
    g.pop("csrf_token", None)
    login_user(user)
    if partial:
        return Response(status=204, headers={"X-CSRFToken": generate_csrf()})
    return redirect(_way_in())


def _way_in() -> str:
    return _local(request.args.get("seguinte")) or url_for("office.dashboard")


def _local(target: str | None) -> str | None:
    """A path of this site, or None: nobody is sent elsewhere by a link to the sign-in page."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


@blueprint.post("/sair")
@requires(PUBLIC)
def logout() -> Any:
    logout_user()
    session.clear()
    return redirect(url_for("identity.login"))


@blueprint.get("/usuarios")
@requires("identity.manage")
def staff() -> str:
    return render_template("identity/users.html", users=users(), roles=ROLES)


@blueprint.route("/usuarios/novo", methods=["GET", "POST"])
@requires("identity.manage")
def new_user() -> Any:
    form = UserForm(role="support")
    if form.validate_on_submit() and _kept(form, lambda: _create(form)):
        return redirect(url_for("identity.staff"))
    return _user_page(form, None)


@blueprint.route("/usuarios/<int:user_id>", methods=["GET", "POST"])
@requires("identity.manage")
def edit_user(user_id: int) -> Any:
    user = db.get_or_404(User, user_id)
    form = UserForm(obj=user)
    if form.validate_on_submit() and _kept(form, lambda: _change(form, user_id)):
        return redirect(url_for("identity.staff"))
    return _user_page(form, user)


def _user_page(form: UserForm, user: User | None) -> Any:
    return render_template("identity/user_form.html", form=form, user=user), 422 if form.errors else 200


@blueprint.post("/usuarios/<int:user_id>/encerrar-sessoes")
@requires("identity.manage")
def end_sessions(user_id: int) -> Any:
    db.get_or_404(User, user_id)
    user = _still_in(end_sessions_of(user_id))
    flash(_("As sessões de %(name)s foram encerradas.", name=user.name), "ok")
    return redirect(url_for("identity.edit_user", user_id=user_id))


@blueprint.route("/minha-conta", methods=["GET", "POST"])
@requires(SIGNED_IN)
def account() -> Any:
    form = PasswordForm()
    if form.validate_on_submit() and _changed(form):
        flash(_("Senha trocada. As outras sessões foram encerradas."), "ok")
        return redirect(url_for("identity.account"))
    return render_template("identity/account.html", form=form), 422 if form.errors else 200


def _changed(form: PasswordForm) -> bool:
    if wrong := _not_the_owner(form.current.data or ""):
        form.current.errors = [wrong]
        return False
    try:
        _still_in(change_password(current_user.id, form.new.data or ""))
    except UserRefused as refused:
        form.new.errors = [str(refused)]
        return False
    return True


def _not_the_owner(password: str) -> str | None:
    """Why a password does not show that it is the user: a browser left open must not be a way to guess it."""
    if not may_guess(current_user.login):
        return _(TOO_MANY)
    if not verify_password(current_user.password_hash, password):
        return _("Não é a senha de agora.")
    forget_guesses(current_user.login)
    return None


def _still_in(user: User) -> User:
    """Whoever ended their own sessions keeps the one they are in."""
    if user.id == current_user.id:
        login_user(user)
    return user


def _kept(form: UserForm, keep: Any) -> bool:
    try:
        keep()
    except UserRefused as refused:
        form[refused.field].errors = [str(refused)]
        return False
    flash(_("Usuário guardado."), "ok")
    return True


def _create(form: UserForm) -> None:
    create_user(form.login.data or "", form.name.data or "", form.role.data, form.password.data or "")


def _change(form: UserForm, user_id: int) -> None:
    password = form.password.data or ""
    _still_in(change_user(user_id, form.name.data or "", form.role.data, bool(form.active.data), password))
