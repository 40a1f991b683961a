"""What makes the app a safe web site: headers, sign-in, templates, errors, blueprints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, redirect, request, url_for
from flask_babel import Babel, get_translations
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import import_string

from core import faults, templating
from core.extension.calls import draw
from core.extension.types import MenuEntry
from core.foundation import audit, clock
from core.foundation.preferences import recent_preference
from core.identity import permissions
from core.identity.queries import user_of_session
from core.identity.throttle import limiter

CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SECTIONS = ("", "Atender", "Cobrar", "Rede", "Sistema")


def secure(app: Flask) -> None:
    """CSRF on every form, a strict content policy, cookies out of reach of scripts, throttling."""
    CSRFProtect(app)
    chosen = app.config["MALHA"]
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        REMEMBER_COOKIE_HTTPONLY=True,
        RATELIMIT_STORAGE_URI=_counters(chosen.redis_url),
        WTF_CSRF_TIME_LIMIT=None,
    )
    limiter.init_app(app)
    if count := chosen.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.after_request(_headers)


def _counters(redis_url: str) -> str:
    """Where wrong guesses are counted: the queue's server, which the limiter wants called by its own name."""
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url or "memory://"


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_user and current_user.is_authenticated and request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def sign_in(app: Flask) -> None:
    """Who is at the screen, and the guard in front of every route."""
    manager = LoginManager(app)
    manager.user_loader(user_of_session)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.login_manager = manager  # type: ignore[attr-defined]
    app.before_request(_act)
    app.before_request(permissions.guard)


def _act() -> None:
    if current_user.is_authenticated:
        audit.act_as(audit.Actor(current_user.id, current_user.name))
    else:
        audit.act_as(audit.Actor(None, "visitante"))


def _ask_to_sign_in() -> Any:
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return Response(status=401)
    return redirect(
        url_for("identity.login", seguinte=request.full_path if request.method == "GET" else None)
    )


def present(app: Flask) -> None:
    """Portuguese, templates' helpers, and errors as sentences."""
    Babel(app, default_locale="pt_BR", default_timezone="America/Sao_Paulo")
    templating.register(app)
    app.jinja_env.install_gettext_callables(_say, _say_many, newstyle=True)  # type: ignore[attr-defined]
    app.context_processor(_page)
    faults.explain(app)


def _say(text: str) -> str:
    return str(_translations().ugettext(text))


def _say_many(one: str, many: str, count: int) -> str:
    return str(_translations().ungettext(one, many, count))


def _translations() -> Any:
    """The catalogue, looked up once a request: a page says some thirty things."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def _page() -> dict[str, Any]:
    return {
        "can": permissions.can,
        "local": clock.local,
        "staff_menu": menu,
        "may_open": _may_open,
        "provider_name": recent_preference("provider.name"),
        "role_label": permissions.ROLES.get(getattr(current_user, "role", ""), ""),
    }


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sidebar: its label and the lines that the person may open."""

    label: str
    entries: list[Line]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sidebar: what the room said, where it leads, and whether this page is under it."""

    entry: MenuEntry
    url: str
    active: bool


def menu() -> list[Section]:
    """The sidebar: sections in order of their first entry, each with the entries that the person may open."""
    drawn: list[MenuEntry | None] = draw("staff_menu", lambda plugin: None)
    entries = sorted((e for e in drawn if e and _may_open(e.endpoint)), key=lambda e: e.order)
    sections: dict[str, list[Line]] = {}
    for entry in entries:
        sections.setdefault(entry.section, []).append(_line(entry))
    order = {label: n for n, label in enumerate(SECTIONS)}
    return [
        Section(label, sections[label])
        for label in sorted(sections, key=lambda one: order.get(one, len(order)))
    ]


def _line(entry: MenuEntry) -> Line:
    url = url_for(entry.endpoint)
    under = url != "/" and request.path.startswith(f"{url}/")
    return Line(entry, url, request.path == url or under)


def _may_open(endpoint: str) -> bool:
    permission = permissions.permission_of(endpoint)
    return permission is not None and permissions.can(permission)


def mount(app: Flask, blueprints: Iterable[str]) -> None:
    """The rooms' pages: each `views` module has its `blueprint`, templates beside it."""
    for name in blueprints:
        app.register_blueprint(import_string(f"{name}:blueprint"))
