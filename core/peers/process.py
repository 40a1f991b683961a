"""Servers that we start ourselves end with us, however we end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.02
LOG_LINES_SHOWN = 15


class PeerFailed(RuntimeError):
    """A server did not start; the message holds the end of its log."""


def dies_with_parent(signum: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before exec so that the kernel sends it `signum` when its parent dies.

    None where the kernel has no such thing (macOS): there `stop()` alone ends it. Start from the
    main thread, since to the kernel the parent is the thread that forked.
    """
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask_the_kernel


def spawn(
    command: Sequence[str | Path], log: Path, farewell: signal.Signals, **kwargs: Any
) -> subprocess.Popen[bytes]:
    """Start `command` with its output in `log`, to get `farewell` when this process dies."""
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=dies_with_parent(farewell),
            start_new_session=True,  # Ctrl-C is for us; we stop the server after its clients
            **kwargs,
        )


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, seconds: float = 30
) -> None:
    """Return once `ready()`; raise PeerFailed when the process ends before, or `seconds` pass."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise PeerFailed(f"{process.args!r} did not start:\n{_tail(log)}")
        time.sleep(POLL_SECONDS)


def end(process: subprocess.Popen[bytes], farewell: signal.Signals, seconds: float = 10) -> None:
    """Ask the process to end, insist after `seconds`; harmless when it has ended already."""
    with suppress(ProcessLookupError):
        process.send_signal(farewell)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LOG_LINES_SHOWN:])
