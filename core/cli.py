"""The command `malha`. Exit status: 0 done, 1 something failed (named), 2 the request was wrong."""

from __future__ import annotations

import sys

import click
from flask.cli import FlaskGroup
from werkzeug.utils import import_string

from core.app import create_app
from core.extension.manager import PluginError
from core.foundation.settings import SettingsError

GROUPS = (
    "core.extension.cli:db_group",
    "core.extension.cli:secrets_group",
    "core.extension.cli:outbox_group",
    "core.identity.cli:user_group",
    "core.billing.cli:billing_group",
    "core.simulator.cli:simulate",
    "core.office.cli:up",
    "core.office.cli:demo_group",
    "core.office.cli:web",
)


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
def malha() -> None:
    """Malha runs an internet provider: customers, contracts, invoices, payments, routers."""


for name in GROUPS:
    malha.add_command(import_string(name))


def main() -> None:
    """The console script: faults of the set-up are a sentence, not a traceback."""
    try:
        malha.main(prog_name="malha")
    except (SettingsError, PluginError) as error:
        click.echo(f"malha: {error}", err=True)
        sys.exit(2)
