"""`malha up`, `malha web` and the demo provider."""

from __future__ import annotations

import click
from flask.cli import AppGroup

demo_group = AppGroup("demo", help="The demo provider.")


@click.command("up")
def up() -> None:
    """Everything in one terminal."""


@click.command("web")
def web() -> None:
    """The web server alone."""
