"""`malha up`, `malha web`, `malha demo`: the product in the browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import select

from core.customers.models import Customer
from core.extension.branches import branches
from core.foundation import migrations
from core.foundation.clock import today
from core.foundation.console import watched
from core.foundation.database import db
from core.office.demo.ahead import live_until
from core.office.demo.house import STAFF
from core.office.demo.post import wants_mailbox
from core.office.demo.year import make_demo
from core.peers.mailbox import Mailbox
from core.peers.process import PeerFailed, dies_with_parent
from core.peers.valkey import Valkey

demo_group = AppGroup("demo", help="The demo provider.")
ADDRESS = "127.0.0.1"
THREADS = 8


@demo_group.command("seed")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day it is; today unless given.")
def seed(day: datetime | None) -> None:
    """Fill an empty database with some 300 customers and a year of invoices."""
    migrations.upgrade(branches())
    _seed(day)


@demo_group.command("live")
@click.option("--until", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
def live(last: datetime) -> None:
    """Run every night from where the demo stands to a day, with nobody paying and all mail arriving."""
    if not wants_mailbox():
        click.echo("malha: only the demo can be lived ahead: this is not its database", err=True)
        sys.exit(2)
    nights = watched("Noites", False, lambda progress: live_until(last.date(), progress))
    click.echo(f"{nights} nights; look at it with MALHA_TODAY={last:%Y-%m-%d} make run")


def _seed(day: datetime | None = None) -> None:
    moment = day.date() if day else today()
    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo("making the demo provider: 300 customers and a year of invoices, a minute or so", err=True)
        make_demo(moment)
        return
    columns = (TextColumn("Demo provider, a year of invoices"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("demo", total=None)
        make_demo(moment, lambda done, of: bar.update(task, completed=done, total=of))


@click.command("web")
@click.option("--port", default=8000, show_default=True, help="Where to listen.")
@click.option("--host", default=ADDRESS, show_default=True)
@with_appcontext
def web(port: int, host: str) -> None:
    """The web server alone: one process with threads on SQLite, see docs for gunicorn on PostgreSQL."""
    import waitress

    if waiting := migrations.pending(branches()):
        click.echo(f"malha: migrations pending: {', '.join(waiting)}; run `malha db upgrade`", err=True)
        sys.exit(1)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    waitress.serve(app, host=host, port=port, threads=THREADS, ident=None)


@click.command("up")
@click.option("--port", default=8000, show_default=True, help="Where to listen.")
@with_appcontext
def up(port: int) -> None:
    """Schema, demo data where there is none, then web, worker and scheduler until Ctrl-C."""
    migrations.upgrade(branches())
    if not db.session.scalars(select(Customer.id)).first():
        _seed()
    mailbox = _mailbox()
    db.session.remove()
    _serve(port, _queue(), mailbox)


def _queue() -> Valkey | None:
    """The embedded queue, unless one is given by MALHA_REDIS_URL; without any, work is done at once."""
    if current_app.config["MALHA"].redis_url:
        return None
    try:
        return Valkey(Path(current_app.config["MALHA"].data_dir) / "queue").start()
    except PeerFailed as error:
        click.echo(f"malha: {error}; the scheduler does the work itself", err=True)
        return None


def _mailbox() -> Mailbox | None:
    """A mail server for the demo's customers, where the channel by e-mail was set up for it."""
    if not wants_mailbox():
        return None
    try:
        return Mailbox(Path(current_app.config["MALHA"].data_dir) / "mail").start()
    except PeerFailed as error:
        click.echo(f"malha: {error}; notices by e-mail wait", err=True)
        return None


def _serve(port: int, queue: Valkey | None, mailbox: Mailbox | None) -> None:
    env = {**os.environ, **({"MALHA_REDIS_URL": queue.url} if queue else {})}
    with_worker = queue is not None or current_app.config["MALHA"].redis_url
    parts = [_start(env, "web", "--port", str(port)), _start(env, "scheduler")]
    if with_worker:
        parts.append(_start(env, "worker"))
    _say_hello(port, mailbox)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the parts end before their queue
    try:
        parts[0].wait()
    except KeyboardInterrupt:
        click.echo("\nmalha: ending")
    finally:
        for part in parts:
            part.send_signal(signal.SIGTERM)
        for part in parts:
            _wait_for(part)
        for peer in (queue, mailbox):
            if peer:
                peer.stop()


def _wait_for(part: subprocess.Popen[bytes]) -> None:
    """Let a part finish what it has in hand; what it keeps too long is found again in the database."""
    try:
        part.wait(10)
    except subprocess.TimeoutExpired:
        part.kill()


def _start(env: Mapping[str, str], *words: str) -> subprocess.Popen[bytes]:
    # However we end, the parts end with us.
    ends = dies_with_parent(signal.SIGTERM)
    return subprocess.Popen([sys.executable, "-m", "core.cli", *words], env=env, preexec_fn=ends)


def _say_hello(port: int, mailbox: Mailbox | None) -> None:
    click.echo(f"\nMalha is at http://{ADDRESS}:{port}/ (Ctrl-C ends it). Logins of the demo:")
    for login, _, role, password in STAFF:
        click.echo(f"  {login:<8} {password:<16} {role}")
    if mailbox:
        click.echo(f"What customers are told by e-mail lands in {mailbox.folder}")
