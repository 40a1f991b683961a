"""One night in a process of its own: prints its steps, invoices, seconds and peak memory as JSON."""

from __future__ import annotations

import json
import sys
import time

from bench.memory import peak_mb
from core.app import create_app
from core.foundation import tasks
from core.office.queries.tasks import NIGHTLY


def main(url: str, day: str) -> None:
    """Live the night of a day on a database."""
    with create_app({"database_url": url}).app_context():
        began = time.perf_counter()
        report = tasks.here(NIGHTLY, day, 1, True)
        seconds = time.perf_counter() - began
    moved, issued = sum(report["ladder"]["steps"].values()), report["billing"]["issued"]
    print(json.dumps({"moved": moved, "issued": issued, "seconds": seconds, "memory_mb": peak_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
