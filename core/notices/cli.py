"""`malha notices`: send what waits, read a bounce mail, try a channel."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from core.foundation.clock import now
from core.notices.queries.occasions import channels
from core.notices.rules.bounce import read_bounce
from core.notices.services import bounce as bounces
from core.notices.services.channels import ChannelFailed, NotSetUp, send_test
from core.notices.services.send import send_waiting

notices_group = AppGroup("notices", help="Messages to customers.")
LARGEST_MAIL = 2_000_000


@notices_group.command("send")
@click.option("--limit", default=500, show_default=True, help="How many messages of each channel to try.")
def send(limit: int) -> None:
    """Try the messages whose time has come, then ask the channels what became of those they took."""
    click.echo(f"{send_waiting(now(), limit)} messages taken, {bounces.read_back(now())} came back")


@notices_group.command("bounce")
def bounce() -> None:
    """Read a bounce mail (RFC 3464) from standard input and mark its message. Exit 1 where it is none of ours."""
    found = read_bounce(sys.stdin.buffer.read(LARGEST_MAIL))
    if found is None:
        click.echo("no bounce mail: it has no delivery status (RFC 3464)", err=True)
        sys.exit(1)
    try:
        marked = bounces.note_bounce(found, now())
    except bounces.NotOurs:
        click.echo(f"no message was sent under {', '.join(found.references) or 'any name in it'}", err=True)
        sys.exit(1)
    click.echo(f"bounced: {', '.join(map(str, marked))}" if marked else "late, not lost: nothing changed")


@notices_group.command("test")
@click.argument("channel")
@click.argument("address")
def test(channel: str, address: str) -> None:
    """Send one message by CHANNEL to ADDRESS and print the answer. Exit 1 where it fails, 2 for no such channel."""
    found = channels().get(channel)
    if found is None:
        click.echo(f"no channel {channel!r}; there are: {', '.join(channels()) or 'none'}", err=True)
        sys.exit(2)
    try:
        click.echo(send_test(found, address, now()))
    except NotSetUp as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except ChannelFailed as error:
        click.echo(str(error), err=True)
        sys.exit(1)
