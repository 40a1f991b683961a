"""`malha user`: staff users from a terminal."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup

from core.identity.permissions import ROLES
from core.identity.queries import user_by_login, users
from core.identity.rules import UserRefused
from core.identity.services import change_password, create_user

user_group = AppGroup("user", help="Staff users.")
FROM_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@user_group.command("create")
@click.argument("login")
@click.option("--name", default="", help="As colleagues call the person.")
@click.option("--role", type=click.Choice(list(ROLES)), default="support", show_default=True)
@FROM_STDIN
def create(login: str, name: str, role: str, password_stdin: bool) -> None:
    """Make a user; asks for the password, which is never an argument."""
    _or_exit(lambda: create_user(login, name, role, _password(password_stdin)))
    click.echo(f"user {login} created, role {role}")


@user_group.command("password")
@click.argument("login")
@FROM_STDIN
def password(login: str, password_stdin: bool) -> None:
    """Give a user a new password; the user's sessions end."""
    user = user_by_login(login)
    if user is None:
        click.echo(f"malha: no user {login}", err=True)
        sys.exit(2)
    _or_exit(lambda: change_password(user.id, _password(password_stdin)))
    click.echo(f"password of {login} changed")


@user_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_users(as_json: bool) -> None:
    """Who may come in."""
    rows = [{"login": u.login, "name": u.name, "role": u.role, "active": u.active} for u in users()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['login']:<20} {row['role']:<12} {row['name']}{'' if row['active'] else ' (off)'}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _or_exit(act: object) -> None:
    try:
        act()  # type: ignore[operator]
    except UserRefused as refused:
        click.echo(f"malha: {refused}", err=True)
        sys.exit(2)
