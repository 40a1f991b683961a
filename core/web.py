"""What makes the app a safe web site: headers, sign-in, templates, errors, blueprints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_babel import Babel, get_translations
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

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
SIDES = 500  # drawn sidebars kept by a process
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
    if request.endpoint != "static" and permissions.person().is_authenticated:
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
    if request.endpoint == "static":
        return
    who = permissions.person()
    if who.is_authenticated:
        audit.act_as(audit.Actor(who.id, who.name))
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
    app.jinja_env.globals["_"] = _said
    app.context_processor(_page)
    faults.explain(app)


@pass_eval_context
def _said(page: EvalContext, text: str, /, **values: Any) -> str:
    """`_()` of templates: what Jinja's own does, in one call where that takes four."""
    words = Markup(_say(text)) if page.autoescape else _say(text)  # noqa: S704  # written by us
    return words % values if "%" in words else words


def _say(text: str) -> str:
    return str(_translations().ugettext(text))


def _say_many(one: str, many: str, count: int) -> str:
    return str(_translations().ungettext(one, many, count))


def _translations() -> Any:
    """The catalogue, looked up once a request: a page says some thirty things."""
    found = g.get("translations")
    if found is None:
        found = g.translations = get_translations()
    return found


def _page() -> dict[str, Any]:
    return {
        "can": permissions.can,
        "local": clock.local,
        "side": side,
        "may_open": _may_open,
        "provider_name": recent_preference("provider.name"),
        "role_label": permissions.ROLES.get(getattr(permissions.person(), "role", ""), ""),
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


def side() -> Markup:
    """The sidebar, drawn once for all that it shows: who may open what, counts, where we are, the provider's name."""
    entries, root = _entries(), request.script_root
    urls = [_url(entry.endpoint, root) for entry in entries]
    open_at = tuple(n for n, url in enumerate(urls) if _is_here(url))
    shown = (entries, open_at, recent_preference("provider.name"), root)
    kept: dict[Any, Markup] = current_app.extensions.setdefault("malha.sides", {})
    if shown not in kept:
        if len(kept) >= SIDES:
            kept.clear()
        lines = [
            Line(entry, url, n in open_at) for n, (entry, url) in enumerate(zip(entries, urls, strict=True))
        ]
        kept[shown] = _draw_side(lines, shown[2])
    return kept[shown]


def _entries() -> tuple[MenuEntry, ...]:
    """What the person may open, in order."""
    drawn: list[MenuEntry | None] = draw("staff_menu", lambda plugin: None)
    who = permissions.person()
    return tuple(sorted((e for e in drawn if e and _opens(who, e.endpoint)), key=lambda e: e.order))


def _draw_side(lines: list[Line], provider_name: str) -> Markup:
    template = current_app.jinja_env.get_template("parts/side.html")
    return Markup(template.render(sections=_sections(lines), provider_name=provider_name))  # noqa: S704  # ours


def _sections(lines: list[Line]) -> list[Section]:
    """Sections in their order, each with its lines; one that we do not know comes last."""
    sections: dict[str, list[Line]] = {}
    for line in lines:
        sections.setdefault(line.entry.section, []).append(line)
    order = {label: n for n, label in enumerate(SECTIONS)}
    return [
        Section(label, sections[label])
        for label in sorted(sections, key=lambda one: order.get(one, len(order)))
    ]


def _url(endpoint: str, root: str) -> str:
    """A page's address, built once: nothing but where the app is mounted changes it."""
    kept: dict[tuple[str, str], str] = current_app.extensions.setdefault("malha.urls", {})
    if (endpoint, root) not in kept:
        kept[endpoint, root] = url_for(endpoint)
    return kept[endpoint, root]


def _is_here(url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(f"{url}/"))


def _opens(who: Any, endpoint: str) -> bool:
    permission = permissions.permission_of(endpoint)
    return permission is not None and permissions.holds(who, permission)


def _may_open(endpoint: str) -> bool:
    return _opens(permissions.person(), endpoint)


def mount(app: Flask, blueprints: Iterable[str]) -> None:
    """The rooms' pages: each `views` module has its `blueprint`, templates beside it."""
    for name in blueprints:
        app.register_blueprint(import_module(name).blueprint)
