"""Workers of the queue: RQ's own, made to give signs of life, to end in good order and to outlive their queue."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from datetime import timedelta
from types import FrameType
from typing import Any

from flask import Flask, current_app
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.job import Job

from core.foundation import queue, tasks
from core.foundation.database import db
from core.foundation.tasks import leases
from core.foundation.tasks.holding import end_soon
from core.peers.process import dies_with_parent

SIGN_EVERY = 10  # seconds
RQ_MARGIN = 15  # seconds by which RQ waits less than a worker's time to live
QUEUE_COMES_BACK = 2  # seconds


class Hand(Worker):
    """Forks a horse for each job. A horse dies with its worker, and hands its task back when that is asked to end."""

    def __init__(self, connection: Redis) -> None:
        ttl = SIGN_EVERY + RQ_MARGIN
        super().__init__(
            [queue.NAME], connection=connection, worker_ttl=ttl, job_monitoring_interval=SIGN_EVERY
        )

    @property
    def is_to_end(self) -> bool:
        """A signal was answered; all else that ends its work is a fault that passes."""
        return self._shutdown_requested_date is not None

    def heartbeat(self, *args: Any, **kwargs: Any) -> None:
        if not self.is_horse:
            sign()
        super().heartbeat(*args, **kwargs)

    def maintain_heartbeats(self, *args: Any, **kwargs: Any) -> None:
        with suppress(RedisError):  # the horse works on without a queue
            super().maintain_heartbeats(*args, **kwargs)

    def fork_work_horse(self, *args: Any, **kwargs: Any) -> None:
        db.engine.dispose()  # no connection is shared by two processes
        self._ask_the_kernel = dies_with_parent(signal.SIGTERM)
        super().fork_work_horse(*args, **kwargs)

    def setup_work_horse_signals(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _hand_back)
        if self._ask_the_kernel:
            self._ask_the_kernel()

    def handle_warm_shutdown_request(self) -> None:
        """Asked to end: the horse hands its task back, others go on with it."""
        if self.horse_pid:
            self.kill_horse(signal.SIGTERM)

    def handle_work_horse_killed(self, job: Job, *args: Any) -> None:
        current_app.logger.error("the process of task %s was killed; it is done again by another", job.args)


def _hand_back(_signum: int, _frame: FrameType | None) -> None:
    end_soon()


def me() -> str:
    """This worker among all machines."""
    return f"{socket.gethostname()}:{os.getpid()}"


def sign() -> None:
    """A sign of life in the database, for the page *Tarefas* and for those who share out work."""
    try:
        leases.lead(f"{leases.WORKER}{os.getpid()}:{socket.gethostname()}", me())
    except Exception:  # a database that is away comes back
        current_app.logger.warning("no sign of life could be given", exc_info=True)
    finally:
        db.session.remove()


class Hands:
    """`run()` until a signal ends it, through any failure of the queue."""

    def __init__(self, connection: Redis, lease: timedelta = tasks.LEASE) -> None:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy
        app.extensions["malha.lease"] = lease
        self._connection, self._over = connection, False

    def run(self) -> None:
        """Work on; a queue that was restarted is found again."""
        try:
            while not self._over:
                self._turn()
        except KeyboardInterrupt:  # between two hands
            pass
        finally:
            leases.leave(f"{leases.WORKER}{os.getpid()}:{socket.gethostname()}", me())

    def _turn(self) -> None:
        self._answer_signals()
        with suppress(RedisError):
            hand = Hand(self._connection)
            hand.work(logging_level="WARNING")
            self._over = hand.is_to_end
        if not self._over:
            time.sleep(QUEUE_COMES_BACK)

    def _answer_signals(self) -> None:
        """Between two hands it ends at once."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, signal.default_int_handler)
