"""A sign of life, given from a thread of its own while its owner works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Self

from flask import Flask, current_app

from core.foundation.database import db


class Beat:
    """`with Beat(call, every):` calls it so often, in an app context and with a connection of its own.

    What it raises is logged, and it is called again: a database that is away for a moment costs nothing.
    """

    def __init__(self, call: Callable[[], object], every: timedelta) -> None:
        self._call, self._every = call, every.total_seconds()
        self._over = Event()
        self._app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            with self._app.app_context():
                try:
                    self._call()
                except Exception:
                    self._app.logger.warning("no sign of life could be given", exc_info=True)
                finally:
                    db.session.remove()
