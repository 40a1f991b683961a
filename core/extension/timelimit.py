"""An end to every conversation with another machine, however slowly it drips.

A socket's own timeout begins anew with each byte: a server that sends one now and then holds its caller for hours.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer


class TimeLimit:
    """Cuts the connections it watches when one piece of work with them takes longer than `seconds`.

    Who waits on a connection that is cut gets an end of file or an OSError. `expired` then says why.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.expired = False
        self._watched: list[socket.socket] = []
        self._lock = Lock()

    def watch(self, connection: socket.socket) -> None:
        """Look after a connection just made, before anything is wrapped around it."""
        # A handle of our own: wrapping the socket in TLS takes the other one away.
        with self._lock:
            self._watched.append(socket.socket(fileno=os.dup(connection.fileno())))

    @contextmanager
    def running(self) -> Iterator[None]:
        """One piece of work, which is to be done within the limit."""
        self.expired = False
        timer = Timer(self.seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _cut(self) -> None:
        self.expired = True
        with self._lock:
            for connection in self._watched:
                with suppress(OSError):  # closed from the other side already
                    connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connections. May be called twice."""
        with self._lock:
            for connection in self._watched:
                connection.close()
            self._watched.clear()
