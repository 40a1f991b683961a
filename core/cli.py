"""The command `malha`. Exit status: 0 done, 1 something failed (named), 2 the request was wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import DBAPIError
from werkzeug.utils import import_string

from core.app import create_app
from core.extension.calls import item_types
from core.extension.manager import PluginError
from core.foundation.database import db
from core.foundation.settings import SettingsError
from core.simulator.play import play
from core.simulator.report import report
from core.simulator.scenario import ScenarioError, read

GROUPS = (
    "core.extension.cli:db_group",
    "core.extension.cli:secrets_group",
    "core.extension.cli:outbox_group",
    "core.identity.cli:user_group",
    "core.billing.cli:billing_group",
    "core.dunning.cli:dunning_group",
    "core.notices.cli:notices_group",
    "core.portal.cli:portal",
    "core.office.cli.serve:up",
    "core.office.cli.serve:demo_group",
    "core.office.cli.serve:web",
    "core.office.cli.tasks:worker",
    "core.office.cli.tasks:scheduler",
    "core.office.cli.nightly:nightly_command",
)


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=False, add_version_option=False)
def malha() -> None:
    """Malha runs an internet provider: customers, contracts, invoices, payments, routers."""


for name in GROUPS:
    malha.add_command(import_string(name))


@malha.command("simulate", with_appcontext=False)
@click.argument("file", type=click.File(encoding="utf-8"))
def simulate(file: TextIO) -> None:
    """Live a scenario file through, over an empty database in memory, and print what came of it as JSON."""
    with TemporaryDirectory() as folder:
        app = create_app({"database_url": "sqlite://", "data_dir": Path(folder), "redis_url": ""})
        with app.app_context():
            db.create_all()
            try:
                scenario = read(json.load(file), tuple(item_types()))
            except (ScenarioError, ValueError, RecursionError) as error:
                click.echo(f"{file.name}: {error}", err=True)
                sys.exit(2)
            click.echo(json.dumps(report(scenario, play(scenario)), ensure_ascii=False, indent=1))


def main() -> None:
    """The console script: faults of the set-up are a sentence, not a traceback."""
    try:
        malha.main(prog_name="malha")
    except (SettingsError, PluginError) as error:
        click.echo(f"malha: {error}", err=True)
        sys.exit(2)
    except DBAPIError as error:
        click.echo(
            f"malha: the database refused: {error.orig}; is it there, and `malha db check` content?", err=True
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
