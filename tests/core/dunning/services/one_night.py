"""A night in a process of its own, in small batches, begun by a line on its standard input: to be killed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from core.app import create_app
from core.dunning.services import night


def main(url: str, data_dir: str, day: str) -> None:
    """Move the contracts of a database."""
    night.BATCH = 50
    app = create_app({"database_url": url, "data_dir": Path(data_dir), "secret_key": "k", "testing": True})
    with app.app_context():
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        night.move(date.fromisoformat(day))
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
