"""Tasks on screen."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from core.foundation import queue
from core.identity.permissions import requires
from core.office.queries.tasks import board
from core.office.services.retry import retry_task
from core.office.views import blueprint
from core.office.words import EVENTS, STATES, night_line


@blueprint.get("/tarefas")
@requires("office.tasks")
def tasks() -> str:
    """What runs, what waits, what failed and why; it refreshes itself."""
    found = board()
    rows = [night_line(night) for night in found.nights]
    return render_template(
        "office/tasks.html", board=found, nights=rows, states=STATES, events=EVENTS, queued=queue.exists()
    )


@blueprint.post("/tarefas/<int:task_id>/repetir")
@requires("office.tasks")
def retry(task_id: int) -> Any:
    """Have a failed task done again."""
    if retry_task(task_id):
        flash(_("A tarefa voltou para a fila."), "ok")
    else:
        flash(_("Esta tarefa já não está entre as que falharam."), "info")
    return redirect(url_for("office.tasks"), 303)
