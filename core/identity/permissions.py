"""Who may do what: permission strings held by roles, and the declaration that every route carries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, request
from flask_login import current_user

from core.extension.calls import collect

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed_in"
ROLES = {"admin": "Administração", "finance": "Financeiro", "support": "Atendimento", "technician": "Técnico"}
EVERYTHING = "admin"


def requires(permission: str) -> Callable[[View], View]:
    """Declare what a route asks for: a permission string, SIGNED_IN or PUBLIC. Every route must."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def permission_of(endpoint: str) -> str | None:
    """What a route asks for; None where it declares nothing, which closes it."""
    view = current_app.view_functions.get(endpoint)
    return getattr(view, "permission", None)


def allowed(permission: str, role: str) -> bool:
    """Whether a role holds a permission. The admin role holds all."""
    if role == EVERYTHING:
        return True
    return any(p.key == permission and role in p.roles for p in collect("register_permissions"))


def can(permission: str) -> bool:
    """Whether the person at the screen may."""
    return holds(person(), permission)


def person() -> Any:
    """Who is at the screen, looked up once: `current_user` does so for each thing it is asked."""
    return current_user._get_current_object()


def holds(who: Any, permission: str) -> bool:
    """Whether a person, signed in or not, may."""
    if permission == PUBLIC:
        return True
    if not who.is_authenticated:
        return False
    return permission == SIGNED_IN or allowed(permission, who.role)


def guard() -> Any:
    """Before each request: let in, ask to sign in (401 where only a fragment was asked for), or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    permission = permission_of(request.endpoint)
    if permission is None:
        abort(403)
    if can(permission):
        return None
    if current_user.is_authenticated:
        abort(403)
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
