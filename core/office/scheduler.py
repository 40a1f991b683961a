"""The scheduler: one of many leads, and asks for what is due; where there is no queue it does the work as well."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

from flask import current_app

from core.foundation import queue, tasks
from core.foundation.database import db
from core.foundation.tasks import leases
from core.foundation.tasks.beat import Beat
from core.foundation.tasks.holding import end_soon, whoever
from core.office.services.ticking import tick

PAUSE = timedelta(seconds=3)


class Scheduler:
    """`run()` until `end()`. `term`: for how long it leads without a sign of life; `lease`: the same of a task."""

    def __init__(
        self,
        pause: timedelta = PAUSE,
        term: timedelta = leases.TERM,
        lease: timedelta = tasks.LEASE,
        told_again_after: timedelta = timedelta(seconds=60),
    ) -> None:
        self.name = whoever()
        self._pause, self._term, self._lease, self._again = pause, term, lease, told_again_after
        self._leads, self._over = False, Event()

    def run(self) -> None:
        """Tick while it leads, wait for the lead else."""
        with Beat(self._keep_lead, self._term / 4):
            while not self._over.is_set():
                if not self._turn():
                    self._over.wait(self._pause.total_seconds())
        self._leads = False
        leases.leave(leases.SCHEDULER, self.name)

    def end(self) -> None:
        """End after what is in hand; may be called by a signal."""
        end_soon()
        self._over.set()

    def _keep_lead(self) -> None:
        """Also during long work."""
        if self._leads:
            leases.lead(leases.SCHEDULER, self.name, self._term)

    def _turn(self) -> bool:
        """Whether there may be more to do at once."""
        try:
            self._leads = leases.lead(leases.SCHEDULER, self.name, self._term)
            if not self._leads:
                return False
            tick(self._again)
            return not queue.exists() and self._do_one()
        except Exception:  # a database that is away comes back
            current_app.logger.exception("a tick failed")
            return False
        finally:
            db.session.remove()

    def _do_one(self) -> bool:
        return any(tasks.perform(task_id, self._lease) for task_id in tasks.due())
