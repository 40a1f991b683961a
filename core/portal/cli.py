"""`malha portal`: the page for those whom the router sends here, on a port of its own."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from core.extension.branches import branches
from core.foundation import migrations
from core.portal.door import Door

THREADS = 8


@click.command("portal")
@click.option("--port", default=8080, show_default=True, help="Where the router sends them.")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0: on every address.")
@click.option("--behind-proxy", is_flag=True, help="Believe the proxies counted in MALHA_TRUSTED_PROXIES.")
@with_appcontext
def portal(port: int, host: str, behind_proxy: bool) -> None:
    """The message portal alone, whatever address is asked for: the target of the router's redirect (dst-nat)."""
    import waitress

    if waiting := migrations.pending(branches()):
        click.echo(f"malha: migrations pending: {', '.join(waiting)}; run `malha db upgrade`", err=True)
        sys.exit(1)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    # On the customers' side there is no TLS, unless a proxy brings it: a secure cookie would never come back.
    app.config["SESSION_COOKIE_SECURE"] &= behind_proxy
    door = Door(app.wsgi_app, behind_proxy)
    waitress.serve(
        door, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
    )
