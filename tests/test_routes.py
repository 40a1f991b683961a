"""Every route is guarded, as the table of routes says: a new one is tested by being there."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.identity.permissions import PUBLIC, ROLES, SIGNED_IN, allowed
from core.testing.builders import user

OPEN = (PUBLIC, SIGNED_IN)


def _routes(app: Flask) -> Iterator[tuple[Rule, str, str, str | None]]:
    """Rule, address with every part filled in, method and permission of each route that is not static."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        address = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method=_method(rule))
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, address, method, permission


def _method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or ()) else "POST"


def _signed_in(app: Flask, role: str) -> FlaskClient:
    with app.app_context():
        key = user(role).get_id()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
    return client


def test_there_are_routes_of_both_methods(app: Flask) -> None:
    methods = [method for _, _, method, _ in _routes(app)]

    assert methods.count("GET") > 20
    assert methods.count("POST") > 20


def test_every_route_declares_its_permission(app: Flask) -> None:
    silent = [rule.endpoint for rule, _, _, permission in _routes(app) if permission is None]

    assert silent == []


def test_every_permission_asked_for_is_one_that_a_room_or_plugin_registered(app: Flask) -> None:
    asked = {permission for _, _, _, permission in _routes(app)} - set(OPEN)

    with app.app_context():
        from core.extension.calls import collect

        registered = {permission.key for permission in collect("register_permissions")}
    assert asked - registered == set()


@pytest.mark.parametrize("csrf", [False, True], ids=["with token", "token lost too"])
def test_a_visitor_is_asked_to_sign_in_before_anything_else(app: Flask, csrf: bool) -> None:
    app.config["WTF_CSRF_ENABLED"] = csrf
    client = app.test_client()

    let_in = [
        (method, address, answer.status_code)
        for _, address, method, permission in _routes(app)
        if permission != PUBLIC
        and not _asks(answer := client.open(address, method=method, data={} if method == "POST" else None))
    ]

    assert let_in == []


def _asks(answer: object) -> bool:
    return getattr(answer, "status_code", 0) == 302 and str(getattr(answer, "location", "")).startswith(
        "/entrar"
    )


@pytest.mark.parametrize("header", ["HX-Request", "X-Requested-With"])
def test_where_only_a_part_of_a_page_was_asked_for_it_is_401(app: Flask, header: str) -> None:
    client = app.test_client()

    others = [
        (method, address)
        for _, address, method, permission in _routes(app)
        if permission != PUBLIC
        and client.open(address, method=method, headers={header: "true"}).status_code != 401
    ]

    assert others == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
def test_a_role_without_the_permission_is_refused(app: Flask, role: str) -> None:
    client = _signed_in(app, role)
    with app.app_context():
        closed = [
            (method, address)
            for _, address, method, permission in _routes(app)
            if permission not in OPEN and not allowed(permission or "", role)
        ]

    let_in = [found for found in closed if client.open(found[1], method=found[0]).status_code != 403]

    assert closed
    assert let_in == []


def test_whatever_is_sent_without_a_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = _signed_in(app, "admin")

    taken = [
        address
        for _, address, method, _ in _routes(app)
        if method == "POST" and client.post(address, data={"any": "thing"}).status_code != 400
    ]

    assert taken == []


@pytest.mark.parametrize("role", list(ROLES))
def test_pages_without_a_part_in_their_address_break_for_nobody_who_may_open_them(
    app: Flask, role: str
) -> None:
    client = _signed_in(app, role)
    with app.app_context():
        pages = [
            address
            for rule, address, method, permission in _routes(app)
            if method == "GET"
            and not rule.arguments
            and (permission in OPEN or allowed(permission or "", role))
        ]

    codes = {address: client.get(address).status_code for address in pages}

    # A fragment may miss what it is about (400), a logo may not be there (404).
    assert {address: code for address, code in codes.items() if code not in (200, 302, 400, 404)} == {}
