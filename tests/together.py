"""Several acts at one moment, each in a thread with its own app context and session."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from core.foundation.database import db


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the exception that it raised; all begin at once, each in its own thread."""
    start, given = threading.Barrier(len(acts)), [None] * len(acts)

    def do(place: int) -> None:
        with app.app_context():
            start.wait()
            try:
                given[place] = acts[place]()
            except Exception as error:
                given[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return given
