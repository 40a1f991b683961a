"""`malha db`, `malha secrets`, `malha outbox`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from core.extension.branches import branches
from core.foundation import migrations, outbox
from core.foundation.rotation import rotate

db_group = AppGroup("db", help="The database's schema.")
secrets_group = AppGroup("secrets", help="Secrets at rest.")
outbox_group = AppGroup("outbox", help="Events on their way to plugins.")


@db_group.command("upgrade")
def upgrade() -> None:
    """Bring the schema of the core and of the enabled plugins to the newest revision."""
    waiting = migrations.pending(branches())
    migrations.upgrade(branches())
    click.echo(f"schema upgraded: {', '.join(waiting)}" if waiting else "schema is up to date")


@db_group.command("check")
def check() -> None:
    """Exit 1, naming them, where migrations are pending."""
    if waiting := migrations.pending(branches()):
        click.echo(f"migrations pending: {', '.join(waiting)}; run `malha db upgrade`", err=True)
        sys.exit(1)


@secrets_group.command("rotate")
def rotate_secrets() -> None:
    """Encrypt every stored secret again with the newest key."""
    click.echo(f"{rotate()} secrets now open with the newest key; older keys may be dropped")


@outbox_group.command("drain")
def drain() -> None:
    """Deliver the events that wait, plugin by plugin."""
    for plugin in current_app.extensions["malha.plugins"].list_name_plugin():
        if taken := outbox.drain(plugin[0]):
            click.echo(f"{plugin[0]}: {taken}")
