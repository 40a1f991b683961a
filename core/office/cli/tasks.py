"""`malha worker`, `malha scheduler`: what is done without anybody watching."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from datetime import timedelta

import click
from flask.cli import with_appcontext

from core.foundation import queue, tasks
from core.foundation.tasks.tending import TOLD_AGAIN_AFTER
from core.office.scheduler import PAUSE, Scheduler

LEASE = int(tasks.LEASE.total_seconds())
seconds = click.FloatRange(min=0.1)
lease_option = click.option(
    "--lease",
    default=LEASE,
    show_default=True,
    type=seconds,
    help="Seconds without a sign of life after which another takes a task over.",
)


@click.command("worker")
@lease_option
@with_appcontext
def worker(lease: float) -> None:
    """Do what waits in the queue of MALHA_REDIS_URL, one task after another, until it is asked to end."""
    connection = queue.connection()
    if connection is None:
        click.echo("malha: set MALHA_REDIS_URL to the queue that this worker is for", err=True)
        sys.exit(2)
    from core.office.hands import Hands  # RQ and its client: other commands do without their memory

    Hands(connection, timedelta(seconds=lease)).run()


@click.command("scheduler")
@click.option(
    "--every", default=PAUSE.total_seconds(), show_default=True, type=seconds, help="Seconds between ticks."
)
@click.option(
    "--term", default=30.0, show_default=True, type=seconds, help="Seconds of leading without a sign of life."
)
@click.option(
    "--tell-again",
    default=TOLD_AGAIN_AFTER.total_seconds(),
    show_default=True,
    type=seconds,
    help="Seconds after which the queue is told again of what nobody has begun.",
)
@lease_option
@with_appcontext
def scheduler(every: float, term: float, tell_again: float, lease: float) -> None:
    """Ask for what is due: the night, messages, events. One of many leads; without a queue it does the work itself."""
    running = Scheduler(*(timedelta(seconds=value) for value in (every, term, lease, tell_again)))
    on_ending(running.end)
    running.run()


def on_ending(end: Callable[[], None]) -> None:
    """Call `end` when the process is asked to end, by a person or by the system."""
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: end())
