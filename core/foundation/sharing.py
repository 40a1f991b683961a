"""A command whose work is shared out among workers: whether it can be, and a bar over what they do."""

from __future__ import annotations

import sys
from typing import Any

import click

from core.foundation import queue, tasks
from core.foundation.console import watched
from core.foundation.tasks import leases

jobs_option = click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Share the work out for so many workers (`malha worker`); 1 does it in this process.",
)


def need_workers(jobs: int) -> None:
    """End with status 2 and a sentence where work cannot be shared out."""
    if jobs > 1 and not queue.exists():
        _wrong("--jobs precisa de uma fila: defina MALHA_REDIS_URL e ligue `malha worker`.")
    if jobs > 1 and not leases.anyone(leases.WORKER):
        _wrong(
            "Nenhum `malha worker` dá sinal de vida nesta instalação. Ligue pelo menos um, ou use --jobs 1."
        )


def _wrong(words: str) -> None:
    click.echo(f"malha: {words}", err=True)
    sys.exit(2)


def shared(label: str, quiet: bool, job: str, *args: Any) -> Any:
    """Have workers do a job, wait for it, and give its result. Ends with status 1 where it fails for good."""
    task_id = tasks.submit(job, *args, label=label)
    assert task_id is not None  # noqa: S101  # without a key there is always one
    try:
        return watched(label, quiet, lambda watch: tasks.follow(task_id, watch))
    except tasks.TaskFailed as failed:
        click.echo(f"malha: {failed}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("malha: continua nos workers; veja em Tarefas.", err=True)
        sys.exit(1)
