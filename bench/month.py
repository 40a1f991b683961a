"""One monthly run in a process of its own: prints its seconds, its invoices and its peak memory as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import date

from bench.memory import peak_mb
from core.app import create_app
from core.billing.services.run import run


def main(url: str, day: str) -> None:
    """Run the month of a day on a database."""
    app = create_app({"database_url": url})
    with app.app_context():
        began = time.perf_counter()
        report = run(date.fromisoformat(day))
        seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "issued": report.issued, "memory_mb": peak_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
